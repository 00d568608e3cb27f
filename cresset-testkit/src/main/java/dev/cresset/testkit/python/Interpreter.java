package dev.cresset.testkit.python;

import dev.cresset.PythonText.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates an {@link Expr}: plain values itself, names and objects through a {@link World}. */
public final class Interpreter {
    private final World world;
    private final Map<String, @Nullable Object> variables;

    /** Returns an interpreter that resolves names in a world. */
    public Interpreter(World world) {
        this(world, Map.of());
    }

    /** Returns an interpreter that looks names up in {@code variables} before its world. */
    public Interpreter(World world, Map<String, ? extends @Nullable Object> variables) {
        this.world = world;
        this.variables = new HashMap<>(variables);
    }

    /**
     * Runs statements in order.
     *
     * @return the value of each
     */
    public List<@Nullable Object> run(List<Expr.Statement> statements) {
        List<@Nullable Object> out = new ArrayList<>();
        for (Expr.Statement s : statements) {
            Object value = evaluate(s.value());
            if (s.target() != null) {
                variables.put(s.target(), value);
            }
            out.add(value);
        }
        return out;
    }

    /** Returns a variable that a statement has assigned. */
    public @Nullable Object variable(String name) {
        return variables.get(name);
    }

    /**
     * Evaluates an expression.
     *
     * @throws UnknownNameException if the world lacks a name
     */
    public @Nullable Object evaluate(Expr e) {
        return switch (e) {
            case Expr.Literal l -> l.value();
            case Expr.Name n ->
                    variables.containsKey(n.id()) ? variables.get(n.id()) : world.name(n.id());
            case Expr.Attribute a -> world.attribute(evaluate(a.of()), a.name());
            case Expr.Call c -> call(c);
            case Expr.Subscript s -> index(evaluate(s.of()), evaluate(s.index()));
            case Expr.SliceOf s -> new Slice(orNone(s.start()), orNone(s.stop()), orNone(s.step()));
            case Expr.Starred s ->
                    throw new IllegalArgumentException("python: * where nothing takes it: " + s);
            case Expr.ListOf l -> all(l.items());
            case Expr.TupleOf t -> new Tuple(all(t.items()));
            case Expr.DictOf d -> dict(d);
            case Expr.Unary u -> unary(u.operator(), evaluate(u.operand()));
            case Expr.Binary b -> binary(b.operator(), evaluate(b.left()), evaluate(b.right()));
            case Expr.Logical l -> logical(l);
            case Expr.Compare c -> compare(c);
            case Expr.Conditional c ->
                    truth(evaluate(c.test())) ? evaluate(c.then()) : evaluate(c.otherwise());
            case Expr.ListComprehension c -> {
                List<@Nullable Object> out = new ArrayList<>();
                comprehend(c.clauses(), inner -> out.add(inner.evaluate(c.element())));
                yield out;
            }
            case Expr.DictComprehension c -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                comprehend(
                        c.clauses(),
                        inner -> out.put(inner.evaluate(c.key()), inner.evaluate(c.value())));
                yield out;
            }
            case Expr.Lambda l -> lambda(l);
            case Expr.FString f -> {
                StringBuilder text = new StringBuilder();
                for (Expr part : f.parts()) {
                    text.append(evaluate(part));
                }
                yield text.toString();
            }
            case Expr.Formatted f -> world.format(evaluate(f.value()), f.conversion(), f.spec());
        };
    }

    private @Nullable Object orNone(@Nullable Expr e) {
        return e == null ? null : evaluate(e);
    }

    private List<@Nullable Object> all(List<Expr> items) {
        List<@Nullable Object> out = new ArrayList<>();
        for (Expr item : items) {
            if (item instanceof Expr.Starred s) {
                items(evaluate(s.value())).forEach(out::add);
            } else {
                out.add(evaluate(item));
            }
        }
        return out;
    }

    private @Nullable Object call(Expr.Call c) {
        Object function = evaluate(c.function());
        List<@Nullable Object> args = all(c.arguments());
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        for (Expr.Keyword k : c.keywords()) {
            if (k.name() != null) {
                kwargs.put(k.name(), evaluate(k.value()));
            } else if (evaluate(k.value()) instanceof Map<?, ?> m) {
                m.forEach((key, value) -> kwargs.put((String) key, value));
            }
        }
        if (function instanceof Function f) {
            return f.call(args, kwargs);
        }
        return ((Function) Objects.requireNonNull(world.attribute(function, "__call__")))
                .call(args, kwargs);
    }

    private Map<@Nullable Object, @Nullable Object> dict(Expr.DictOf d) {
        Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
        for (Expr.Entry entry : d.entries()) {
            out.put(evaluate(entry.key()), evaluate(entry.value()));
        }
        return out;
    }

    private @Nullable Object unary(String operator, @Nullable Object x) {
        if (operator.equals("not")) {
            return !truth(x);
        }
        return x != null && Numbers.isNumber(x)
                ? Numbers.unary(operator, x)
                : world.unary(operator, x);
    }

    private @Nullable Object binary(String operator, @Nullable Object x, @Nullable Object y) {
        if (x != null && y != null && Numbers.isNumber(x) && Numbers.isNumber(y)) {
            return Numbers.binary(operator, x, y);
        }
        if (operator.equals("+")) {
            if (x instanceof String a && y instanceof String b) {
                return a + b;
            }
            if (x instanceof List<?> a && y instanceof List<?> b) {
                return joined(a, b);
            }
            if (x instanceof Tuple a && y instanceof Tuple b) {
                return new Tuple(joined(a.items(), b.items()));
            }
        }
        if (operator.equals("*") && y instanceof Long n) {
            if (x instanceof String s) {
                return s.repeat(Math.max(0, Math.toIntExact(n)));
            }
            if (x instanceof List<?> l) {
                return repeated(l, n);
            }
            if (x instanceof Tuple t) {
                return new Tuple(repeated(t.items(), n));
            }
        }
        return world.binary(operator, x, y);
    }

    private static List<@Nullable Object> joined(
            List<? extends @Nullable Object> a, List<? extends @Nullable Object> b) {
        List<@Nullable Object> out = new ArrayList<@Nullable Object>(a);
        out.addAll(b);
        return out;
    }

    private static List<@Nullable Object> repeated(List<? extends @Nullable Object> items, long n) {
        List<@Nullable Object> out = new ArrayList<>();
        for (long i = 0; i < n; i++) {
            out.addAll(items);
        }
        return out;
    }

    private @Nullable Object logical(Expr.Logical l) {
        Object left = evaluate(l.left());
        boolean decided = truth(left) == l.operator().equals("or");
        return decided ? left : evaluate(l.right());
    }

    private @Nullable Object compare(Expr.Compare c) {
        Object left = evaluate(c.first());
        Object result = true;
        for (int i = 0; i < c.operators().size(); i++) {
            Object right = evaluate(c.rest().get(i));
            result = compare(c.operators().get(i), left, right);
            if (i + 1 < c.operators().size() && !truth(result)) {
                return result;
            }
            left = right;
        }
        return result;
    }

    private @Nullable Object compare(String operator, @Nullable Object x, @Nullable Object y) {
        switch (operator) {
            case "is" -> {
                return identical(x, y);
            }
            case "is not" -> {
                return !identical(x, y);
            }
            case "in", "not in" -> {
                boolean found = false;
                for (Object item : items(y)) {
                    found |= identical(x, item) || (isPlain(x) && isPlain(item) && equal(x, item));
                }
                return found == operator.equals("in");
            }
            default -> {}
        }
        if (x != null && y != null && Numbers.isNumber(x) && Numbers.isNumber(y)) {
            return Numbers.compare(operator, x, y);
        }
        if ((operator.equals("==") || operator.equals("!=")) && (isPlain(x) || isPlain(y))) {
            return Objects.equals(x, y) == operator.equals("==");
        }
        return world.binary(operator, x, y);
    }

    /* Small numbers and equal strings are one object in Python. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean identical(@Nullable Object x, @Nullable Object y) {
        return x == y || (isPlain(x) && Objects.equals(x, y));
    }

    private static boolean equal(@Nullable Object x, @Nullable Object y) {
        boolean numbers = x != null && y != null && Numbers.isNumber(x) && Numbers.isNumber(y);
        return numbers
                ? Numbers.compare("==", Objects.requireNonNull(x), Objects.requireNonNull(y))
                : Objects.equals(x, y);
    }

    private static boolean isPlain(@Nullable Object x) {
        return x == null
                || Numbers.isNumber(x)
                || x instanceof String
                || x instanceof List
                || x instanceof Tuple
                || x instanceof Map;
    }

    private boolean truth(@Nullable Object x) {
        return switch (x) {
            case null -> false;
            case Boolean b -> b;
            case Number n -> n.doubleValue() != 0;
            case String s -> !s.isEmpty();
            case List<?> l -> !l.isEmpty();
            case Tuple t -> !t.items().isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            default -> world.truth(x);
        };
    }

    private @Nullable Object index(@Nullable Object of, @Nullable Object index) {
        return switch (of) {
            case List<?> l -> element(l, index);
            case Tuple t -> {
                Object e = element(t.items(), index);
                yield index instanceof Slice && e instanceof List<?> l ? new Tuple(cast(l)) : e;
            }
            case Map<?, ?> m -> {
                if (!m.containsKey(index)) {
                    throw new IllegalArgumentException("python: no key " + index);
                }
                yield m.get(index);
            }
            case null, default -> world.index(of, index);
        };
    }

    private static List<@Nullable Object> cast(List<? extends @Nullable Object> l) {
        return new ArrayList<@Nullable Object>(l);
    }

    private static @Nullable Object element(
            List<? extends @Nullable Object> l, @Nullable Object index) {
        if (index instanceof Long i) {
            return l.get(Math.toIntExact(i < 0 ? i + l.size() : i));
        }
        if (!(index instanceof Slice s)) {
            throw new IllegalArgumentException("python: a list is indexed by " + index);
        }
        int step = s.step() instanceof Long k ? Math.toIntExact(k) : 1;
        int start = bound(s.start(), l.size(), step > 0 ? 0 : l.size() - 1);
        int stop = bound(s.stop(), l.size(), step > 0 ? l.size() : -1);
        List<@Nullable Object> out = new ArrayList<>();
        for (int i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (i >= 0 && i < l.size()) {
                out.add(l.get(i));
            }
        }
        return Collections.unmodifiableList(out);
    }

    private static int bound(@Nullable Object value, int size, int otherwise) {
        if (!(value instanceof Long n)) {
            return otherwise;
        }
        long at = n < 0 ? n + size : n;
        return Math.toIntExact(Math.clamp(at, -1, size));
    }

    private Iterable<? extends @Nullable Object> items(@Nullable Object of) {
        return switch (of) {
            case List<?> l -> l;
            case Tuple t -> t.items();
            case Map<?, ?> m -> m.keySet();
            case null, default -> world.items(of);
        };
    }

    private void comprehend(List<Expr.For> clauses, java.util.function.Consumer<Interpreter> body) {
        if (clauses.isEmpty()) {
            body.accept(this);
            return;
        }
        Expr.For clause = clauses.getFirst();
        for (Object item : items(evaluate(clause.iterable()))) {
            Interpreter inner = new Interpreter(world, variables);
            inner.bind(clause.target(), item);
            if (clause.conditions().stream().allMatch(c -> inner.truth(inner.evaluate(c)))) {
                inner.comprehend(clauses.subList(1, clauses.size()), body);
            }
        }
    }

    private void bind(Expr target, @Nullable Object value) {
        if (target instanceof Expr.Name n) {
            variables.put(n.id(), value);
        } else if (target instanceof Expr.TupleOf t) {
            int i = 0;
            for (Object item : items(value)) {
                bind(t.items().get(i++), item);
            }
        } else {
            throw new IllegalArgumentException("python: cannot assign to " + target);
        }
    }

    private Function lambda(Expr.Lambda l) {
        return (args, kwargs) -> {
            Interpreter inner = new Interpreter(world, variables);
            for (int i = 0; i < l.parameters().size(); i++) {
                String p = l.parameters().get(i);
                inner.variables.put(p, i < args.size() ? args.get(i) : kwargs.get(p));
            }
            return inner.evaluate(l.body());
        };
    }
}
