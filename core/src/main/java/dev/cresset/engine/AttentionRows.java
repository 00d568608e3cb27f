package dev.cresset.engine;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * What attention computes with rows of scores, in one element type; arrays are of that type. One
 * thread uses it at a time.
 */
abstract sealed class AttentionRows permits FloatAttentionRows, DoubleAttentionRows {
    /** A mask that was broadcast to the scores' shape, of booleans or of the element type. */
    private final @Nullable View mask;

    private final int maskStep;

    AttentionRows(@Nullable View mask) {
        this.mask = mask;
        maskStep = mask == null ? 0 : mask.layout().stride(mask.shape().rank() - 1);
    }

    static AttentionRows of(
            DType dtype, double scale, @Nullable View mask, Products products, RowMath math) {
        return dtype == DType.FLOAT64
                ? new DoubleAttentionRows(scale, mask, products)
                : new FloatAttentionRows(scale, mask, products, math);
    }

    abstract Object array(int n);

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}, for a c whose rows are dense. */
    abstract void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto);

    /**
     * Replaces products of a query with keys by the keys' weights.
     *
     * @param scores holds the row
     * @param row where it lies
     * @param maskAt the place of the row in the mask
     * @param statistics the largest score and the sum of the exponentials
     * @param at where they are
     * @param known whether those are given, else they are written
     */
    abstract void weights(
            Object scores, Row row, int maskAt, Object statistics, int at, boolean known);

    /** Replaces slopes of the weights by those of the products: {@code w (d - sum(w d)) scale}. */
    abstract void slopes(Object weights, Object slopes, Row row);

    abstract void zero(Object x, int from, int to);

    /**
     * A row of a block of scores.
     *
     * @param at where it starts
     * @param seen the number of keys that causality allows
     * @param n the row's length; what is not seen is 0
     */
    record Row(int at, int seen, int n) {}

    /** Adds the mask to a line of floats. */
    final void mask(float[] line, int at, int n) {
        if (mask == null) {
            return;
        }
        switch (mask.storage()) {
            case Storage.Floats f -> {
                for (int j = 0; j < n; j++) {
                    line[j] += f.array[at + j * maskStep];
                }
            }
            case Storage.Bytes b -> {
                for (int j = 0; j < n; j++) {
                    line[j] = b.array[at + j * maskStep] == 0 ? Float.NEGATIVE_INFINITY : line[j];
                }
            }
            case Storage.Doubles d -> throw new AssertionError(mask.dtype());
            case Storage.Longs l -> throw new AssertionError(mask.dtype());
            case Storage.Ints i -> throw new AssertionError(mask.dtype());
            case Storage.Shorts s -> throw new AssertionError(mask.dtype());
        }
    }

    /** Adds the mask to a line of doubles. */
    final void mask(double[] line, int at, int n) {
        if (mask == null) {
            return;
        }
        switch (mask.storage()) {
            case Storage.Doubles d -> {
                for (int j = 0; j < n; j++) {
                    line[j] += d.array[at + j * maskStep];
                }
            }
            case Storage.Bytes b -> {
                for (int j = 0; j < n; j++) {
                    line[j] = b.array[at + j * maskStep] == 0 ? Double.NEGATIVE_INFINITY : line[j];
                }
            }
            case Storage.Floats f -> throw new AssertionError(mask.dtype());
            case Storage.Longs l -> throw new AssertionError(mask.dtype());
            case Storage.Ints i -> throw new AssertionError(mask.dtype());
            case Storage.Shorts s -> throw new AssertionError(mask.dtype());
        }
    }
}
