package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of float32 scores: float arithmetic, with sums in double. */
final class FloatAttentionRows extends AttentionRows {
    /*
     * Rows are copied to lines that start at 0, which C2 vectorises, and that are filled up to whole lanes with
     * what changes neither maximum nor sum: -infinity, whose exponential is 0.
     */
    private final float scale;
    private final Products products;
    private final RowMath math;
    private final double[] lanes = new double[RowMath.LANES];
    private float[] line = {};
    private float[] slope = {};
    private float[] product = {};

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
    void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto) {
        products.multiply((float[]) a, x, (float[]) b, y, (float[]) c, to, onto);
    }

    @Override
    void weights(Object scores, Row row, int maskAt, Object statistics, int at, boolean known) {
        float[] all = (float[]) scores;
        float[] maxAndSum = (float[]) statistics;
        int seen = row.seen();
        int n = reserve(seen);
        System.arraycopy(all, row.at(), line, 0, seen);
        scale(line, seen, scale);
        mask(line, maskAt, seen);
        Arrays.fill(line, seen, n, Float.NEGATIVE_INFINITY);
        if (!known) {
            float max = n == 0 ? Float.NEGATIVE_INFINITY : math.max(line, n);
            maxAndSum[at] = max == Float.NEGATIVE_INFINITY ? 0 : max;
        }
        subtract(line, n, maxAndSum[at]);
        math.exp(line, line, n);
        if (!known) {
            float sum = (float) math.sum(line, 0, n, lanes);
            maxAndSum[at + 1] = sum == 0 ? 1 : sum;
        }
        divide(line, n, maxAndSum[at + 1]);
        System.arraycopy(line, 0, all, row.at(), seen);
        Arrays.fill(all, row.at() + seen, row.at() + row.n(), 0);
    }

    @Override
    void slopes(Object weights, Object slopes, Row row) {
        float[] all = (float[]) slopes;
        int seen = row.seen();
        int n = reserve(seen);
        System.arraycopy((float[]) weights, row.at(), line, 0, seen);
        System.arraycopy(all, row.at(), slope, 0, seen);
        multiply(line, slope, product, seen);
        Arrays.fill(product, seen, n, 0);
        float sum = (float) math.sum(product, 0, n, lanes);
        slopes(line, slope, seen, sum, scale);
        System.arraycopy(slope, 0, all, row.at(), seen);
        Arrays.fill(all, row.at() + seen, row.at() + row.n(), 0);
    }

    /** Returns a number of whole lanes, and makes lines that are as long. */
    private int reserve(int n) {
        int whole = (n + RowMath.LANES - 1) / RowMath.LANES * RowMath.LANES;
        if (line.length < whole) {
            line = new float[whole];
            slope = new float[whole];
            product = new float[whole];
        }
        return whole;
    }

    private static void scale(float[] x, int n, float y) {
        for (int j = 0; j < n; j++) {
            x[j] *= y;
        }
    }

    private static void subtract(float[] x, int n, float y) {
        for (int j = 0; j < n; j++) {
            x[j] -= y;
        }
    }

    private static void divide(float[] x, int n, float y) {
        for (int j = 0; j < n; j++) {
            x[j] /= y;
        }
    }

    private static void multiply(float[] x, float[] y, float[] z, int n) {
        for (int j = 0; j < n; j++) {
            z[j] = x[j] * y[j];
        }
    }

    private static void slopes(float[] w, float[] d, int n, float sum, float scale) {
        for (int j = 0; j < n; j++) {
            d[j] = w[j] * (d[j] - sum) * scale;
        }
    }

    @Override
    void zero(Object x, int from, int to) {
        Arrays.fill((float[]) x, from, to, 0);
    }
}
