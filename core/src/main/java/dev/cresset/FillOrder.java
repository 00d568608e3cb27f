package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.op.Shape;

/**
 * The order in which PyTorch's serial fills visit the elements of a layout: dimensions sorted by
 * stride, the smallest innermost.
 *
 * <p>So a permuted dense tensor is filled in memory order, and a slice of a row-major tensor in
 * row-major order. A walk is stateful: each call of {@link #next} continues the last one.
 */
final class FillOrder {
    private final int[] dims;
    private final int[] sizes;
    private final int[] strides;
    private final int[] counter;
    private final boolean dense;
    private int at;

    private FillOrder(int[] dims, Layout layout) {
        this.dims = dims;
        int rank = dims.length;
        sizes = new int[rank];
        strides = new int[rank];
        counter = new int[rank];
        int step = 1;
        boolean runs = true;
        for (int i = rank - 1; i >= 0; i--) {
            sizes[i] = layout.shape().size(dims[i]);
            strides[i] = layout.stride(dims[i]);
            runs &= sizes[i] == 1 || strides[i] == step;
            step *= sizes[i];
        }
        dense = runs;
        at = layout.offset();
    }

    /** Returns the order of a layout, at its first element. */
    static FillOrder of(Layout layout) {
        return new FillOrder(sortedDims(layout), layout);
    }

    /** Returns the same order of dimensions, walking another layout of the same shape. */
    FillOrder over(Layout other) {
        return new FillOrder(dims, other);
    }

    /** Returns a dense layout of the same shape that lies in memory in this order. */
    Layout denseLayout(Shape shape) {
        int[] out = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            out[dims[i]] = step;
            step *= Math.max(sizes[i], 1);
        }
        return new Layout(shape, out, 0);
    }

    /** Writes the storage places of the next {@code count} elements. */
    void next(int[] places, int count) {
        if (dense) {
            for (int i = 0; i < count; i++) {
                places[i] = at + i;
            }
            at += count;
            return;
        }
        int last = dims.length - 1;
        for (int i = 0; i < count; i++) {
            places[i] = at;
            for (int d = last; d >= 0; d--) {
                at += strides[d];
                if (++counter[d] < sizes[d]) {
                    break;
                }
                at -= counter[d] * strides[d];
                counter[d] = 0;
            }
        }
    }

    /*
     * PyTorch's TensorIterator::reorder_dimensions for one operand: an insertion sort from the last
     * dimension to the first, in which a stride of 0 compares with nothing. Here from the outermost
     * dimension to the innermost.
     */
    private static int[] sortedDims(Layout layout) {
        int rank = layout.shape().rank();
        int[] inner = new int[rank];
        for (int i = 0; i < rank; i++) {
            inner[i] = rank - 1 - i;
        }
        for (int i = 1; i < rank; i++) {
            int moving = i;
            for (int j = i - 1; j >= 0; j--) {
                int order = compare(layout, inner[j], inner[moving]);
                if (order < 0) {
                    break;
                }
                if (order > 0) {
                    int dim = inner[j];
                    inner[j] = inner[moving];
                    inner[moving] = dim;
                    moving = j;
                }
            }
        }
        int[] outer = new int[rank];
        for (int i = 0; i < rank; i++) {
            outer[i] = inner[rank - 1 - i];
        }
        return outer;
    }

    private static int compare(Layout layout, int dim, int outerDim) {
        int a = layout.stride(dim);
        int b = layout.stride(outerDim);
        if (a == 0 || b == 0) {
            return 0;
        }
        if (a != b) {
            return Integer.compare(a, b);
        }
        return layout.shape().size(dim) > layout.shape().size(outerDim) ? 1 : 0;
    }
}
