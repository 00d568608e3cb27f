package dev.cresset.engine;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * What attention computes with a block of scores in one element type; arrays are of that type. One
 * thread uses it at a time.
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
            DType dtype,
            Block largest,
            double scale,
            @Nullable View mask,
            Products products,
            RowMath math) {
        return dtype == DType.FLOAT64
                ? new DoubleAttentionRows(scale, mask, products)
                : new FloatAttentionRows(largest, scale, mask, products, math);
    }

    /**
     * A block of scores, of some queries and the keys that the last of them sees: a dense row for
     * each key, with a column for each query.
     *
     * @param queries the number of queries
     * @param keys the number of keys
     * @param first the keys that the first query sees; each further query sees one more
     */
    record Block(int queries, int keys, int first) {
        /** Returns how many of the queries, the first ones, do not see a key. */
        int blind(int key) {
            return Math.clamp(key - first + 1, 0, queries);
        }

        int size() {
            return queries * keys;
        }

        Grid grid() {
            return new Grid(keys, queries, 0, queries, 1);
        }
    }

    /** Returns a new array of zeros. */
    abstract Object array(int n);

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}, for a c whose rows are dense. */
    abstract void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto);

    /**
     * Replaces products of queries with keys by the keys' weights.
     *
     * @param maskAt the place of the first query in the mask
     * @param statistics each query's largest score and sum of exponentials
     * @param at where they are, for the first query
     * @param step the distance to the next query's
     * @param known whether those are given, else they are written
     */
    abstract void weights(
            Object scores,
            Block block,
            int maskAt,
            Object statistics,
            int at,
            int step,
            boolean known);

    /** Replaces slopes of the weights by those of the products: {@code w (d - sum(w d)) scale}. */
    abstract void slopes(Object weights, Object slopes, Block block);

    abstract void zero(Object x, int from, int to);

    /** Adds the mask from a place on to a block of floats. */
    final void mask(float[] x, Block block, int at) {
        if (mask == null) {
            return;
        }
        int queries = block.queries();
        for (int j = 0; j < block.keys(); j++) {
            int from = at + j * maskStep;
            int row = j * queries;
            switch (mask.storage()) {
                case Storage.Floats f -> {
                    for (int i = 0; i < queries; i++) {
                        x[row + i] += f.array[from + i * maskRow];
                    }
                }
                case Storage.Bytes b -> {
                    for (int i = 0; i < queries; i++) {
                        if (b.array[from + i * maskRow] == 0) {
                            x[row + i] = Float.NEGATIVE_INFINITY;
                        }
                    }
                }
                case Storage.Doubles o -> throw new AssertionError(mask.dtype());
                case Storage.Longs l -> throw new AssertionError(mask.dtype());
                case Storage.Ints n -> throw new AssertionError(mask.dtype());
                case Storage.Shorts s -> throw new AssertionError(mask.dtype());
            }
        }
    }

    /** Adds the mask from a place on to a block of doubles. */
    final void mask(double[] x, Block block, int at) {
        if (mask == null) {
            return;
        }
        int queries = block.queries();
        for (int j = 0; j < block.keys(); j++) {
            int from = at + j * maskStep;
            int row = j * queries;
            switch (mask.storage()) {
                case Storage.Doubles f -> {
                    for (int i = 0; i < queries; i++) {
                        x[row + i] += f.array[from + i * maskRow];
                    }
                }
                case Storage.Bytes b -> {
                    for (int i = 0; i < queries; i++) {
                        if (b.array[from + i * maskRow] == 0) {
                            x[row + i] = Double.NEGATIVE_INFINITY;
                        }
                    }
                }
                case Storage.Floats o -> throw new AssertionError(mask.dtype());
                case Storage.Longs l -> throw new AssertionError(mask.dtype());
                case Storage.Ints n -> throw new AssertionError(mask.dtype());
                case Storage.Shorts s -> throw new AssertionError(mask.dtype());
            }
        }
    }
}
