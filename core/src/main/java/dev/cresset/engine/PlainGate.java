package dev.cresset.engine;

import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;

/** PReLU, GLU, and the losses of classes and of probabilities, in double over dense arrays. */
final class PlainGate {
    private PlainGate() {}

    static void prelu(View in, View weight, View y) {
        double[] x = Dense.load(in);
        double[] w = Dense.load(weight);
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] > 0 ? x[i] : w[i] * x[i];
        }
        Dense.store(x, y);
    }

    static void glu(int dim, View in, View y) {
        double[] x = Dense.load(in);
        double[] out = new double[y.numel()];
        int half = y.shape().size(dim);
        for (int d = dim + 1; d < y.shape().rank(); d++) {
            half *= y.shape().size(d);
        }
        for (int from = 0, to = 0; to < out.length; from += 2 * half, to += half) {
            for (int i = 0; i < half; i++) {
                out[to + i] = x[from + i] / (1 + Math.exp(-x[from + half + i]));
            }
        }
        Dense.store(out, y);
    }

    static void nllLoss(NeuralOp.NllLoss op, View[] in, View[] out) {
        View target = in[1];
        int dim = in[0].shape().rank() == 1 ? 0 : 1;
        int classes = in[0].shape().size(dim);
        int plane = 1;
        for (int d = dim + 1; d < in[0].shape().rank(); d++) {
            plane *= in[0].shape().size(d);
        }
        int[] places = Runs.places(target.layout());
        long[] chosen = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            chosen[i] = Element.getLong(target.dtype(), target.storage(), places[i]);
            ReferenceNeural.checkTarget(op, chosen[i], classes);
        }
        double[] weight = in.length > 2 ? Dense.load(in[2]) : null;
        int[] from = Runs.places(in[0].layout());
        double[] losses = new double[places.length];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < losses.length; i++) {
            if (chosen[i] == op.ignoreIndex()) {
                continue;
            }
            int t = (int) chosen[i];
            double w = weight == null ? 1 : weight[t];
            int at = from[(i / plane * classes + t) * plane + i % plane];
            losses[i] = -w * Element.getDouble(in[0].dtype(), in[0].storage(), at);
            sum += losses[i];
            weights += w;
        }
        switch (op.reduction()) {
            case NONE -> Dense.store(losses, out[0]);
            case MEAN -> out[0].setDouble(0, sum / weights);
            case SUM -> out[0].setDouble(0, sum);
        }
        out[1].setDouble(0, weights);
    }

    /** The losses of probabilities: {@code BCE}, and {@code BCE_WITH_LOGITS}. */
    static void probabilities(NeuralOp.ElementLoss op, View[] in, View out) {
        double[] x = Dense.load(in[0]);
        double[] y = Dense.load(in[1]);
        double[] w = Dense.load(in[2]);
        double[] losses = new double[x.length];
        switch (op.kind()) {
            case BCE -> {
                for (int i = 0; i < x.length; i++) {
                    ReferenceNeural.checkProbabilities(x[i], y[i]);
                    double no = Math.max(Math.log1p(-x[i]), -100);
                    double yes = Math.max(Math.log(x[i]), -100);
                    losses[i] = w[i] * ((y[i] - 1) * no - y[i] * yes);
                }
            }
            case BCE_WITH_LOGITS -> {
                double[] positive = Dense.load(in[3]);
                for (int i = 0; i < x.length; i++) {
                    double softplus = Math.max(-x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
                    double share = (positive[i] - 1) * y[i] + 1;
                    losses[i] = w[i] * ((1 - y[i]) * x[i] + share * softplus);
                }
            }
            case MSE, SMOOTH_L1, HUBER, SOFT_MARGIN -> throw PlainEngine.unsupported(op);
        }
        if (op.reduction() == LossReduction.NONE) {
            Dense.store(losses, out);
            return;
        }
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        out.setDouble(0, op.reduction() == LossReduction.MEAN ? sum / losses.length : sum);
    }
}
