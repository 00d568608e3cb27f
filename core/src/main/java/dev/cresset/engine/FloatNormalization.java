package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.NeuralOp.Normalized;

/**
 * Normalisation of float32: statistics summed as {@link FloatSums} does and kept in double,
 * elements computed in float32, run by run on every thread.
 */
final class FloatNormalization {
    /*
     * The op sees x as (A, B, C, D) with a weight for each (b, c). A statistic is that of a channel b
     * (BATCH: A runs of D elements) or of an example and group (a, b) (one run of C * D). Within a run,
     * a weight holds for D elements; rows whose elements have weights of their own are FloatLayerNorm's.
     * Blocks of elements are copied: C2 vectorises loops over arrays that are indexed from 0.
     */
    private static final int BLOCK = 1024;

    /** The elements that are worth a task. */
    private static final long TASK = 1 << 15;

    private final int examples;
    private final int groups;
    private final int weights;
    private final int places;
    private final boolean batch;
    private final int statistics;
    private final int runs;
    private final int length;
    private final int tasks;

    private FloatNormalization(NeuralOp.Normalization op, View x) {
        int[] s = op.grid(x.shape());
        examples = s[0];
        groups = s[1];
        weights = s[2];
        places = s[3];
        batch = op.over() == Normalized.BATCH;
        statistics = batch ? groups : examples * groups;
        runs = batch ? examples : 1;
        length = batch ? places : weights * places;
        tasks = Workers.tasks(x.numel(), TASK, statistics);
    }

    private int start(int statistic, int run) {
        return batch ? (run * groups + statistic) * places : statistic * length;
    }

    /** Returns the index of the first weight of a statistic's run. */
    private int weight(int statistic) {
        return batch ? statistic : statistic % groups * weights;
    }

    static void forward(NeuralOp.Normalization op, View[] in, View[] out) {
        FloatNormalization n = new FloatNormalization(op, in[0]);
        float[] x = Floats.dense(in[0]);
        float[] weight = Floats.dense(in[1]);
        float[] bias = Floats.dense(in[2]);
        double[] mean = op.given() ? Dense.load(in[3]) : new double[out[1].numel()];
        double[] var = op.given() ? Dense.load(in[4]) : new double[mean.length];
        float[] y = Floats.target(out[0]);
        if (x.length > 0) {
            Workers.ranges(
                    n.statistics,
                    n.tasks,
                    (from, to) -> {
                        FloatSums sums = new FloatSums();
                        Blocks blocks = new Blocks();
                        for (int s = from; s < to; s++) {
                            if (!op.given()) {
                                n.measure(x, s, sums, mean, var);
                            }
                            double scale = 1 / Math.sqrt(var[s] + op.eps());
                            n.apply(x, s, mean[s], scale, weight, bias, y, blocks);
                        }
                    });
        } else if (!op.given()) {
            java.util.Arrays.fill(mean, Double.NaN);
            java.util.Arrays.fill(var, Double.NaN);
        }
        Floats.store(y, out[0]);
        Dense.store(mean, out[1]);
        Dense.store(var, out[2]);
    }

    private void measure(float[] x, int s, FloatSums sums, double[] mean, double[] var) {
        double count = (double) runs * length;
        double sum = 0;
        for (int r = 0; r < runs; r++) {
            sum += sums.sum(x, start(s, r), length);
        }
        double m = sum / count;
        float near = (float) m;
        double squares = 0;
        for (int r = 0; r < runs; r++) {
            squares += sums.squares(x, start(s, r), length, near);
        }
        mean[s] = m;
        // Squares were taken around the nearest float, which is this far from the mean.
        var[s] = Math.max(squares / count - (m - near) * (m - near), 0);
    }

    private void apply(
            float[] x,
            int s,
            double mean,
            double scale,
            float[] weight,
            float[] bias,
            float[] y,
            Blocks blocks) {
        float m = (float) mean;
        // What is left of the mean after rounding it, so that far-off data keep their digits.
        float rest = (float) (m - mean);
        int w = weight(s);
        for (int r = 0; r < runs; r++) {
            int at = start(s, r);
            for (int c = 0; c < length / places; c++) {
                float factor = (float) (weight[w + c] * scale);
                float shift = (float) (bias[w + c] + (double) rest * factor);
                for (int i = 0; i < places; i += BLOCK) {
                    int n = Math.min(BLOCK, places - i);
                    int from = at + c * places + i;
                    blocks.load(x, from, n);
                    Blocks.line(blocks.x, m, factor, shift, blocks.result, n);
                    System.arraycopy(blocks.result, 0, y, from, n);
                }
            }
        }
    }

