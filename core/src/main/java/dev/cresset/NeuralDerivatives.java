package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.LossOp;
import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Op;
import dev.cresset.op.Parametric;
import dev.cresset.op.RecurrentOp;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** The derivatives of the ops of neural networks. */
final class NeuralDerivatives {
    private NeuralDerivatives() {}

    static @Nullable Rule rule(NeuralOp op) {
        return switch (op) {
            case NeuralOp.Spatial s -> SpatialDerivatives.rule(s);
            case AttentionOp a -> AttentionDerivatives.rule(a);
            case LossOp l -> LossDerivatives.rule(l);
            case RecurrentOp r -> RecurrentDerivatives.rule(r);
            case NeuralOp.Normalization n ->
                    Rule.many(INPUTS | OUTPUT, (s, g) -> normalize(n, s, g));
            case NeuralOp.NormalizationGradient n -> null;
            case NeuralOp.Embedding e -> embedding(e);
            case NeuralOp.Prelu p -> Rule.several(INPUTS, (s, g) -> prelu(s, g));
            case NeuralOp.Glu u -> Rule.one(input(0), (s, g) -> glu(u.dim(), s.in(0), g));
            case NeuralOp.NllLoss n -> Rule.many(INPUTS | OUTPUT, (s, g) -> nllLoss(n, s, g));
            case NeuralOp.NllLossGradient n -> null;
            case NeuralOp.SoftmaxGradient n -> null;
            case NeuralOp.ElementLoss e -> Rule.several(INPUTS, (s, g) -> elementLoss(e, s, g));
        };
    }

    private static @Nullable Tensor[] normalize(
            NeuralOp.Normalization op, Saved s, @Nullable Tensor[] gradients) {
        Tensor g = gradients[0];
        @Nullable Tensor[] out = new Tensor[s.count()];
        if (g == null) {
            return out;
        }
        if (!GradMode.enabled()) {
            Tensor mean = op.given() ? s.in(3) : s.out(1);
            Tensor var = op.given() ? s.in(4) : s.out(2);
            Tensor[] parts =
                    Dispatch.runAll(
                            new NeuralOp.NormalizationGradient(op), g, s.in(0), s.in(1), mean, var);
            System.arraycopy(parts, 0, out, 0, 3);
            return out;
        }
        int[] grid = op.grid(s.spec(0).shape());
        int[] over = op.reduced();
        Tensor x = s.in(0).reshape(grid);
        Tensor weight = s.in(1).reshape(1, grid[1], grid[2], 1);
        Tensor mean = op.given() ? column(s.in(3)) : x.mean(over, true, null);
        Tensor var = op.given() ? column(s.in(4)) : x.var(over, 0, true);
        Tensor rstd = var.add(op.eps()).rsqrt();
        Tensor z = x.sub(mean).mul(rstd);
        Tensor wide = g.reshape(grid);
        Tensor gw = wide.mul(weight);
        Tensor centred = gw;
        if (!op.given()) {
            centred =
                    gw.sub(gw.mean(over, true, null)).sub(z.mul(gw.mul(z).mean(over, true, null)));
        }
        out[0] = centred.mul(rstd).reshape(s.spec(0).shape());
        out[1] = wide.mul(z).sum(0, 3).reshape(s.spec(1).shape());
        out[2] = wide.sum(0, 3).reshape(s.spec(2).shape());
        return out;
    }

    private static Tensor column(Tensor statistic) {
        return statistic.reshape(1, -1, 1, 1);
    }

    private static Rule embedding(NeuralOp.Embedding op) {
        return Rule.several(
                input(1),
                (s, g) -> {
                    int width = s.spec(0).shape().size(1);
                    Tensor rows = s.in(1).reshape(-1).toLong();
                    Tensor parts = g.reshape(rows.shape().size(0), width);
                    if (op.paddingIdx() >= 0) {
                        parts = parts.maskedFill(rows.eq(op.paddingIdx()).unsqueeze(1), 0);
                    }
                    if (op.scaleGradByFreq()) {
                        Tensor counts =
                                Tensor.zeros(g.dtype(), s.spec(0).shape().size(0))
                                        .scatterAdd(0, rows, Tensor.ones(g.dtype(), rows.size(0)));
                        parts = parts.div(counts.gather(0, rows).unsqueeze(1));
                    }
                    Tensor index = rows.unsqueeze(1).expand(rows.size(0), width);
                    Tensor out =
                            Tensor.zeros(g.dtype(), s.spec(0).shape().toArray())
                                    .scatterAdd(0, index, parts);
                    return new @Nullable Tensor[] {out, null};
                });
    }

    private static @Nullable Tensor[] prelu(Saved s, Tensor g) {
        Tensor positive = s.in(0).gt(0);
        return new @Nullable Tensor[] {
            s.needs(0) ? Tensor.where(positive, g, g.mul(s.in(1))) : null,
            s.needs(1) ? Tensor.where(positive, 0, g.mul(s.in(0))) : null
        };
    }

