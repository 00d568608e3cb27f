package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import dev.cresset.op.ViewOp.Slice.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the methods that cut tensors read their arguments. */
final class Slicing {
    private Slicing() {}

    static Tensor select(Tensor x, int dim, long index) {
        if (x.dim() == 0) {
            throw new IndexOutOfBoundsException("select() cannot be applied to a 0-dim tensor.");
        }
        int axis = x.shape().axis("select", dim);
        int size = x.size(axis);
        if (index < -size || index >= size) {
            throw new IndexOutOfBoundsException(
                    "index "
                            + index
                            + " is out of bounds for dimension "
                            + axis
                            + " with size "
                            + size);
        }
        int at = (int) (index < 0 ? index + size : index);
        return Dispatch.view(new ViewOp.Select(axis, at), x);
    }

    static Tensor narrow(Tensor x, int dim, int start, int length) {
        if (x.dim() == 0) {
            throw new IllegalArgumentException("narrow() cannot be applied to a 0-dim tensor.");
        }
        int axis = x.shape().axis("narrow", dim);
        int size = x.size(axis);
        if (length < 0) {
            throw new IllegalArgumentException("narrow(): length must be non-negative: " + length);
        }
        if (start < -size || start > size) {
            throw new IndexOutOfBoundsException(
                    "narrow: start out of range (expected to be in range of ["
                            + -size
                            + ", "
                            + size
                            + "], but got "
                            + start
                            + ")");
        }
        int from = start < 0 ? start + size : start;
        if (from + length > size) {
            throw new IllegalArgumentException(
                    "narrow: start ("
                            + from
                            + ") + length ("
                            + length
                            + ") exceeds dimension size ("
                            + size
                            + ").");
        }
        return cut(x, axis, from, length, Origin.SLICE);
    }

    /** Bounds are read as Python reads them: negative from the end, beyond the ends cut off. */
    static Tensor slice(
            Tensor x, int dim, @Nullable Integer start, @Nullable Integer end, int step) {
        if (x.dim() == 0) {
            throw new IndexOutOfBoundsException("slice() cannot be applied to a 0-dim tensor.");
        }
        if (step <= 0) {
            throw new IllegalArgumentException("slice step must be positive, got " + step);
        }
        int axis = x.shape().axis("slice", dim);
        int size = x.size(axis);
        int from = start == null ? 0 : bound(start, size);
        int to = Math.max(from, end == null ? size : bound(end, size));
        return Dispatch.view(new ViewOp.Slice(axis, from, to, step, Origin.SLICE), x);
    }

    private static int bound(int value, int size) {
        return Math.clamp(value < 0 ? (long) value + size : value, 0, size);
    }

    private static Tensor cut(Tensor x, int axis, int start, int length, Origin origin) {
        return Dispatch.view(new ViewOp.Slice(axis, start, start + length, 1, origin), x);
    }

    static List<Tensor> split(Tensor x, int size, int dim) {
        int axis = axisToSplit(x, dim);
        int total = x.size(axis);
        if (size < 0 || (size == 0 && total != 0)) {
            throw new IllegalArgumentException(
                    "split expects split_size be positive (0 only for an empty dimension), but got"
                            + " split_size="
                            + size
                            + " for size "
                            + total);
        }
        List<Tensor> out = new ArrayList<>();
        for (int at = 0; at < total || out.isEmpty(); at += Math.max(size, 1)) {
            out.add(cut(x, axis, at, Math.min(size, total - at), Origin.SPLIT));
        }
        return out;
    }

