package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.DType;
import dev.cresset.op.Op;
import org.jspecify.annotations.Nullable;

/** The derivative of attention: one op, or, where it is differentiated again, a formula. */
final class AttentionDerivatives {
    private AttentionDerivatives() {}

    static @Nullable Rule rule(AttentionOp op) {
        return switch (op) {
            case AttentionOp.Attention a ->
                    Rule.many(INPUTS | OUTPUT, (s, g) -> gradients(a, s, g));
            case AttentionOp.AttentionGradient g -> null;
        };
    }

    private static @Nullable Tensor[] gradients(
            AttentionOp.Attention op, Saved s, @Nullable Tensor[] gradients) {
        Tensor g = gradients[0];
        @Nullable Tensor[] out = new Tensor[s.count()];
        if (g == null) {
            return out;
        }
        if (GradMode.enabled()) {
            formula(op, s, g, out);
            return out;
        }
        Op gradient = new AttentionOp.AttentionGradient(op);
        Tensor q = s.in(0);
        Tensor k = s.in(1);
        Tensor v = s.in(2);
        Tensor[] all =
                s.count() > 3
                        ? Dispatch.runAll(gradient, g, q, k, v, s.out(1), s.in(3))
                        : Dispatch.runAll(gradient, g, q, k, v, s.out(1));
        System.arraycopy(all, 0, out, 0, 3);
        return out;
    }

    /** With weights w and slopes {@code d = w (g v' - sum(w g v')) scale}. */
    private static void formula(
            AttentionOp.Attention op, Saved s, Tensor g, @Nullable Tensor[] out) {
        Tensor q = s.in(0);
        int shared = q.dim() < 3 ? 1 : q.size(-3) / Math.max(1, s.in(1).size(-3));
        Tensor k = repeated(s.in(1), shared);
        Tensor v = repeated(s.in(2), shared);
        Tensor w = weights(op, q, k, s.count() > 3 ? s.in(3) : null);
        Tensor slopes = g.matmul(v.transpose(-2, -1));
        Tensor mean = slopes.mul(w).sum(-1, true);
        Tensor d = w.mul(slopes.sub(mean)).mul(op.scale());
        out[0] = d.matmul(k);
        out[1] = summed(d.transpose(-2, -1).matmul(q), shared);
        out[2] = summed(w.transpose(-2, -1).matmul(g), shared);
    }

    private static Tensor weights(
            AttentionOp.Attention op, Tensor q, Tensor k, @Nullable Tensor mask) {
        Tensor scores = q.matmul(k.transpose(-2, -1)).mul(op.scale());
        Tensor hidden = null;
        if (op.causal()) {
            hidden = Tensor.ones(DType.BOOL, q.size(-2), k.size(-2)).triu(1);
        } else if (mask != null && mask.dtype() == DType.BOOL) {
            hidden = mask.logicalNot();
        } else if (mask != null) {
            scores = scores.add(mask);
        }
        if (hidden != null) {
            scores = scores.maskedFill(hidden, Double.NEGATIVE_INFINITY);
        }
        Tensor blind = scores.detach().amax(new int[] {-1}, true).isneginf();
        return scores.maskedFill(blind, 0).softmax(-1).maskedFill(blind, 0);
    }

    private static Tensor repeated(Tensor x, int times) {
        return times == 1 ? x : x.repeatInterleave(times, -3);
    }

    /** Sums what belongs to heads that share keys and values. */
    private static Tensor summed(Tensor x, int shared) {
        return shared == 1 ? x : x.unflatten(-3, x.size(-3) / shared, shared).sum(-3, false);
    }
}
