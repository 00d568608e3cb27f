package dev.cresset.testkit.python;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Python expression as a tree: what {@link Parser} returns and {@link Interpreter} evaluates. */
public sealed interface Expr {
    /** A number, a string, True, False, None or {@code ...}. */
    record Literal(@Nullable Object value) implements Expr {}

    /** A name. */
    record Name(String id) implements Expr {}

    /** {@code of.name}. */
    record Attribute(Expr of, String name) implements Expr {}

    /** {@code function(arguments, keywords)}. */
    record Call(Expr function, List<Expr> arguments, List<Keyword> keywords) implements Expr {}

    /** {@code of[index]}. */
    record Subscript(Expr of, Expr index) implements Expr {}

    /** {@code start:stop:step} within a subscript. */
    record SliceOf(@Nullable Expr start, @Nullable Expr stop, @Nullable Expr step)
            implements Expr {}

    /** {@code *value} in a call, list or tuple. */
    record Starred(Expr value) implements Expr {}

    /** {@code [items]}. */
    record ListOf(List<Expr> items) implements Expr {}

    /** {@code (items,)}. */
    record TupleOf(List<Expr> items) implements Expr {}

    /** {@code {key: value}}. */
    record DictOf(List<Entry> entries) implements Expr {}

    /** {@code - + ~ not} before an operand. */
    record Unary(String operator, Expr operand) implements Expr {}

    /** An arithmetic, shift or bitwise operator between two operands. */
    record Binary(String operator, Expr left, Expr right) implements Expr {}

    /** {@code and}, {@code or}. */
    record Logical(String operator, Expr left, Expr right) implements Expr {}

    /** {@code first op rest[0] op rest[1] …}; Python chains comparisons. */
    record Compare(Expr first, List<String> operators, List<Expr> rest) implements Expr {}

    /** {@code then if test else otherwise}. */
    record Conditional(Expr test, Expr then, Expr otherwise) implements Expr {}

    /** {@code [element for …]}, also a generator expression. */
    record ListComprehension(Expr element, List<For> clauses) implements Expr {}

    /** {@code {key: value for …}}. */
    record DictComprehension(Expr key, Expr value, List<For> clauses) implements Expr {}

    /** {@code lambda parameters: body}. */
    record Lambda(List<String> parameters, Expr body) implements Expr {}

    /** An f-string: its literal parts and {@link Formatted} fields in order. */
    record FString(List<Expr> parts) implements Expr {}

    /** {@code {value!conversion:spec}} within an f-string. */
    record Formatted(Expr value, @Nullable String conversion, String spec) implements Expr {}

    /** {@code name=value} in a call; no name means {@code **value}. */
    record Keyword(@Nullable String name, Expr value) {}

    /** {@code key: value} in a dict. */
    record Entry(Expr key, Expr value) {}

    /** {@code for target in iterable if condition …} in a comprehension. */
    record For(Expr target, Expr iterable, List<Expr> conditions) {}

    /** One of several statements: an expression, assigned to a name or not. */
    record Statement(@Nullable String target, Expr value) {}
}
