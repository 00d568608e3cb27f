package dev.cresset.testkit.python;

import org.jspecify.annotations.Nullable;

/**
 * What names mean and how objects that are not plain Python values behave.
 *
 * <p>{@link Interpreter} computes with numbers, strings, lists, tuples and dicts itself and asks
 * its world for everything else. A world throws {@link UnknownNameException} for a name it does not
 * have.
 */
public interface World {
    /** A world without names and objects: literals and their operators only. */
    World EMPTY = new World() {};

    /** Returns what a free name means. */
    default @Nullable Object name(String id) {
        throw new UnknownNameException(id);
    }

    /** Returns {@code of.name}. */
    default @Nullable Object attribute(@Nullable Object of, String name) {
        throw new UnknownNameException(typeName(of) + "." + name);
    }

    /** Returns {@code - + ~ not} of an object. */
    default @Nullable Object unary(String operator, @Nullable Object operand) {
        throw new UnknownNameException(operator + typeName(operand));
    }

    /** Returns a binary operator or comparison of two values, not both plain numbers. */
    default @Nullable Object binary(
            String operator, @Nullable Object left, @Nullable Object right) {
        throw new UnknownNameException(typeName(left) + " " + operator + " " + typeName(right));
    }

    /** Returns {@code of[index]} for an object. */
    default @Nullable Object index(@Nullable Object of, @Nullable Object index) {
        throw new UnknownNameException(typeName(of) + "[…]");
    }

    /** Returns the items of an object. */
    default Iterable<? extends @Nullable Object> items(@Nullable Object of) {
        throw new UnknownNameException("iteration over " + typeName(of));
    }

    /** Returns whether a value counts as true, for an object. */
    default boolean truth(@Nullable Object value) {
        throw new UnknownNameException("bool(" + typeName(value) + ")");
    }

    /** Returns {@code format(value, spec)} as in an f-string. */
    default String format(@Nullable Object value, @Nullable String conversion, String spec) {
        throw new UnknownNameException("format(" + typeName(value) + ")");
    }

    private static String typeName(@Nullable Object value) {
        return value == null ? "None" : value.getClass().getSimpleName();
    }
}
