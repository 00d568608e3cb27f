package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Reduction;
import dev.cresset.op.Unary;

/** Losses that compare elements; distances are of float32 tensors, rounded for each element. */
final class PlainLoss {
    private PlainLoss() {}

    static boolean supports(NeuralOp.ElementLoss op, View[] in) {
        return switch (op.kind()) {
            case MSE, SMOOTH_L1, HUBER, SOFT_MARGIN -> in[0].dtype() == DType.FLOAT32;
            case BCE, BCE_WITH_LOGITS -> true;
        };
    }

    private static View dense(View x) {
        if (x.layout().isContiguous()) {
            return x;
        }
        View copy = View.allocate(x.dtype(), x.shape());
        StridedLoops.run(Unary.CLONE, x.dtype(), new View[] {x}, copy);
        return copy;
    }

    static void run(NeuralOp.ElementLoss op, View[] in, View out) {
        if (op.kind() == NeuralOp.Loss.BCE || op.kind() == NeuralOp.Loss.BCE_WITH_LOGITS) {
            PlainGate.probabilities(op, in, out);
            return;
        }
        View x = in[0];
        View y = in[1];
        boolean each = op.reduction() == LossReduction.NONE && out.layout().isContiguous();
        View losses = each ? out : View.allocate(x.dtype(), x.shape());
        fill(op, dense(x), dense(y), losses);
        if (op.reduction() == LossReduction.NONE) {
            if (!each) {
                StridedLoops.run(Unary.CLONE, x.dtype(), new View[] {losses}, out);
            }
            return;
        }
        Reduction.Kind kind =
                op.reduction() == LossReduction.MEAN ? Reduction.Kind.MEAN : Reduction.Kind.SUM;
        int[] all = new int[x.shape().rank()];
        for (int d = 0; d < all.length; d++) {
            all[d] = d;
        }
        PlainReduction.run(
                new Reduction.Reduce(kind, all, false, true),
                losses,
                new View[] {out},
                RowMath.PLAIN);
    }

    private static void fill(NeuralOp.ElementLoss op, View x, View y, View out) {
        float[] a = ((Storage.Floats) x.storage()).array;
        float[] b = ((Storage.Floats) y.storage()).array;
        float[] c = ((Storage.Floats) out.storage()).array;
        int i = x.layout().offset();
        int j = y.layout().offset();
        int k = out.layout().offset();
        int n = x.numel();
        double p = op.parameter();
        switch (op.kind()) {
            case MSE -> {
                for (int m = 0; m < n; m++) {
                    float d = a[i + m] - b[j + m];
                    c[k + m] = d * d;
                }
            }
            case SMOOTH_L1 -> {
                for (int m = 0; m < n; m++) {
                    double d = Math.abs((double) a[i + m] - b[j + m]);
                    c[k + m] = (float) (d < p ? 0.5 * d * d / p : d - 0.5 * p);
                }
            }
            case HUBER -> {
                for (int m = 0; m < n; m++) {
                    double d = Math.abs((double) a[i + m] - b[j + m]);
                    c[k + m] = (float) (d <= p ? 0.5 * d * d : p * (d - 0.5 * p));
                }
            }
            case SOFT_MARGIN -> {
                for (int m = 0; m < n; m++) {
                    c[k + m] = (float) Math.log1p(Math.exp(-(double) a[i + m] * b[j + m]));
                }
            }
            case BCE, BCE_WITH_LOGITS ->
                    throw new IllegalStateException("plain engine: no kernel for " + op);
        }
    }
}
