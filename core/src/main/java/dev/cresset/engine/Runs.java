package dev.cresset.engine;

import dev.cresset.op.Shape;

/**
 * A layout as runs: the places where they start, in row-major order, and the length and step that
 * all have. Dimensions are merged as far as the strides allow.
 *
 * @param starts the storage indices of the first elements
 * @param length the elements of a run
 * @param step the distance between two of them
 */
record Runs(int[] starts, int length, int step) {
    /** Returns the longest runs that a layout is made of. */
    static Runs of(Layout x) {
        int length = 1;
        int step = 1;
        int d = x.shape().rank() - 1;
        for (; d >= 0; d--) {
            int size = x.shape().size(d);
            if (size == 1) {
                continue;
            }
            if (length != 1 && x.stride(d) != step * length) {
                break;
            }
            step = length == 1 ? x.stride(d) : step;
            length *= size;
        }
        return new Runs(places(x, d + 1), length, step);
    }

    /** Returns the storage index of every element. */
    static int[] places(Layout x) {
        return places(x, x.shape().rank());
    }

    private static int[] places(Layout x, int dims) {
        Shape shape = x.shape();
        int n = 1;
        for (int d = 0; d < dims; d++) {
            n *= shape.size(d);
        }
        int[] out = new int[n];
        if (n == 0) {
            return out;
        }
        out[0] = x.offset();
        // From the last dimension outwards: what is there so far, once more for each further index.
        int filled = 1;
        for (int d = dims - 1; d >= 0; d--) {
            int step = x.stride(d);
            int all = filled * shape.size(d);
            for (int i = filled; i < all; i++) {
                out[i] = out[i - filled] + step;
            }
            filled = all;
        }
        return out;
    }
}