    static void backward(NeuralOp.Normalization op, View[] in, View[] out) {
        FloatNormalization n = new FloatNormalization(op, in[1]);
        float[] g = Floats.dense(in[0]);
        float[] x = Floats.dense(in[1]);
        float[] weight = Floats.dense(in[2]);
        double[] mean = Dense.load(in[3]);
        double[] var = Dense.load(in[4]);
        float[] dx = Floats.target(out[0]);
        double[][] dw = new double[n.tasks][weight.length];
        double[][] db = new double[n.tasks][weight.length];
        if (x.length > 0) {
            Workers.run(
                    n.tasks,
                    t -> {
                        FloatSums sums = new FloatSums();
                        Blocks blocks = new Blocks();
                        int end = (int) ((long) n.statistics * (t + 1) / n.tasks);
                        for (int s = (int) ((long) n.statistics * t / n.tasks); s < end; s++) {
                            double rstd = 1 / Math.sqrt(var[s] + op.eps());
                            n.backward(
                                    op.given(),
                                    g,
                                    x,
                                    s,
                                    mean[s],
                                    rstd,
                                    weight,
                                    dx,
                                    dw[t],
                                    db[t],
                                    sums,
                                    blocks);
                        }
                    });
        }
        for (int t = 1; t < n.tasks; t++) {
            add(dw[t], dw[0]);
            add(db[t], db[0]);
        }
        Floats.store(dx, out[0]);
        Dense.store(dw[0], out[1]);
        Dense.store(db[0], out[2]);
    }

    private static void add(double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += x[i];
        }
    }

    private void backward(
            boolean given,
            float[] g,
            float[] x,
            int s,
            double mean,
            double rstd,
            float[] weight,
            float[] dx,
            double[] dw,
            double[] db,
            FloatSums sums,
            Blocks blocks) {
        float m = (float) mean;
        double sum = 0;
        double product = 0;
        int w = weight(s);
        for (int r = 0; r < runs; r++) {
            int at = start(s, r);
            for (int c = 0; c < length / places; c++) {
                int from = at + c * places;
                double all = sums.sum(g, from, places);
                double along = (sums.products(g, x, m, from, places) - (mean - m) * all) * rstd;
                dw[w + c] += along;
                db[w + c] += all;
                sum += weight[w + c] * all;
                product += weight[w + c] * along;
            }
        }
        double count = given ? Double.POSITIVE_INFINITY : (double) runs * length;
        // dx = (g w - sum - z product) rstd, as (g a - c - (x - m) b) rstd: g a and c, which may be
        // equal, are each rounded once.
        float b = (float) (product / count * rstd);
        float c = (float) (sum / count - (mean - m) * rstd * product / count);
        for (int r = 0; r < runs; r++) {
            int at = start(s, r);
            for (int k = 0; k < length; k += places) {
                float a = weight[w + k / places];
                for (int i = 0; i < places; i += BLOCK) {
                    int n = Math.min(BLOCK, places - i);
                    int from = at + k + i;
                    blocks.load(x, from, n);
                    System.arraycopy(g, from, blocks.g, 0, n);
                    Blocks.gradient(blocks.g, blocks.x, m, a, b, c, (float) rstd, blocks.result, n);
                    System.arraycopy(blocks.result, 0, dx, from, n);
                }
            }
        }
    }

    /** A thread's copies of blocks, and the loops over them. */
    private static final class Blocks {
        final float[] x = new float[BLOCK];
        final float[] g = new float[BLOCK];
        final float[] result = new float[BLOCK];

        void load(float[] from, int at, int n) {
            System.arraycopy(from, at, x, 0, n);
        }

        /** {@code (x - m) factor + shift}. */
        static void line(float[] x, float m, float factor, float shift, float[] y, int n) {
            for (int i = 0; i < n; i++) {
                y[i] = Math.fma(x[i] - m, factor, shift);
            }
        }

        /** {@code (g a - c - (x - m) b) scale}. */
        static void gradient(
                float[] g,
                float[] x,
                float m,
                float a,
                float b,
                float c,
                float scale,
                float[] dx,
                int n) {
            for (int i = 0; i < n; i++) {
                dx[i] = Math.fma(m - x[i], b, g[i] * a - c) * scale;
            }
        }
    }
}
