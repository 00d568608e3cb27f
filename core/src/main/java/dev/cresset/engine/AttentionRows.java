package dev.cresset.engine;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * What attention computes with a block of scores, row by row, in one element type; arrays are of
 * that type. One thread uses it at a time.
 */
abstract sealed class AttentionRows permits FloatAttentionRows, DoubleAttentionRows {
    /** A mask that was broadcast to the scores' shape, of booleans or of the element type. */
    private final @Nullable View mask;

    private final int maskRow;
    private final int maskStep;

    AttentionRows(@Nullable View mask) {
        this.mask = mask;
        int rank = mask == null ? 0 : mask.shape().rank();
        maskRow = mask == null ? 0 : mask.layout().stride(rank - 2);
        maskStep = mask == null ? 0 : mask.layout().stride(rank - 1);
    }

    static AttentionRows of(
            DType dtype, double scale, @Nullable View mask, Products products, RowMath math) {
        return dtype == DType.FLOAT64
                ? new DoubleAttentionRows(scale, mask, products)
                : new FloatAttentionRows(scale, mask, products, math);
    }

    /**
     * A block of scores, of some queries and the keys that the last of them sees.
     *
     * @param rows the number of queries
     * @param keys the number of keys
     * @param step the distance from one row to the next
     * @param first the keys that the first query sees; each further query sees one more
     */
    record Block(int rows, int keys, int step, int first) {
        /** Returns how many keys a query sees; what it does not see has weight 0. */
        int seen(int row) {
            return Math.min(keys, first + row);
        }

        Grid grid() {
            return new Grid(rows, keys, 0, step, 1);
        }
    }

    /** Returns a new array of zeros. */
    abstract Object array(int n);

    /** Returns the distance at which rows of n scores are kept. */
    abstract int step(int n);

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}, for a c whose rows are dense. */
    abstract void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto);

    /**
     * Replaces products of queries with keys by the keys' weights.
     *
     * @param maskAt the place of the first row in the mask
     * @param statistics each row's largest score and sum of exponentials
     * @param at where they are, for the first row
     * @param rowStep the distance to the next row's
     * @param known whether those are given, else they are written
     */
    abstract void weights(
            Object scores,
            Block block,
            int maskAt,
            Object statistics,
            int at,
            int rowStep,
            boolean known);

    /** Replaces slopes of the weights by those of the products: {@code w (d - sum(w d)) scale}. */
    abstract void slopes(Object weights, Object slopes, Block block);

    abstract void zero(Object x, int from, int to);

    /** Adds the mask's row i, of those from a place on, to n floats. */
    final void mask(float[] x, int at, int maskAt, int i, int n) {
        if (mask == null) {
            return;
        }
        int from = maskAt + i * maskRow;
        switch (mask.storage()) {
            case Storage.Floats f -> {
                for (int j = 0; j < n; j++) {
                    x[at + j] += f.array[from + j * maskStep];
                }
            }
            case Storage.Bytes b -> {
                for (int j = 0; j < n; j++) {
                    if (b.array[from + j * maskStep] == 0) {
                        x[at + j] = Float.NEGATIVE_INFINITY;
                    }
                }
            }
            case Storage.Doubles d -> throw new AssertionError(mask.dtype());
            case Storage.Longs l -> throw new AssertionError(mask.dtype());
            case Storage.Ints k -> throw new AssertionError(mask.dtype());
            case Storage.Shorts s -> throw new AssertionError(mask.dtype());
        }
    }

    /** Adds the mask's row i, of those from a place on, to n doubles. */
    final void mask(double[] x, int at, int maskAt, int i, int n) {
        if (mask == null) {
            return;
        }
        int from = maskAt + i * maskRow;
        switch (mask.storage()) {
            case Storage.Doubles d -> {
                for (int j = 0; j < n; j++) {
                    x[at + j] += d.array[from + j * maskStep];
                }
            }
            case Storage.Bytes b -> {
                for (int j = 0; j < n; j++) {
                    if (b.array[from + j * maskStep] == 0) {
                        x[at + j] = Double.NEGATIVE_INFINITY;
                    }
                }
            }
            case Storage.Floats f -> throw new AssertionError(mask.dtype());
            case Storage.Longs l -> throw new AssertionError(mask.dtype());
            case Storage.Ints k -> throw new AssertionError(mask.dtype());
            case Storage.Shorts s -> throw new AssertionError(mask.dtype());
        }
    }
}
