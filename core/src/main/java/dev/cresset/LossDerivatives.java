package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;

import dev.cresset.op.LossOp;
import dev.cresset.op.LossReduction;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** The derivatives of losses. */
final class LossDerivatives {
    private LossDerivatives() {}

    static Rule rule(LossOp op) {
        return switch (op) {
            case LossOp.MultiMargin m -> Rule.several(INPUTS, (s, g) -> multiMargin(m, s, g));
            case LossOp.MultilabelMargin m ->
                    Rule.several(INPUTS, (s, g) -> multilabelMargin(m, s, g));
            case LossOp.Ctc c -> Rule.many(INPUTS | OUTPUT, (s, g) -> ctc(c, s, g[0]));
            case LossOp.CtcGradient c ->
                    Rule.several(
                            0,
                            (s, g) -> {
                                throw new IllegalStateException(
                                        "ctc_loss: the derivative of its derivative is not"
                                                + " implemented, as in PyTorch");
                            });
        };
    }

    /** Returns the gradient of each example, {@code (N, 1)}. */
    private static Tensor shares(Tensor g, LossReduction reduction, int examples) {
        Tensor each = reduction == LossReduction.MEAN ? g.div((double) examples) : g;
        return each.reshape(-1).expand(examples).unsqueeze(1);
    }

    private static Tensor rows(Tensor x) {
        return x.reshape(x.dim() == 2 ? x.size(0) : 1, x.dim() == 0 ? 1 : x.size(-1));
    }

    private static @Nullable Tensor[] multiMargin(LossOp.MultiMargin op, Saved s, Tensor g) {
        @Nullable Tensor[] out = new Tensor[s.count()];
        Tensor x = rows(s.in(0));
        Tensor target = s.in(1).reshape(-1, 1);
        int classes = x.size(1);
        if (x.size(0) == 0) {
            out[0] = s.in(0).zerosLike();
            return out;
        }
        Tensor z = x.sub(x.gather(1, target)).add(op.margin());
        Tensor active = z.gt(0).scatter(1, target, 0);
        Tensor slope = op.p() == 1 ? active.to(x.dtype()) : z.mul(2).mul(active);
        if (s.count() > 2) {
            slope = slope.mul(s.in(2).gather(0, s.in(1).reshape(-1)).unsqueeze(1));
        }
        Tensor others = slope.div(classes).mul(shares(g, op.reduction(), x.size(0)));
        Tensor all = others.scatterAdd(1, target, others.sum(1, true).neg());
        out[0] = all.reshape(s.spec(0).shape());
        return out;
    }

    private static @Nullable Tensor[] multilabelMargin(
            LossOp.MultilabelMargin op, Saved s, Tensor g) {
        Tensor x = rows(s.in(0));
        int n = x.size(0);
        int classes = x.size(1);
        double[] values = x.detach().toDouble().reshape(-1).toDoubleArray();
        long[] target = s.in(1).reshape(-1).toLongArray();
        double[] slopes = new double[values.length];
        for (int row = 0; row < values.length; row += classes) {
            boolean[] chosen = new boolean[classes];
            int count = 0;
            while (count < classes && target[row + count] >= 0) {
                chosen[(int) target[row + count]] = true;
                count++;
            }
            for (int i = 0; i < count; i++) {
                int own = row + (int) target[row + i];
                for (int d = 0; d < classes; d++) {
                    if (!chosen[d] && 1 - values[own] + values[row + d] > 0) {
                        slopes[own] -= 1.0 / classes;
                        slopes[row + d] += 1.0 / classes;
                    }
                }
            }
        }
        Tensor slope = Tensor.tensor(slopes).to(x.dtype()).reshape(n, classes);
        Tensor out = n == 0 ? s.in(0).zerosLike() : slope.mul(shares(g, op.reduction(), n));
        Shape shape = s.spec(0).shape();
        return new @Nullable Tensor[] {out.reshape(shape), null};
    }

    private static @Nullable Tensor[] ctc(LossOp.Ctc op, Saved s, @Nullable Tensor g) {
        @Nullable Tensor[] out = new Tensor[s.count()];
        if (g != null) {
            LossOp back = new LossOp.CtcGradient(op);
            out[0] = Dispatch.run(back, g, s.in(0), s.in(1), s.out(0), s.out(1));
        }
        return out;
    }
}
