package dev.cresset.engine;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.LossOp;
import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.RecurrentOp;

/** The ops of neural networks, one element at a time. */
final class ReferenceNeural {
    private ReferenceNeural() {}

    static void run(NeuralOp op, View[] in, View[] out) {
        switch (op) {
            case NeuralOp.Spatial s -> ReferenceSpatial.run(s, in, out);
            case AttentionOp a -> ReferenceAttention.run(a, in, out);
            case LossOp l -> ReferenceLoss.run(l, in, out);
            case RecurrentOp r -> ReferenceRecurrent.run(r, in, out);
            case NeuralOp.Normalization n -> normalization(n, in, out);
            case NeuralOp.NormalizationGradient n -> normalizationGradient(n.of(), in, out);
            case NeuralOp.Embedding e -> embedding(in[0], in[1], out[0]);
            case NeuralOp.Prelu p -> {
                for (int i = 0; i < out[0].numel(); i++) {
                    double x = in[0].doubleAt(i);
                    out[0].setDouble(i, x > 0 ? x : in[1].doubleAt(i) * x);
                }
            }
            case NeuralOp.Glu g -> glu(g.dim(), in[0], out[0]);
            case NeuralOp.NllLoss n -> nllLoss(n, in, out);
            case NeuralOp.NllLossGradient n -> ReferenceGradient.nllLoss(n, in, out[0]);
            case NeuralOp.SoftmaxGradient s -> ReferenceGradient.softmax(s, in[0], in[1], out[0]);
            case NeuralOp.ElementLoss e -> elementLoss(e, in, out[0]);
        }
    }

    // ---- normalisation

    /** How a normalisation's statistics and weights belong to the elements. */
    private record Grid(int[] size, boolean batch) {
        static Grid of(NeuralOp.Normalization op, View x) {
            return new Grid(op.grid(x.shape()), op.over() == NeuralOp.Normalized.BATCH);
        }

        int statistic(int i) {
            int b = i / (size[3] * size[2]) % size[1];
            return batch ? b : i / (size[3] * size[2] * size[1]) * size[1] + b;
        }

        int weight(int i) {
            return i / size[3] % (size[1] * size[2]);
        }
    }

    private static void normalization(NeuralOp.Normalization op, View[] in, View[] out) {
        View x = in[0];
        Grid grid = Grid.of(op, x);
        double[] mean = new double[out[1].numel()];
        double[] var = new double[mean.length];
        if (op.given()) {
            for (int s = 0; s < mean.length; s++) {
                mean[s] = in[3].doubleAt(s);
                var[s] = in[4].doubleAt(s);
            }
        } else {
            double count = (double) x.numel() / mean.length;
            for (int i = 0; i < x.numel(); i++) {
                mean[grid.statistic(i)] += x.doubleAt(i) / count;
            }
            for (int i = 0; i < x.numel(); i++) {
                double d = x.doubleAt(i) - mean[grid.statistic(i)];
                var[grid.statistic(i)] += d * d / count;
            }
        }
        for (int i = 0; i < x.numel(); i++) {
            int s = grid.statistic(i);
            double z = (x.doubleAt(i) - mean[s]) / Math.sqrt(var[s] + op.eps());
            int w = grid.weight(i);
            out[0].setDouble(i, z * in[1].doubleAt(w) + in[2].doubleAt(w));
        }
        for (int s = 0; s < mean.length; s++) {
            out[1].setDouble(s, mean[s]);
            out[2].setDouble(s, var[s]);
        }
    }

    private static void normalizationGradient(NeuralOp.Normalization op, View[] in, View[] out) {
        View g = in[0];
        View x = in[1];
        View weight = in[2];
        Grid grid = Grid.of(op, x);
        int statistics = in[3].numel();
        double[] rstd = new double[statistics];
        double[] sum = new double[statistics];
        double[] product = new double[statistics];
        for (int s = 0; s < statistics; s++) {
            rstd[s] = 1 / Math.sqrt(in[4].doubleAt(s) + op.eps());
        }
        double[] dw = new double[weight.numel()];
        double[] db = new double[weight.numel()];
        double count = (double) x.numel() / statistics;
        for (int i = 0; i < x.numel(); i++) {
            int s = grid.statistic(i);
            int w = grid.weight(i);
            double z = (x.doubleAt(i) - in[3].doubleAt(s)) * rstd[s];
            double gw = g.doubleAt(i) * weight.doubleAt(w);
            sum[s] += gw / count;
            product[s] += gw * z / count;
            dw[w] += g.doubleAt(i) * z;
            db[w] += g.doubleAt(i);
        }
        for (int i = 0; i < x.numel(); i++) {
            int s = grid.statistic(i);
            double z = (x.doubleAt(i) - in[3].doubleAt(s)) * rstd[s];
            double gw = g.doubleAt(i) * weight.doubleAt(grid.weight(i));
            double centred = op.given() ? gw : gw - sum[s] - z * product[s];
            out[0].setDouble(i, centred * rstd[s]);
        }
        for (int w = 0; w < dw.length; w++) {
            out[1].setDouble(w, dw[w]);
            out[2].setDouble(w, db[w]);
        }
    }

