package dev.cresset.op;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's dimensions: PyTorch's {@code torch.Size}. Immutable.
 *
 * <p>A 0-dim tensor has the empty shape and one element; a size may be 0.
 */
public final class Shape {
    /** The shape of a 0-dim tensor. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * Returns a shape of these sizes.
     *
     * @throws IllegalArgumentException if a size is negative
     */
    public static Shape of(int... sizes) {
        if (sizes.length == 0) {
            return SCALAR;
        }
        for (int s : sizes) {
            if (s < 0) {
                throw new IllegalArgumentException(
                        "shape: a size is negative: " + Arrays.toString(sizes));
            }
        }
        return new Shape(sizes.clone());
    }

    /**
     * Returns the shape of a matrix.
     *
     * @throws IllegalArgumentException if a size is negative
     */
    public static Shape of(int rows, int columns) {
        int[] sizes = {rows, columns};
        return rows < 0 || columns < 0 ? of(sizes) : new Shape(sizes);
    }

    /** Returns the number of dimensions. */
    public int rank() {
        return sizes.length;
    }

    /**
     * Returns the size of a dimension.
     *
     * @param dim the dimension, counted from the end if negative
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public int size(int dim) {
        return sizes[axis(dim)];
    }

    /** Returns the sizes as a new array. */
    public int[] toArray() {
        return sizes.clone();
    }

    /** Returns the number of elements: the product of the sizes, 1 for a 0-dim shape. */
    public long numel() {
        long n = 1;
        for (int s : sizes) {
            n = s == 0 ? 0 : Math.multiplyExact(n, (long) s);
        }
        return n;
    }

    /**
     * Returns a dimension counted from the front. A 0-dim shape accepts 0 and -1, as in PyTorch.
     *
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public int axis(int dim) {
        return axis(dim, sizes.length);
    }

    /**
     * Returns a dimension counted from the front, for an op that an error is to name.
     *
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public int axis(String op, int dim) {
        int r = Math.max(sizes.length, 1);
        if (dim < -r || dim >= r) {
            throw new IndexOutOfBoundsException(
                    op + ": " + outOfRange(dim, r) + " for shape " + listText());
        }
        return dim < 0 ? dim + r : dim;
    }

    /**
     * Returns a dimension of a shape of {@code rank} dimensions, counted from the front.
     *
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public static int axis(int dim, int rank) {
        int r = Math.max(rank, 1);
        if (dim < -r || dim >= r) {
            throw new IndexOutOfBoundsException(outOfRange(dim, r));
        }
        return dim < 0 ? dim + r : dim;
    }

    private static String outOfRange(int dim, int rank) {
        return "Dimension out of range (expected to be in range of ["
                + -rank
                + ", "
                + (rank - 1)
                + "], but got "
                + dim
                + ")";
    }

    /**
     * Returns the shape that both broadcast to.
     *
     * @throws IllegalArgumentException if they do not broadcast
     */
    public static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] out = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.sizes[a.rank() - i] : 1;
            int y = i <= b.rank() ? b.sizes[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        "The size of tensor a ("
                                + x
                                + ") must match the size of tensor b ("
                                + y
                                + ") at non-singleton dimension "
                                + (rank - i)
                                + ": shapes "
                                + a.listText()
                                + " and "
                                + b.listText());
            }
            out[rank - i] = x == 1 ? y : x;
        }
        return new Shape(out);
    }

    /** Returns the strides, in elements, of a dense row-major tensor of this shape. */
    public int[] contiguousStrides() {
        int[] strides = new int[sizes.length];
        int step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    /** Returns the sizes as a Python list: {@code [2, 3]}. */
    public String listText() {
        return Arrays.stream(sizes)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(sizes, s.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** Returns PyTorch's text: {@code torch.Size([2, 3])}. */
    @Override
    public String toString() {
        return "torch.Size(" + listText() + ")";
    }
}
