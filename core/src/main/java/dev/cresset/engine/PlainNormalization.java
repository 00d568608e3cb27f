package dev.cresset.engine;

import dev.cresset.op.NeuralOp;

/** Normalisation as loops over runs that share mean, variance and weight, in double. */
final class PlainNormalization {
    /** The run of elements [from, to) that share a statistic and a weight. */
    private interface Run {
        void of(int statistic, int weight, int from, int to);
    }

    private PlainNormalization() {}

    private static void runs(NeuralOp.Normalization op, View x, Run run) {
        int[] s = op.grid(x.shape());
        boolean batch = op.over() == NeuralOp.Normalized.BATCH;
        int at = 0;
        for (int a = 0; a < s[0]; a++) {
            for (int b = 0; b < s[1]; b++) {
                int statistic = batch ? b : a * s[1] + b;
                for (int c = 0; c < s[2]; c++) {
                    run.of(statistic, b * s[2] + c, at, at + s[3]);
                    at += s[3];
                }
            }
        }
    }

    static void forward(NeuralOp.Normalization op, View[] in, View[] out) {
        double[] x = Dense.load(in[0]);
        double[] weight = Dense.load(in[1]);
        double[] bias = Dense.load(in[2]);
        double[] mean = op.given() ? Dense.load(in[3]) : new double[out[1].numel()];
        double[] var = op.given() ? Dense.load(in[4]) : new double[mean.length];
        if (!op.given()) {
            double count = (double) x.length / mean.length;
            runs(op, in[0], (s, w, from, to) -> mean[s] += sum(x, from, to));
            divide(mean, count);
            runs(op, in[0], (s, w, from, to) -> var[s] += squares(x, from, to, mean[s]));
            divide(var, count);
        }
        double[] y = new double[x.length];
        runs(
                op,
                in[0],
                (s, w, from, to) -> {
                    double scale = weight[w] / Math.sqrt(var[s] + op.eps());
                    double m = mean[s];
                    double b = bias[w];
                    for (int i = from; i < to; i++) {
                        y[i] = (x[i] - m) * scale + b;
                    }
                });
        Dense.store(y, out[0]);
        Dense.store(mean, out[1]);
        Dense.store(var, out[2]);
    }

    private static double sum(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        return sum;
    }

    private static double squares(double[] x, int from, int to, double mean) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double d = x[i] - mean;
            sum += d * d;
        }
        return sum;
    }

    private static void divide(double[] x, double by) {
        for (int i = 0; i < x.length; i++) {
            x[i] /= by;
        }
    }

    static void backward(NeuralOp.Normalization op, View[] in, View[] out) {
        double[] g = Dense.load(in[0]);
        double[] x = Dense.load(in[1]);
        double[] weight = Dense.load(in[2]);
        double[] mean = Dense.load(in[3]);
        double[] rstd = Dense.load(in[4]);
        for (int s = 0; s < rstd.length; s++) {
            rstd[s] = 1 / Math.sqrt(rstd[s] + op.eps());
        }
        double[] sum = new double[mean.length];
        double[] product = new double[mean.length];
        double[] dw = new double[weight.length];
        double[] db = new double[weight.length];
        runs(
                op,
                in[1],
                (s, w, from, to) -> {
                    double along = 0;
                    for (int i = from; i < to; i++) {
                        along += g[i] * (x[i] - mean[s]);
                    }
                    double all = sum(g, from, to);
                    along *= rstd[s];
                    sum[s] += weight[w] * all;
                    product[s] += weight[w] * along;
                    dw[w] += along;
                    db[w] += all;
                });
        double count = op.given() ? Double.POSITIVE_INFINITY : (double) x.length / mean.length;
        divide(sum, count);
        divide(product, count);
        double[] dx = new double[x.length];
        runs(
                op,
                in[1],
                (s, w, from, to) -> {
                    for (int i = from; i < to; i++) {
                        double z = (x[i] - mean[s]) * rstd[s];
                        dx[i] = (g[i] * weight[w] - sum[s] - z * product[s]) * rstd[s];
                    }
                });
        Dense.store(dx, out[0]);
        Dense.store(dw, out[1]);
        Dense.store(db, out[2]);
    }
}
