package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import dev.cresset.op.Shape;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Java values copied to tensors. */
final class Import {
    private Import() {}

    static Tensor flat(Object array, DType dtype) {
        int n = Array.getLength(array);
        Storage storage =
                switch (array) {
                    case float[] a -> new Storage.Floats(a.clone());
                    case double[] a -> new Storage.Doubles(a.clone());
                    case long[] a -> new Storage.Longs(a.clone());
                    case int[] a -> new Storage.Ints(a.clone());
                    case short[] a -> new Storage.Shorts(a.clone());
                    case byte[] a -> new Storage.Bytes(a.clone());
                    case boolean[] a -> {
                        byte[] bits = new byte[n];
                        for (int i = 0; i < n; i++) {
                            bits[i] = (byte) (a[i] ? 1 : 0);
                        }
                        yield new Storage.Bytes(bits);
                    }
                    default ->
                            throw new IllegalArgumentException(
                                    "tensor: cannot make one of "
                                            + array.getClass().getSimpleName());
                };
        return new Tensor(new View(dtype, storage, Layout.contiguous(Shape.of(n))));
    }

    /** Copies a nested array, a list of numbers or lists, a number or a boolean. */
    static Tensor nested(Object value) {
        if (value instanceof Tensor t) {
            return t.detach().clone();
        }
        List<Integer> sizes = new ArrayList<>();
        List<Object> leaves = new ArrayList<>();
        flatten(value, 0, sizes, leaves);
        DType dtype = dtype(value, leaves);
        View view = View.allocate(dtype, Shape.of(sizes.stream().mapToInt(i -> i).toArray()));
        for (int i = 0; i < leaves.size(); i++) {
            switch (leaves.get(i)) {
                case Boolean b -> view.setLong(i, b ? 1 : 0);
                case Double d -> view.setDouble(i, d);
                case Float f -> view.setDouble(i, f);
                case Number n -> view.setLong(i, n.longValue());
                default -> throw notANumber(leaves.get(i));
            }
        }
        return new Tensor(view);
    }

    private static void flatten(Object value, int depth, List<Integer> sizes, List<Object> leaves) {
        List<Object> items;
        if (value.getClass().isArray()) {
            items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(Array.get(value, i));
            }
        } else if (value instanceof Collection<?> c) {
            items = new ArrayList<>(c);
        } else {
            if (depth != sizes.size()) {
                throw new IllegalArgumentException(
                        "tensor: expected a sequence of length "
                                + sizes.get(depth)
                                + " at dim "
                                + depth
                                + ", got a single value");
            }
            leaves.add(value);
            return;
        }
        if (depth == sizes.size()) {
            if (!leaves.isEmpty()) {
                throw new IllegalArgumentException(
                        "tensor: expected a single value at dim " + depth + ", got a sequence");
            }
            sizes.add(items.size());
        } else if (sizes.get(depth) != items.size()) {
            throw new IllegalArgumentException(
                    "tensor: expected sequence of length "
                            + sizes.get(depth)
                            + " at dim "
                            + depth
                            + " (got "
                            + items.size()
                            + ")");
        }
        for (Object item : items) {
            flatten(item, depth + 1, sizes, leaves);
        }
    }

    /** Java arrays say their dtype; lists take PyTorch's: float if there is one, else int64. */
    private static DType dtype(Object value, List<Object> leaves) {
        Class<?> component = value.getClass();
        while (component.isArray()) {
            component = component.getComponentType();
        }
        if (component.isPrimitive()) {
            return primitive(component);
        }
        boolean floating = leaves.isEmpty();
        boolean bool = true;
        for (Object leaf : leaves) {
            floating |= leaf instanceof Double || leaf instanceof Float;
            bool &= leaf instanceof Boolean;
        }
        return floating ? DefaultDType.get() : bool ? DType.BOOL : DType.INT64;
    }

    private static DType primitive(Class<?> type) {
        if (type == float.class) {
            return DType.FLOAT32;
        } else if (type == double.class) {
            return DType.FLOAT64;
        } else if (type == long.class) {
            return DType.INT64;
        } else if (type == int.class) {
            return DType.INT32;
        } else if (type == short.class) {
            return DType.INT16;
        } else if (type == byte.class) {
            return DType.INT8;
        } else if (type == boolean.class) {
            return DType.BOOL;
        }
        throw new IllegalArgumentException("tensor: cannot make one of " + type.getSimpleName());
    }

    private static IllegalArgumentException notANumber(Object value) {
        return new IllegalArgumentException(
                "tensor: could not infer dtype of " + value.getClass().getSimpleName());
    }
}
