package dev.cresset.engine;

import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;

/** Gradients of losses and softmax, straight from their definitions. */
final class ReferenceGradient {
    private ReferenceGradient() {}

    /** {@code -weight[t] * g} at each target t, by the sum of the weights for a mean. */
    static void nllLoss(NeuralOp.NllLossGradient op, View[] in, View out) {
        NeuralOp.NllLoss of = op.of();
        View target = in[1];
        Shape x = op.input();
        int dim = x.rank() == 1 ? 0 : 1;
        int classes = x.size(dim);
        int plane = 1;
        for (int d = dim + 1; d < x.rank(); d++) {
            plane *= x.size(d);
        }
        for (int i = 0; i < out.numel(); i++) {
            out.setDouble(i, 0);
        }
        for (int i = 0; i < target.numel(); i++) {
            long t = target.longAt(i);
            if (t == of.ignoreIndex()) {
                continue;
            }
            double w = in.length > 3 ? in[3].doubleAt((int) t) : 1;
            double g = in[0].doubleAt(of.reduction() == LossReduction.NONE ? i : 0);
            double share = of.reduction() == LossReduction.MEAN ? g / in[2].doubleAt(0) : g;
            out.setDouble((i / plane * classes + (int) t) * plane + i % plane, -share * w);
        }
    }

    static void softmax(NeuralOp.SoftmaxGradient op, View g, View y, View out) {
        int[] dims = y.shape().rank() == 0 ? new int[0] : new int[] {op.dim()};
        Layout rows = Layout.contiguous(y.shape());
        Lines lines = Lines.of(rows, dims);
        int n = lines.along().numel();
        for (int i = 0; i < lines.kept().numel(); i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                int at = lines.index(i, j);
                sum += op.log() ? g.doubleAt(at) : g.doubleAt(at) * y.doubleAt(at);
            }
            for (int j = 0; j < n; j++) {
                int at = lines.index(i, j);
                double v = y.doubleAt(at);
                double each =
                        op.log()
                                ? g.doubleAt(at) - StrictMath.exp(v) * sum
                                : v * (g.doubleAt(at) - sum);
                out.setDouble(at, each);
            }
        }
    }
}
