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
    void weights(
            Object scores,
            Block block,
            int maskAt,
            Object statistics,
            int at,
            int step,
            boolean known) {
        double[] x = (double[]) scores;
        double[] maxAndSum = (double[]) statistics;
        int queries = block.queries();
        for (int j = 0; j < block.size(); j++) {
            x[j] *= scale;
        }
        mask(x, block, maskAt);
        for (int j = block.first(); j < block.keys(); j++) {
            int row = j * queries;
            Arrays.fill(x, row, row + block.blind(j), Double.NEGATIVE_INFINITY);
        }
        for (int i = 0; i < queries; i++) {
            int s = at + i * step;
            if (!known) {
                double max = Double.NEGATIVE_INFINITY;
                for (int j = i; j < block.size(); j += queries) {
                    max = Math.max(max, x[j]);
                }
                maxAndSum[s] = max == Double.NEGATIVE_INFINITY ? 0 : max;
            }
            double sum = 0;
            for (int j = i; j < block.size(); j += queries) {
                x[j] = Math.exp(x[j] - maxAndSum[s]);
                sum += x[j];
            }
            if (!known) {
                maxAndSum[s + 1] = sum == 0 ? 1 : sum;
            }
            for (int j = i; j < block.size(); j += queries) {
                x[j] /= maxAndSum[s + 1];
            }
        }
    }

    @Override
    void slopes(Object weights, Object slopes, Block block) {
        double[] w = (double[]) weights;
        double[] d = (double[]) slopes;
        int queries = block.queries();
        for (int i = 0; i < queries; i++) {
            double sum = 0;
            for (int j = i; j < block.size(); j += queries) {
                sum += w[j] * d[j];
            }
            for (int j = i; j < block.size(); j += queries) {
                d[j] = w[j] * (d[j] - sum) * scale;
            }
        }
    }

    @Override
    void zero(Object x, int from, int to) {
        Arrays.fill((double[]) x, from, to, 0);
    }
}
