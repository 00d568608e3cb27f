package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of float64 scores. */
final class DoubleAttentionRows extends AttentionRows {
    private final double scale;
    private final Products products;

    DoubleAttentionRows(double scale, @Nullable View mask, Products products) {
        super(mask);
        this.scale = scale;
        this.products = products;
    }

    @Override
    Object array(int n) {
        return new double[n];
    }

    @Override
    void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto) {
        products.multiply((double[]) a, x, (double[]) b, y, (double[]) c, to, onto);
    }

    @Override
    int step(int n) {
        return n;
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
        double[] x = (double[]) scores;
        double[] maxAndSum = (double[]) statistics;
        for (int i = 0; i < block.rows(); i++) {
            int from = i * block.step();
            int seen = block.seen(i);
            int s = at + i * rowStep;
            for (int j = from; j < from + seen; j++) {
                x[j] *= scale;
            }
            mask(x, from, maskAt, i, seen);
            double max = Double.NEGATIVE_INFINITY;
            for (int j = from; j < from + seen && !known; j++) {
                max = Math.max(max, x[j]);
            }
            if (!known) {
                maxAndSum[s] = max == Double.NEGATIVE_INFINITY ? 0 : max;
            }
            double sum = 0;
            for (int j = from; j < from + seen; j++) {
                x[j] = Math.exp(x[j] - maxAndSum[s]);
                sum += x[j];
            }
            if (!known) {
                maxAndSum[s + 1] = sum == 0 ? 1 : sum;
            }
            for (int j = from; j < from + seen; j++) {
                x[j] /= maxAndSum[s + 1];
            }
            Arrays.fill(x, from + seen, from + block.keys(), 0);
        }
    }

    @Override
    void slopes(Object weights, Object slopes, Block block) {
        double[] w = (double[]) weights;
        double[] d = (double[]) slopes;
        for (int i = 0; i < block.rows(); i++) {
            int from = i * block.step();
            int end = from + block.seen(i);
            double sum = 0;
            for (int j = from; j < end; j++) {
                sum += w[j] * d[j];
            }
            for (int j = from; j < end; j++) {
                d[j] = w[j] * (d[j] - sum) * scale;
            }
            Arrays.fill(d, end, from + block.keys(), 0);
        }
    }

    @Override
    void zero(Object x, int from, int to) {
        Arrays.fill((double[]) x, from, to, 0);
    }
}
