package dev.cresset.testkit.python;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, bound to the names of a {@link Signature}, with Java types on request.
 */
public final class Arguments {
    private final String function;
    private final Map<String, @Nullable Object> values;
    private final Set<String> given;

    Arguments(String function, Map<String, @Nullable Object> values, Set<String> given) {
        this.function = function;
        this.values = values;
        this.given = given;
    }

    /** Returns whether the caller gave this argument (rather than its default). */
    public boolean given(String name) {
        return given.contains(name);
    }

    /** Returns whether the argument is None. */
    public boolean isNone(String name) {
        return raw(name) == null;
    }

    /** Returns an argument as it is. */
    public @Nullable Object raw(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalStateException(function + ": the signature has no '" + name + "'");
        }
        return values.get(name);
    }

    /** Returns an argument that must be of a class. */
    public <T> T as(Class<T> type, String name) {
        Object value = raw(name);
        if (!type.isInstance(value)) {
            throw fault(name, value, type.getSimpleName());
        }
        return type.cast(value);
    }

    /** Returns an argument that must be None or of a class. */
    public <T> @Nullable T orNull(Class<T> type, String name) {
        return isNone(name) ? null : as(type, name);
    }

    /** Returns a bool. */
    public boolean bool(String name) {
        return as(Boolean.class, name);
    }

    /** Returns a Python int as a long. */
    public long integer(String name) {
        return integer(name, raw(name));
    }

    /** Returns a Python int as an int. */
    public int index(String name) {
        return Math.toIntExact(integer(name));
    }

    /** Returns a Python int or float as a double. */
    public double real(String name) {
        Object value = raw(name);
        return switch (value) {
            case Number n -> n.doubleValue();
            case Boolean b -> b ? 1 : 0;
            case null, default -> throw fault(name, value, "number");
        };
    }

    /** Returns a Python number: {@link Long}, {@link Double}, {@link Boolean} or a big integer. */
    public Object number(String name) {
        Object value = raw(name);
        if (value != null && Numbers.isNumber(value)) {
            return value;
        }
        throw fault(name, value, "number");
    }

    /** Returns a tensor. */
    public Tensor tensor(String name) {
        return as(Tensor.class, name);
    }

    /** Returns a tensor, or null for None. */
    public @Nullable Tensor tensorOrNull(String name) {
        return orNull(Tensor.class, name);
    }

    /** Returns a sequence of tensors; the one tensor of a call {@code f(x)} counts as one. */
    public List<Tensor> tensors(String name) {
        return raw(name) instanceof Tensor t ? List.of(t) : list(Tensor.class, name);
    }

    /**
     * Returns a Python int or float as a {@link Long} or {@link Double}; True and False as 1 and 0.
     */
    public Number scalar(String name) {
        return switch (number(name)) {
            case Boolean b -> b ? 1L : 0L;
            case Number n -> n;
            default -> throw fault(name, raw(name), "number");
        };
    }

    /** Returns a number, or null for None. */
    public @Nullable Number scalarOrNull(String name) {
        return isNone(name) ? null : scalar(name);
    }

    /** Returns a dim or dims as an array, or null for None. */
    public int @Nullable [] dims(String name) {
        return isNone(name) ? null : ints(name);
    }

    /** Returns a Python int as an Integer, or null for None. */
    public @Nullable Integer indexOrNull(String name) {
        return isNone(name) ? null : index(name);
    }

    /** Returns a string. */
    public String text(String name) {
        return as(String.class, name);
    }

    /** Returns a dtype, or null for None. */
    public @Nullable DType dtype(String name) {
        return orNull(DType.class, name);
    }

    /** Returns the items of a list, tuple or size. */
    public List<@Nullable Object> items(String name) {
        Object value = raw(name);
        List<@Nullable Object> items = listOf(value);
        if (items == null) {
            throw fault(name, value, "sequence");
        }
        return items;
    }

    /** Returns the items of a list or tuple, each of a class. */
    public <T> List<T> list(Class<T> type, String name) {
        List<T> out = new ArrayList<>();
        for (Object item : items(name)) {
            if (!type.isInstance(item)) {
                throw fault(name, item, "sequence of " + type.getSimpleName());
            }
            out.add(type.cast(item));
        }
        return out;
    }

    /** Returns one int or a sequence of ints as an array. */
    public int[] ints(String name) {
        Object value = raw(name);
        List<@Nullable Object> items = listOf(value);
        if (items == null) {
            return new int[] {Math.toIntExact(integer(name, value))};
        }
        return items.stream().mapToInt(i -> Math.toIntExact(integer(name, i))).toArray();
    }

    /** Returns a sequence of ints as longs; one int counts as a sequence of itself. */
    public long[] longs(String name) {
        Object value = raw(name);
        List<@Nullable Object> items = listOf(value);
        if (items == null) {
            return new long[] {integer(name, value)};
        }
        return items.stream().mapToLong(i -> integer(name, i)).toArray();
    }

    /** Returns one number or a sequence of numbers as an array. */
    public double[] reals(String name) {
        Object value = raw(name);
        List<@Nullable Object> items = listOf(value);
        if (items == null) {
            return new double[] {real(name)};
        }
        return items.stream()
                .mapToDouble(i -> ((Number) java.util.Objects.requireNonNull(i)).doubleValue())
                .toArray();
    }

    /** Returns whether the argument is a list, tuple or size. */
    public boolean isSequence(String name) {
        return listOf(raw(name)) != null;
    }

    /**
     * Refuses an argument that Cresset's method does not take.
     *
     * @throws UnsupportedArgumentException unless the argument has its default value or None
     */
    public void refuse(String... names) {
        for (String name : names) {
            if (given(name) && raw(name) != null) {
                throw new UnsupportedArgumentException(
                        function + ": argument '" + name + "' is not offered: " + raw(name));
            }
        }
    }

    /** Returns an error that says that an argument's value is not supported. */
    public UnsupportedArgumentException unsupported(String name) {
        return new UnsupportedArgumentException(
                function + ": unsupported value of '" + name + "': " + raw(name));
    }

    /* x.view(2, 3) and x.view((2, 3)) are the same call. */
    static List<@Nullable Object> unwrapped(List<@Nullable Object> rest) {
        List<@Nullable Object> only = rest.size() == 1 ? listOf(rest.getFirst()) : null;
        return only == null ? rest : only;
    }

    private static @Nullable List<@Nullable Object> listOf(@Nullable Object value) {
        return switch (value) {
            case List<?> l -> new ArrayList<@Nullable Object>(l);
            case Tuple t -> new ArrayList<@Nullable Object>(t.items());
            case Shape s -> {
                List<@Nullable Object> out = new ArrayList<>();
                for (int size : s.toArray()) {
                    out.add((long) size);
                }
                yield out;
            }
            case null, default -> null;
        };
    }

    private long integer(String name, @Nullable Object value) {
        return switch (value) {
            case Long n -> n;
            case Integer n -> n;
            case Boolean b -> b ? 1 : 0;
            case null, default -> throw fault(name, value, "int");
        };
    }

    private UnsupportedArgumentException fault(String name, @Nullable Object value, String type) {
        return new UnsupportedArgumentException(
                function
                        + ": argument '"
                        + name
                        + "' must be "
                        + type
                        + ", not "
                        + (value == null
                                ? "None"
                                : value.getClass().getSimpleName() + " " + value));
    }
}
