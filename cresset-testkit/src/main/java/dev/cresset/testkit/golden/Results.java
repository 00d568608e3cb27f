package dev.cresset.testkit.golden;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a call returned with what was recorded: tensors, plain values, and tuples, lists
 * and dicts of them. A record, array or list of Cresset's stands for a tuple.
 */
public final class Results {
    private Results() {}

    /**
     * Checks values, dtypes and shapes.
     *
     * @throws MismatchException if something differs
     */
    static void same(@Nullable Object expected, @Nullable Object actual, Tolerance tolerance) {
        same(expected, actual, tolerance, "");
    }

    private static void same(
            @Nullable Object expected, @Nullable Object actual, Tolerance tolerance, String at) {
        try {
            switch (expected) {
                case null -> equal(null, actual);
                case Recorded r -> Comparison.same(r.view(), tensor(r, actual).view(), tolerance);
                case Recorded.Uninitialised u -> uninitialised(u, actual);
                case Tuple t -> items(t.items(), actual, tolerance, at);
                case List<?> l -> items(l, actual, tolerance, at);
                case Map<?, ?> m -> entries(m, actual, tolerance, at);
                case Double d -> number(d, actual, tolerance);
                case Long n -> equal(n, actual instanceof Integer i ? (Object) (long) i : actual);
                case Shape s -> equal(s, actual instanceof int[] a ? Shape.of(a) : actual);
                case DType d -> equal(d, actual);
                default -> equal(expected, actual);
            }
        } catch (MismatchException e) {
            throw at.isEmpty() || String.valueOf(e.getMessage()).contains("output ")
                    ? e
                    : e.in("output " + at + ":");
        }
    }

    private static Tensor tensor(Recorded expected, @Nullable Object actual) {
        if (actual instanceof Tensor t) {
            return t;
        }
        throw new MismatchException(
                "a tensor of shape " + expected.view().shape().listText(), describe(actual), "");
    }

    private static void uninitialised(Recorded.Uninitialised u, @Nullable Object actual) {
        if (!(actual instanceof Tensor t)) {
            throw new MismatchException("a tensor", describe(actual), "");
        }
        equal(DType.of(u.dtype()), t.view().dtype());
        equal(Shape.of(u.shape()), t.view().shape());
        int[] strides = u.strides();
        if (strides != null) {
            Comparison.sameStrides(
                    new dev.cresset.engine.Layout(Shape.of(u.shape()), strides, 0),
                    t.view().layout());
        }
    }

    private static void items(
            List<? extends @Nullable Object> expected,
            @Nullable Object actual,
            Tolerance tolerance,
            String at) {
        List<@Nullable Object> got = itemsOf(actual);
        if (got == null && expected.size() == 1 && actual instanceof Tensor) {
            got = new ArrayList<>();
            got.add(actual);
        }
        if (got == null || got.size() != expected.size()) {
            throw new MismatchException(
                    expected.size() + " results",
                    got == null ? describe(actual) : got.size() + " results",
                    "");
        }
        for (int i = 0; i < expected.size(); i++) {
            same(expected.get(i), got.get(i), tolerance, at.isEmpty() ? "" + i : at + "." + i);
        }
    }

    private static void entries(
            Map<?, ?> expected, @Nullable Object actual, Tolerance tolerance, String at) {
        if (!(actual instanceof Map<?, ?> m) || !m.keySet().equals(expected.keySet())) {
            throw new MismatchException("keys " + expected.keySet(), describe(actual), "");
        }
        expected.forEach((k, v) -> same(v, m.get(k), tolerance, at + "[" + k + "]"));
    }

    private static void number(double expected, @Nullable Object actual, Tolerance tolerance) {
        if (!(actual instanceof Double || actual instanceof Float)) {
            throw new MismatchException("float " + expected, describe(actual), "");
        }
        double a = ((Number) actual).doubleValue();
        double error = Math.abs(a - expected) / (1 + Math.abs(expected));
        if (Double.compare(a, expected) != 0 && !(error <= tolerance.bound())) {
            throw new MismatchException(
                    String.valueOf(expected),
                    String.valueOf(a),
                    "error " + error + ", " + tolerance);
        }
    }

    private static void equal(@Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new MismatchException(describe(expected), describe(actual), "");
        }
    }

    /** Returns the tensors of a result in order, as PyTorch's flattening of nested tuples does. */
    public static List<Tensor> tensors(@Nullable Object result) {
        List<Tensor> out = new ArrayList<>();
        collect(result, out);
        return out;
    }

    private static void collect(@Nullable Object result, List<Tensor> out) {
        if (result instanceof Tensor t) {
            out.add(t);
        } else if (result instanceof Map<?, ?> m) {
            m.values().forEach(v -> collect(v, out));
        } else {
            List<@Nullable Object> items = itemsOf(result);
            if (items != null) {
                items.forEach(i -> collect(i, out));
            }
        }
    }

    /** Returns the recorded tensors of an expected value in order. */
    static List<Recorded> recorded(@Nullable Object expected) {
        List<Recorded> out = new ArrayList<>();
        switch (expected) {
            case Recorded r -> out.add(r);
            case Tuple t -> t.items().forEach(i -> out.addAll(recorded(i)));
            case List<?> l -> l.forEach(i -> out.addAll(recorded(i)));
            case Map<?, ?> m -> m.values().forEach(i -> out.addAll(recorded(i)));
            case null, default -> {}
        }
        return out;
    }

    /** Returns the items of anything that stands for a Python sequence, null for anything else. */
    public static @Nullable List<@Nullable Object> itemsOf(@Nullable Object value) {
        return switch (value) {
            case Tuple t -> new ArrayList<@Nullable Object>(t.items());
            case Shape s -> {
                List<@Nullable Object> out = new ArrayList<>();
                for (int size : s.toArray()) {
                    out.add((long) size);
                }
                yield out;
            }
            case Collection<?> c -> new ArrayList<@Nullable Object>(c);
            case Record r -> components(r);
            case Object o when o.getClass().isArray() -> {
                List<@Nullable Object> out = new ArrayList<>();
                for (int i = 0; i < Array.getLength(o); i++) {
                    out.add(Array.get(o, i));
                }
                yield out;
            }
            case null, default -> null;
        };
    }

    /*
     * A result record's accessors are public; null components are results that were not asked for, and a
     * string is the record's name, not a result.
     */
    private static List<@Nullable Object> components(Record r) {
        List<@Nullable Object> out = new ArrayList<>();
        for (RecordComponent c : r.getClass().getRecordComponents()) {
            try {
                Object v = c.getAccessor().invoke(r);
                if (v != null && !(v instanceof String)) {
                    out.add(v);
                }
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(r.getClass() + "." + c.getName(), e);
            }
        }
        return out;
    }

    static String describe(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Tensor t) {
            return "a tensor of shape " + t.view().shape().listText();
        }
        return value.getClass().getSimpleName() + " " + value;
    }
}
