package dev.cresset.engine;

import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a view lie in their storage: sizes, strides and an offset, all in elements.
 *
 * <p>The element at index {@code (i, j, …)} lies at {@code offset + i * stride(0) + j * stride(1) +
 * …}. A stride of 0 repeats one element (broadcasting).
 */
public final class Layout {
    private static final Layout SCALAR = new Layout(Shape.SCALAR, new int[0], 0);

    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean contiguous;

    /** This transposed, once somebody asked: racing threads may each make one. */
    private @Nullable Layout turned;

    /** Returns a layout; {@code strides} is not copied. */
    public Layout(Shape shape, int[] strides, int offset) {
        if (strides.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "layout: " + strides.length + " strides for " + shape);
        }
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.contiguous = isContiguous(shape, strides);
    }

    /** Returns the dense row-major layout of a shape. */
    public static Layout contiguous(Shape shape) {
        if (shape.rank() == 0) {
            return SCALAR;
        }
        return new Layout(shape, shape.contiguousStrides(), 0);
    }

    /**
     * Returns the dense layout of a format, which is not {@link MemoryFormat#PRESERVE}.
     *
     * @throws IllegalArgumentException if the format does not go with the rank
     */
    public static Layout dense(Shape shape, MemoryFormat format) {
        int[] strides = new int[shape.rank()];
        int step = 1;
        for (int d : format.innermostFirst(shape.rank())) {
            strides[d] = step;
            step *= Math.max(shape.size(d), 1);
        }
        return new Layout(shape, strides, 0);
    }

    /**
     * Returns the dense layout of a shape whose dimensions, but the last, which is the innermost
     * one, lie in the order of another layout of the same rank.
     */
    public static Layout orderedAs(Layout other, Shape shape) {
        int rank = shape.rank();
        if (rank < 3 || other.overlaps() || other.stride(rank - 1) > 1) {
            return contiguous(shape);
        }
        int[] order = new int[rank];
        for (int d = 0; d < rank; d++) {
            int at = d;
            while (at > 0 && d < rank - 1 && other.outside(d, order[at - 1])) {
                order[at] = order[--at];
            }
            order[at] = d;
        }
        int[] strides = new int[rank];
        int step = 1;
        for (int i = rank - 1; i >= 0; i--) {
            strides[order[i]] = step;
            step *= Math.max(shape.size(order[i]), 1);
        }
        return new Layout(shape, strides, 0);
    }

    /** Returns whether dimension d lies outside e; those of size 1 lie anywhere. */
    private boolean outside(int d, int e) {
        return shape.size(d) != 1 && shape.size(e) != 1 && strides[d] > strides[e];
    }

    /** Returns whether the elements lie densely in the order of a format. */
    public boolean isDense(MemoryFormat format) {
        if (format == MemoryFormat.PRESERVE) {
            return isDense();
        }
        Layout wanted = dense(shape, format);
        for (int d = 0; d < shape.rank(); d++) {
            if (shape.size(d) != 1 && strides[d] != wanted.strides[d]) {
                return shape.numel() == 0;
            }
        }
        return true;
    }

    /** Returns the sizes. */
    public Shape shape() {
        return shape;
    }

    /** Returns the stride of a dimension (0 or greater, counted from the front), in elements. */
    public int stride(int dim) {
        return strides[dim];
    }

    /** Returns the strides as a new array. */
    public int[] strides() {
        return strides.clone();
    }

    /** Returns the place of the first element in the storage. */
    public int offset() {
        return offset;
    }

    /** Returns the number of elements. */
    public int numel() {
        return Math.toIntExact(shape.numel());
    }

    /** Returns whether the elements lie densely in row-major order, wherever they start. */
    public boolean isContiguous() {
        return contiguous;
    }

    /** Returns whether this is what {@link #contiguous} returns, so that it can stand for it. */
    public boolean isStandard() {
        int step = 1;
        for (int d = strides.length - 1; d >= 0; d--) {
            if (strides[d] != step) {
                return false;
            }
            step *= Math.max(shape.size(d), 1);
        }
        return offset == 0;
    }

    /** Returns whether the elements fill a range of the storage without gaps or overlap. */
    public boolean isDense() {
        if (contiguous) {
            return true;
        }
        Integer[] order = new Integer[strides.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Integer.compare(strides[a], strides[b]));
        int step = 1;
        for (int d : order) {
            if (shape.size(d) != 1) {
                if (strides[d] != step) {
                    return false;
                }
                step *= shape.size(d);
            }
        }
        return true;
    }

    /** Returns whether two indices may name the same element. */
    public boolean overlaps() {
        for (int d = 0; d < strides.length; d++) {
            if (strides[d] == 0 && shape.size(d) > 1 && shape.numel() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the layout of the same matrix transposed. */
    public Layout transposed() {
        Layout known = turned;
        if (known != null) {
            return known;
        }
        if (strides.length != 2) {
            throw new IllegalArgumentException("layout: no matrix: " + this);
        }
        Shape sizes = Shape.of(shape.size(1), shape.size(0));
        Layout made = new Layout(sizes, new int[] {strides[1], strides[0]}, offset);
        made.turned = this;
        turned = made;
        return made;
    }

    /** Returns this layout stretched to a shape that it broadcasts to. */
    public Layout broadcastTo(Shape target) {
        if (target.equals(shape)) {
            return this;
        }
        int rank = target.rank();
        int lead = rank - shape.rank();
        int[] out = new int[rank];
        for (int d = lead; d < rank; d++) {
            out[d] = shape.size(d - lead) == 1 ? 0 : strides[d - lead];
        }
        return new Layout(target, out, offset);
    }

    /** Returns the storage index of the {@code linear}-th element in row-major order. */
    public int indexOf(int linear) {
        if (contiguous) {
            return offset + linear;
        }
        int at = offset;
        int rest = linear;
        for (int d = strides.length - 1; d >= 0; d--) {
            int size = shape.size(d);
            at += rest % size * strides[d];
            rest /= size;
        }
        return at;
    }

    /** Returns one past the highest storage index that this layout reaches, 0 if it is empty. */
    public int extent() {
        if (shape.numel() == 0) {
            return 0;
        }
        int last = offset;
        for (int d = 0; d < strides.length; d++) {
            last += (shape.size(d) - 1) * strides[d];
        }
        return last + 1;
    }

    private static boolean isContiguous(Shape shape, int[] strides) {
        int step = 1;
        for (int d = strides.length - 1; d >= 0; d--) {
            int size = shape.size(d);
            if (size == 0) {
                return true;
            }
            if (size != 1) {
                if (strides[d] != step) {
                    return shape.numel() == 0;
                }
                step *= size;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return shape.listText() + " strides " + Arrays.toString(strides) + " offset " + offset;
    }
}
