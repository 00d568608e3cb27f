package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of float64 scores. */
final class DoubleAttentionRows extends AttentionRows {
    private final double scale;
    private final Products products;
    private double[] line = {};

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
    void weights(Object scores, Row row, int maskAt, Object statistics, int at, boolean known) {
        double[] all = (double[]) scores;
        double[] maxAndSum = (double[]) statistics;
        int n = row.seen();
        if (line.length < n) {
            line = new double[n];
        }
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            line[j] = all[row.at() + j] * scale;
        }
        mask(line, maskAt, n);
        for (int j = 0; j < n && !known; j++) {
            max = Math.max(max, line[j]);
        }
        if (!known) {
            maxAndSum[at] = max == Double.NEGATIVE_INFINITY ? 0 : max;
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            line[j] = Math.exp(line[j] - maxAndSum[at]);
            sum += line[j];
        }
        if (!known) {
            maxAndSum[at + 1] = sum == 0 ? 1 : sum;
        }
        for (int j = 0; j < n; j++) {
            all[row.at() + j] = line[j] / maxAndSum[at + 1];
        }
        Arrays.fill(all, row.at() + n, row.at() + row.n(), 0);
    }

    @Override
    void slopes(Object weights, Object slopes, Row row) {
        double[] w = (double[]) weights;
        double[] d = (double[]) slopes;
        int end = row.at() + row.seen();
        double sum = 0;
        for (int j = row.at(); j < end; j++) {
            sum += w[j] * d[j];
        }
        for (int j = row.at(); j < end; j++) {
            d[j] = w[j] * (d[j] - sum) * scale;
        }
        Arrays.fill(d, end, row.at() + row.n(), 0);
    }

    @Override
    void zero(Object x, int from, int to) {
        Arrays.fill((double[]) x, from, to, 0);
    }
}
