package dev.cresset.engine;

import dev.cresset.op.NeuralOp.Normalization;
import dev.cresset.op.NeuralOp.Normalized;
import java.util.Arrays;

/**
 * Normalisation of float32 rows in which each element has a weight of its own (layer normalisation,
 * and groups of channels without places): statistics in double, elements in float32, row by row on
 * every thread.
 */
final class FloatLayerNorm {
    /** The elements that are worth a task. */
    private static final long TASK = 1 << 15;

    /** The rows whose gradients of weights one chain of floats takes. */
    private static final int CHAIN = 32;

    private final LayerRows math;
    private final double eps;
    private final int rows;
    private final int n;
    private final int groups;
    private final int tasks;

    private FloatLayerNorm(Normalization op, View x, LayerRows math) {
        int[] s = op.grid(x.shape());
        this.math = math;
        eps = op.eps();
        rows = s[0] * s[1];
        groups = s[1];
        n = s[2];
        tasks = Workers.tasks(x.numel(), TASK, rows);
    }

    /** Returns whether an op normalises rows of floats with a weight for each element. */
    static boolean suits(Normalization op, View x, View[] in) {
        return op.over() != Normalized.BATCH
                && !op.given()
                && Floats.all(in)
                && x.numel() > 0
                && op.grid(x.shape())[3] == 1;
    }

    static void forward(Normalization op, View[] in, View[] out, LayerRows math) {
        FloatLayerNorm l = new FloatLayerNorm(op, in[0], math);
        float[] x = Floats.dense(in[0]);
        float[] weight = Floats.dense(in[1]);
        float[] bias = Floats.dense(in[2]);
        float[] y = Floats.target(out[0]);
        double[] mean = new double[l.rows];
        double[] var = new double[l.rows];
        Workers.ranges(
                l.rows,
                l.tasks,
                (from, to) -> {
                    float[] chains = new float[LayerRows.LANES];
                    for (int r = from; r < to; r++) {
                        l.measure(x, r, chains, mean, var);
                        math.apply(l.row(r, mean[r], var[r]), x, weight, bias, y);
                    }
                });
        Floats.store(y, out[0]);
        Dense.store(mean, out[1]);
        Dense.store(var, out[2]);
    }

    private LayerRows.Row row(int r, double mean, double var) {
        float m = (float) mean;
        float scale = (float) (1 / Math.sqrt(var + eps));
        return new LayerRows.Row(r * n, r % groups * n, n, m, (float) (m - mean), scale);
    }

    private void measure(float[] x, int r, float[] chains, double[] mean, double[] var) {
        double sum = 0;
        for (int i = 0; i < n; i += LayerRows.PIECE) {
            int length = Math.min(LayerRows.PIECE, n - i);
            math.sum(x, r * n + i, length, chains);
            sum += LayerRows.empty(chains, length);
        }
        double m = sum / n;
        float near = (float) m;
        double squares = 0;
        for (int i = 0; i < n; i += LayerRows.PIECE) {
            int length = Math.min(LayerRows.PIECE, n - i);
            math.squares(x, r * n + i, length, near, chains);
            squares += LayerRows.empty(chains, length);
        }
        mean[r] = m;
        // Squares were taken around the nearest float, which is this far from the mean.
        var[r] = Math.max(squares / n - (m - near) * (m - near), 0);
    }

    static void backward(Normalization op, View[] in, View[] out, LayerRows math) {
        FloatLayerNorm l = new FloatLayerNorm(op, in[1], math);
        float[] g = Floats.dense(in[0]);
        float[] x = Floats.dense(in[1]);
        float[] weight = Floats.dense(in[2]);
        double[] mean = Dense.load(in[3]);
        double[] var = Dense.load(in[4]);
        float[] dx = Floats.target(out[0]);
        double[][] dw = new double[l.tasks][weight.length];
        double[][] db = new double[l.tasks][weight.length];
        Workers.run(
                l.tasks,
                t -> {
                    LayerRows.Sums sums = new LayerRows.Sums(weight.length);
                    int first = (int) ((long) l.rows * t / l.tasks);
                    int end = (int) ((long) l.rows * (t + 1) / l.tasks);
                    for (int r = first; r < end; r++) {
                        l.backward(l.row(r, mean[r], var[r]), g, x, weight, sums, dx);
                        if ((r - first) % CHAIN == CHAIN - 1 || r == end - 1) {
                            empty(sums.weight, dw[t]);
                            empty(sums.bias, db[t]);
                        }
                    }
                });
        for (int t = 1; t < l.tasks; t++) {
            add(dw[t], dw[0]);
            add(db[t], db[0]);
        }
        Floats.store(dx, out[0]);
        Dense.store(dw[0], out[1]);
        Dense.store(db[0], out[2]);
    }

    private void backward(
            LayerRows.Row row,
            float[] g,
            float[] x,
            float[] weight,
            LayerRows.Sums sums,
            float[] dx) {
        double sum = 0;
        double product = 0;
        for (int i = 0; i < n; i += LayerRows.PIECE) {
            LayerRows.Row piece = n <= LayerRows.PIECE ? row : row.piece(i);
            math.gather(piece, g, x, weight, sums);
            sum += LayerRows.empty(sums.gradients, piece.n());
            product += LayerRows.empty(sums.products, piece.n());
        }
        // dx = (g w - sum - z product) scale, with z = ((x - mean) + rest) scale: g w and what is
        // subtracted from it, which may be equal, are each rounded once.
        double factor = product / n * row.scale();
        double shift = sum / n + row.rest() * factor;
        math.slope(row, g, x, weight, new LayerRows.Line((float) factor, (float) shift), dx);
    }

    private static void empty(float[] chains, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += chains[i];
        }
        Arrays.fill(chains, 0);
    }

    private static void add(double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += x[i];
        }
    }
}