    static List<Tensor> split(Tensor x, int[] sizes, int dim) {
        int axis = axisToSplit(x, dim);
        long sum = 0;
        for (int s : sizes) {
            if (s < 0) {
                throw new IllegalArgumentException(
                        "split_with_sizes expects split_sizes have only non-negative entries, but"
                                + " got "
                                + Arrays.toString(sizes));
            }
            sum += s;
        }
        if (sum != x.size(axis)) {
            throw new IllegalArgumentException(
                    "split_with_sizes expects split_sizes to sum exactly to "
                            + x.size(axis)
                            + " (input tensor's size at dimension "
                            + axis
                            + "), but got split_sizes="
                            + Arrays.toString(sizes));
        }
        List<Tensor> out = new ArrayList<>();
        int at = 0;
        for (int s : sizes) {
            out.add(cut(x, axis, at, s, Origin.SPLIT_WITH_SIZES));
            at += s;
        }
        return out;
    }

    static List<Tensor> chunk(Tensor x, int chunks, int dim) {
        int axis = axisToSplit(x, dim);
        if (chunks <= 0) {
            throw new IllegalArgumentException(
                    "chunk expects `chunks` to be greater than 0, got: " + chunks);
        }
        int total = x.size(axis);
        int size = (total + chunks - 1) / chunks;
        if (total == 0) {
            return split(x, new int[chunks], dim);
        }
        return split(x, size, axis);
    }

    static List<Tensor> unbind(Tensor x, int dim) {
        if (x.dim() == 0) {
            throw new IndexOutOfBoundsException(
                    "unbind: Dimension specified as " + dim + " but tensor has no dimensions");
        }
        int axis = x.shape().axis("unbind", dim);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < x.size(axis); i++) {
            out.add(Dispatch.view(new ViewOp.Unbind(axis, i), x));
        }
        return out;
    }

    private static int axisToSplit(Tensor x, int dim) {
        if (x.dim() == 0) {
            throw new IllegalArgumentException("split expects at least a 1-dimensional tensor");
        }
        return x.shape().axis("split", dim);
    }

    static Tensor diagonal(Tensor x, int offset, int dim1, int dim2) {
        int a = x.shape().axis("diagonal", dim1);
        int b = x.shape().axis("diagonal", dim2);
        if (a == b) {
            throw new IllegalArgumentException(
                    "diagonal dimensions cannot be identical " + dim1 + ", " + dim2);
        }
        return Dispatch.view(new ViewOp.Diagonal(offset, a, b), x);
    }

    static Tensor unfold(Tensor x, int dim, int size, int step) {
        int axis = x.shape().axis("unfold", dim);
        int total = x.dim() == 0 ? 1 : x.size(axis);
        if (size < 0 || size > total) {
            throw new IllegalArgumentException(
                    "unfold: maximum size for tensor at dimension "
                            + axis
                            + " is "
                            + total
                            + " but size is "
                            + size);
        }
        if (step <= 0) {
            throw new IllegalArgumentException("unfold: step is " + step + " but must be > 0");
        }
        return Dispatch.view(new ViewOp.Unfold(axis, size, step), x);
    }

    static Tensor asStrided(Tensor x, int[] sizes, int[] strides, int offset) {
        if (sizes.length != strides.length) {
            throw new IllegalArgumentException(
                    "as_strided: mismatch in length of strides and shape: "
                            + Arrays.toString(strides)
                            + " and "
                            + Arrays.toString(sizes));
        }
        for (int s : strides) {
            if (s < 0) {
                throw new IllegalArgumentException(
                        "as_strided: Negative strides are not supported at the moment, got strides: "
                                + Arrays.toString(strides));
            }
        }
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "as_strided: the storage offset is negative: " + offset);
        }
        Layout layout = new Layout(Shape.of(sizes), strides.clone(), offset);
        if (layout.extent() > x.view().storage().length()) {
            throw new IllegalArgumentException(
                    "as_strided: sizes "
                            + Arrays.toString(sizes)
                            + ", strides "
                            + Arrays.toString(strides)
                            + " and storage offset "
                            + offset
                            + " are out of bounds for storage of "
                            + x.view().storage().length()
                            + " elements");
        }
        return x.asStrided(layout);
    }
}
