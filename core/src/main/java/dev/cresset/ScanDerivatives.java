package dev.cresset;

import static dev.cresset.Saved.OUTPUT;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Scan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The derivatives of ops along one dimension. */
final class ScanDerivatives {
    private static final int X = Saved.input(0);

    private ScanDerivatives() {}

    static Rule rule(Scan op) {
        return switch (op) {
            case Scan.Cumsum c -> Rule.one(0, (s, g) -> reverseCumsum(g, c.dim()));
            case Scan.Cumprod c -> Rule.one(X | OUTPUT, (s, g) -> cumprod(s, g, c.dim()));
            case Scan.Cumextreme c ->
                    Rule.many(
                            OUTPUT,
                            (s, g) -> {
                                Tensor values = g[0];
                                return new @Nullable Tensor[] {
                                    values == null
                                            ? null
                                            : values.zerosLike()
                                                    .scatterAdd(c.dim(), s.out(1), values)
                                };
                            });
            case Scan.Logcumsumexp c -> Rule.one(X | OUTPUT, (s, g) -> logcumsumexp(s, g, c.dim()));
            case Scan.Softmax f ->
                    Rule.one(
                            OUTPUT,
                            (s, g) -> {
                                if (!GradMode.enabled()) {
                                    return softmax(s, g, f.dim(), false);
                                }
                                Tensor weighted = g.mul(s.out());
                                return weighted.sub(s.out().mul(weighted.sum(f.dim(), true)));
                            });
            case Scan.LogSoftmax f ->
                    Rule.one(
                            OUTPUT,
                            (s, g) ->
                                    GradMode.enabled()
                                            ? g.sub(s.out().exp().mul(g.sum(f.dim(), true)))
                                            : softmax(s, g, f.dim(), true));
        };
    }

    private static Tensor softmax(Saved s, Tensor g, int dim, boolean log) {
        return Dispatch.run(new NeuralOp.SoftmaxGradient(dim, log), g, s.out());
    }

    private static Tensor reverseCumsum(Tensor g, int dim) {
        if (g.dim() == 0) {
            return g;
        }
        return g.flip(dim).cumsum(dim).flip(dim);
    }

    /*
     * Where nothing is 0: sums of g * out from behind, over x. Else, if it is to be differentiated
     * again, the product of the others is made for one place after the other, which costs n^2.
     */
    private static Tensor cumprod(Saved s, Tensor g, int dim) {
        Tensor x = s.in(0);
        if (x.dim() == 0 || x.numel() == 0) {
            return g;
        }
        if (!x.eq(0).any().isTrue()) {
            return reverseCumsum(g.mul(s.out()), dim).div(x);
        }
        if (!GradMode.enabled()) {
            return cumprodWithZeros(x, s.out(), g, dim);
        }
        int n = x.size(dim);
        List<Tensor> parts = new ArrayList<>();
        Tensor before = x.narrow(dim, 0, 1).onesLike();
        for (int k = 0; k < n; k++) {
            Tensor others = before;
            if (k + 1 < n) {
                Tensor after = x.narrow(dim, k + 1, n - k - 1).cumprod(dim);
                others = Tensor.cat(List.of(before, after.mul(before)), dim);
            }
            parts.add(g.narrow(dim, k, n - k).mul(others).sum(dim, true));
            before = before.mul(x.narrow(dim, k, 1));
        }
        return Tensor.cat(parts, dim);
    }

    /*
     * Before the first zero of a row as where nothing is 0; at the first zero the product of the
     * others up to the second one; behind it 0.
     */
    private static Tensor cumprodWithZeros(Tensor x, Tensor out, Tensor g, int dim) {
        Tensor zeros = x.eq(0).cumsum(dim);
        Tensor before = zeros.eq(0);
        Tensor sums = reverseCumsum(g.mul(out).maskedFill(before.logicalNot(), 0), dim).div(x);
        Tensor after = zeros.eq(1);
        Tensor first = after.toLong().argmax(dim, true);
        Tensor atFirst = x.zerosLike().scatter(dim, first, 1).toBool().logicalAnd(after);
        Tensor between = after.logicalAnd(atFirst.logicalNot());
        Tensor lead = out.gather(dim, first.sub(1).clampMin(0)).maskedFill(first.eq(0), 1);
        Tensor others =
                x.maskedFill(between.logicalNot(), 1)
                        .cumprod(dim)
                        .mul(g.maskedFill(after.logicalNot(), 0))
                        .sum(dim, true)
                        .mul(lead);
        Tensor zero = x.zerosLike();
        return Tensor.where(before, sums, Tensor.where(atFirst, others.expand(x.shape()), zero));
    }

    /** Positive and negative gradients go through logarithms separately. */
    private static Tensor logcumsumexp(Saved s, Tensor g, int dim) {
        if (g.dim() == 0 || g.numel() == 0) {
            return g;
        }
        Tensor x = s.in(0);
        if (GradMode.enabled()) {
            return pairwise(g, s.out(), x, dim);
        }
        return part(g, s.out(), x, dim).sub(part(g.neg(), s.out(), x, dim));
    }

    /*
     * The sum over i >= j of g[i] exp(x[j] - out[i]), term by term: memory grows with the square of the
     * length, but unlike the logarithms of part() it can be differentiated where g is not positive.
     */
    private static Tensor pairwise(Tensor g, Tensor out, Tensor x, int dim) {
        int n = x.size(dim);
        Tensor later = Tensor.ones(n, n).triu(1).toBool();
        Tensor exponent = x.movedim(dim, -1).unsqueeze(-2).sub(out.movedim(dim, -1).unsqueeze(-1));
        Tensor weights = exponent.maskedFill(later, Double.NEGATIVE_INFINITY).exp();
        return weights.mul(g.movedim(dim, -1).unsqueeze(-1)).sum(-2, false).movedim(-1, dim);
    }

    private static Tensor part(Tensor g, Tensor out, Tensor x, int dim) {
        Tensor log = Tensor.where(g.gt(0), g.log(), Double.NEGATIVE_INFINITY);
        return log.sub(out).flip(dim).logcumsumexp(dim).flip(dim).add(x).exp();
    }
}