    private static Tensor glu(int dim, Tensor x, Tensor g) {
        int half = x.size(dim) / 2;
        Tensor a = x.narrow(dim, 0, half);
        Tensor gate = x.narrow(dim, half, half).sigmoid();
        Tensor db = g.mul(a).mul(gate).mul(gate.rsub(1));
        return Tensor.cat(java.util.List.of(g.mul(gate), db), dim);
    }

    private static @Nullable Tensor[] nllLoss(
            NeuralOp.NllLoss op, Saved s, @Nullable Tensor[] gradients) {
        Tensor g = gradients[0];
        @Nullable Tensor[] out = new Tensor[s.count()];
        if (g == null) {
            return out;
        }
        Shape x = s.spec(0).shape();
        if (!GradMode.enabled()) {
            Op gradient = new NeuralOp.NllLossGradient(op, x);
            out[0] =
                    s.count() > 2
                            ? Dispatch.run(gradient, g, s.in(1), s.out(1), s.in(2))
                            : Dispatch.run(gradient, g, s.in(1), s.out(1));
            return out;
        }
        int dim = x.rank() == 1 ? 0 : 1;
        Tensor target = s.in(1).toLong();
        Tensor ignored = target.eq(op.ignoreIndex());
        Tensor chosen = target.maskedFill(ignored, 0);
        Tensor share = op.reduction() == LossReduction.MEAN ? g.div(s.out(1)) : g;
        Tensor each = share.neg().expand(target.shape());
        if (s.count() > 2) {
            each = each.mul(s.in(2).gather(0, chosen.reshape(-1)).reshape(target.shape()));
        }
        each = each.maskedFill(ignored, 0);
        out[0] =
                Tensor.zeros(g.dtype(), x.toArray())
                        .scatterAdd(dim, chosen.unsqueeze(dim), each.unsqueeze(dim));
        return out;
    }

    /** The gradients of a loss of {@code x - y}: opposite for x and y. */
    private static void slopes(Saved s, @Nullable Tensor[] out, Tensor x) {
        out[0] = x;
        out[1] = s.needs(1) ? x.neg() : null;
    }

    private static @Nullable Tensor[] elementLoss(NeuralOp.ElementLoss op, Saved s, Tensor g) {
        Tensor x = s.in(0);
        Tensor y = s.in(1);
        double p = op.parameter();
        if (op.kind() == NeuralOp.Loss.MSE && !GradMode.enabled()) {
            double factor = op.reduction() == LossReduction.MEAN ? 2.0 / x.numel() : 2;
            Tensor slope = Dispatch.run(new Parametric.Difference(factor), x, y, g);
            return s.needs(1) ? new Tensor[] {slope, slope.neg()} : new Tensor[] {slope, null};
        }
        Tensor share = op.reduction() == LossReduction.MEAN ? g.div((double) x.numel()) : g;
        @Nullable Tensor[] out = new Tensor[s.count()];
        switch (op.kind()) {
            case MSE -> {
                slopes(s, out, share.mul(x.sub(y).mul(2)));
            }
            case SMOOTH_L1 -> {
                Tensor d = x.sub(y);
                Tensor slope = p == 0 ? d.sign() : Tensor.where(d.abs().lt(p), d.div(p), d.sign());
                slopes(s, out, share.mul(slope));
            }
            case HUBER -> {
                Tensor d = x.sub(y);
                slopes(s, out, share.mul(Tensor.where(d.abs().le(p), d, d.sign().mul(p))));
            }
            case SOFT_MARGIN -> {
                Tensor slope = share.mul(x.mul(y).neg().sigmoid()).neg();
                out[0] = slope.mul(y);
                out[1] = s.needs(1) ? slope.mul(x) : null;
            }
            case BCE -> {
                Tensor w = share.mul(s.in(2));
                Tensor spread = x.rsub(1).mul(x).clamp(1e-12, null);
                out[0] = w.mul(x.sub(y).div(spread));
                out[1] =
                        s.needs(1)
                                ? w.mul(
                                        x.neg()
                                                .log1p()
                                                .clamp(-100, null)
                                                .sub(x.log().clamp(-100, null)))
                                : null;
            }
            case BCE_WITH_LOGITS -> {
                Tensor w = share.mul(s.in(2));
                Tensor positive = s.in(3).mul(y);
                out[0] = w.mul(positive.add(1).sub(y).mul(x.sigmoid()).sub(positive));
                if (s.needs(1)) {
                    Tensor log = Tensor.apply(dev.cresset.op.Unary.LOG_SIGMOID, x.neg());
                    Tensor logOne = Tensor.apply(dev.cresset.op.Unary.LOG_SIGMOID, x);
                    out[1] = w.mul(log.sub(s.in(3).mul(logOne)));
                }
            }
        }
        return out;
    }
}
