package dev.cresset.engine;

import dev.cresset.op.Shape;

/**
 * Splits a layout into kept and reduced dimensions: for each place of the kept ones, the elements
 * along the reduced ones.
 */
record Lines(Layout kept, Layout along) {
    /** Returns the split of a layout by the dimensions to reduce. */
    static Lines of(Layout x, int... dims) {
        int rank = x.shape().rank();
        boolean[] reduced = new boolean[Math.max(rank, 1)];
        for (int d : dims) {
            reduced[d] = true;
        }
        return new Lines(select(x, reduced, false), select(x, reduced, true));
    }

    private static Layout select(Layout x, boolean[] reduced, boolean which) {
        int rank = x.shape().rank();
        int n = 0;
        for (int d = 0; d < rank; d++) {
            n += reduced[d] == which ? 1 : 0;
        }
        int[] sizes = new int[n];
        int[] strides = new int[n];
        n = 0;
        for (int d = 0; d < rank; d++) {
            if (reduced[d] == which) {
                sizes[n] = x.shape().size(d);
                strides[n++] = x.stride(d);
            }
        }
        return new Layout(Shape.of(sizes), strides, which ? 0 : x.offset());
    }

    /** Returns the storage index of element {@code j} of line {@code i}. */
    int index(int i, int j) {
        return kept.indexOf(i) + along.indexOf(j);
    }
}
