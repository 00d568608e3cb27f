package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Blocks of float32 scores: float arithmetic, with sums in double. */
final class FloatAttentionRows extends AttentionRows {
    /*
     * Rows are filled up to whole lanes with what changes neither maximum nor sum: -infinity, whose
     * exponential is 0. So a block is one run of whole vectors. The loops below are ones that C2 vectorises:
     * all their arrays have the same index.
     */
    private final float scale;
    private final Products products;
    private final RowMath math;
    private final double[] lanes = new double[RowMath.LANES];
    private float[] terms = {};

    FloatAttentionRows(double scale, @Nullable View mask, Products products, RowMath math) {
        super(mask);
        this.scale = (float) scale;
        this.products = products;
        this.math = math;
    }

    @Override
    Object array(int n) {
        return new float[n];
    }

    @Override
    int step(int n) {
        return (n + RowMath.LANES - 1) / RowMath.LANES * RowMath.LANES;
    }

    @Override
    void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto) {
        products.multiply((float[]) a, x, (float[]) b, y, (float[]) c, to, onto);
    }

    @Override
    void weights(
            Object scores,
            Block block,
            int maskAt,
            Object statistics,
            int at,
            int rowStep,
            boolean known) {
        float[] x = (float[]) scores;
        float[] maxAndSum = (float[]) statistics;
        int step = block.step();
        multiply(x, 0, block.rows() * step, scale);
        for (int i = 0; i < block.rows(); i++) {
            int seen = block.seen(i);
            int from = i * step;
            int s = at + i * rowStep;
            mask(x, from, maskAt, i, seen);
            Arrays.fill(x, from + seen, from + step, Float.NEGATIVE_INFINITY);
            if (!known) {
                float max = step == 0 ? 0 : math.max(x, from, step);
                maxAndSum[s] = max == Float.NEGATIVE_INFINITY ? 0 : max;
            }
            subtract(x, from, from + step, maxAndSum[s]);
        }
        math.exp(x, x, block.rows() * step);
        for (int i = 0; i < block.rows(); i++) {
            int from = i * step;
            int s = at + i * rowStep + 1;
            if (!known) {
                float sum = (float) math.sum(x, from, step, lanes);
                maxAndSum[s] = sum == 0 ? 1 : sum;
            }
            multiply(x, from, from + step, 1 / maxAndSum[s]);
        }
    }

    @Override
    void slopes(Object weights, Object slopes, Block block) {
        float[] w = (float[]) weights;
        float[] d = (float[]) slopes;
        int step = block.step();
        int all = block.rows() * step;
        if (terms.length < all) {
            terms = new float[all];
        }
        for (int i = 0; i < block.rows(); i++) {
            Arrays.fill(d, i * step + block.seen(i), i * step + step, 0);
        }
        multiply(w, d, terms, all);
        for (int i = 0; i < block.rows(); i++) {
            int from = i * step;
            float sum = (float) math.sum(terms, from, step, lanes);
            slopes(w, d, from, from + step, sum, scale);
        }
    }

    private static void multiply(float[] x, int from, int to, float y) {
        for (int j = from; j < to; j++) {
            x[j] *= y;
        }
    }

    private static void subtract(float[] x, int from, int to, float y) {
        for (int j = from; j < to; j++) {
            x[j] -= y;
        }
    }

    private static void multiply(float[] x, float[] y, float[] z, int n) {
        for (int j = 0; j < n; j++) {
            z[j] = x[j] * y[j];
        }
    }

    private static void slopes(float[] w, float[] d, int from, int to, float sum, float scale) {
        for (int j = from; j < to; j++) {
            d[j] = w[j] * (d[j] - sum) * scale;
        }
    }

    @Override
    void zero(Object x, int from, int to) {
        Arrays.fill((float[]) x, from, to, 0);
    }
}