    // ---- tables

    private static void embedding(View weight, View index, View out) {
        int rows = weight.shape().size(0);
        int width = weight.shape().size(1);
        for (int i = 0; i < index.numel(); i++) {
            long row = index.longAt(i);
            if (row < 0 || row >= rows) {
                throw new IndexOutOfBoundsException(
                        "embedding: index out of range in self: "
                                + row
                                + " for a table of "
                                + rows
                                + " rows");
            }
            for (int j = 0; j < width; j++) {
                ReferenceElementwise.copy(weight, (int) row * width + j, out, i * width + j);
            }
        }
    }

    private static void glu(int dim, View x, View y) {
        int inner = 1;
        for (int d = dim; d < y.shape().rank(); d++) {
            inner *= y.shape().size(d);
        }
        for (int i = 0; i < y.numel(); i++) {
            int a = i / inner * 2 * inner + i % inner;
            y.setDouble(i, x.doubleAt(a) / (1 + Math.exp(-x.doubleAt(a + inner))));
        }
    }

    // ---- losses

    private static void nllLoss(NeuralOp.NllLoss op, View[] in, View[] out) {
        View x = in[0];
        View target = in[1];
        int dim = x.shape().rank() == 1 ? 0 : 1;
        int classes = x.shape().size(dim);
        int plane = 1;
        for (int d = dim + 1; d < x.shape().rank(); d++) {
            plane *= x.shape().size(d);
        }
        double sum = 0;
        double weights = 0;
        boolean each = op.reduction() == LossReduction.NONE;
        for (int i = 0; i < target.numel(); i++) {
            long t = target.longAt(i);
            if (t == op.ignoreIndex()) {
                if (each) {
                    out[0].setDouble(i, 0);
                }
                continue;
            }
            checkTarget(op, t, classes);
            double w = in.length > 2 ? in[2].doubleAt((int) t) : 1;
            int at = (i / plane * classes + (int) t) * plane + i % plane;
            double loss = -w * x.doubleAt(at);
            if (each) {
                out[0].setDouble(i, loss);
            }
            sum += loss;
            weights += w;
        }
        if (!each) {
            out[0].setDouble(0, op.reduction() == LossReduction.MEAN ? sum / weights : sum);
        }
        out[1].setDouble(0, weights);
    }

    /** Refuses a target that is no class. */
    static void checkTarget(NeuralOp.NllLoss op, long target, int classes) {
        if (target != op.ignoreIndex() && (target < 0 || target >= classes)) {
            throw new IndexOutOfBoundsException(
                    "nll_loss: Target "
                            + target
                            + " is out of bounds for "
                            + classes
                            + " classes.");
        }
    }

    private static void elementLoss(NeuralOp.ElementLoss op, View[] in, View out) {
        double sum = 0;
        int n = in[0].numel();
        if (op.kind() == NeuralOp.Loss.BCE) {
            for (int i = 0; i < n; i++) {
                checkProbabilities(in[0].doubleAt(i), in[1].doubleAt(i));
            }
        }
        boolean each = op.reduction() == LossReduction.NONE;
        for (int i = 0; i < n; i++) {
            double loss = loss(op, in[0].doubleAt(i), in[1].doubleAt(i), in, i);
            if (each) {
                out.setDouble(i, loss);
            }
            sum += loss;
        }
        if (!each) {
            out.setDouble(0, op.reduction() == LossReduction.MEAN ? sum / n : sum);
        }
    }

    /** Refuses what is not in [0, 1]. */
    static void checkProbabilities(double x, double y) {
        if (!(x >= 0 && x <= 1) || !(y >= 0 && y <= 1)) {
            throw new IllegalArgumentException(
                    "binary_cross_entropy: all elements of input and target should be between"
                            + " 0 and 1, got "
                            + x
                            + " and "
                            + y);
        }
    }

    private static double loss(NeuralOp.ElementLoss op, double x, double y, View[] in, int i) {
        double p = op.parameter();
        double d = Math.abs(x - y);
        return switch (op.kind()) {
            case MSE -> d * d;
            case SMOOTH_L1 -> d < p ? 0.5 * d * d / p : d - 0.5 * p;
            case HUBER -> d <= p ? 0.5 * d * d : p * (d - 0.5 * p);
            case SOFT_MARGIN -> Math.log1p(Math.exp(-x * y));
            case BCE -> {
                double no = Math.max(Math.log1p(-x), -100);
                double yes = Math.max(Math.log(x), -100);
                yield in[2].doubleAt(i) * ((y - 1) * no - y * yes);
            }
            case BCE_WITH_LOGITS -> {
                double softplus = Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
                double positive = (in[3].doubleAt(i) - 1) * y + 1;
                yield in[2].doubleAt(i) * ((1 - y) * x + positive * softplus);
            }
        };
    }
}
