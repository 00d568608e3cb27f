package dev.cresset;

import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.Reduction;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The derivatives of reductions. */
final class ReductionDerivatives {
    private static final int X = input(0);

    private ReductionDerivatives() {}

    static @Nullable Rule rule(Reduction op) {
        return switch (op) {
            case Reduction.Reduce r -> reduce(r);
            case Reduction.Var v ->
                    Rule.one(X, (s, g) -> variance(widen(g, s, v), s.in(0), v, v.correction()));
            case Reduction.Std d ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) -> {
                                Tensor half = g.div(s.out().mul(2)).maskedFill(s.out().eq(0), 0);
                                return variance(widen(half, s, d), s.in(0), d, d.correction());
                            });
            case Reduction.VectorNorm n -> Rule.one(X | OUTPUT, (s, g) -> norm(s, g, n));
            case Reduction.ArgExtreme a -> null;
            case Reduction.Extreme e ->
                    Rule.many(
                            OUTPUT,
                            (s, g) -> {
                                Tensor values = g[0];
                                return new @Nullable Tensor[] {
                                    values == null ? null : atIndex(s, values, e)
                                };
                            });
        };
    }

    private static @Nullable Rule reduce(Reduction.Reduce op) {
        return switch (op.kind()) {
            case SUM -> Rule.one(0, (s, g) -> expand(g, s, op));
            case MEAN -> Rule.one(0, (s, g) -> expand(g.div(count(s, op)), s, op));
            case PROD -> Rule.one(X | OUTPUT, (s, g) -> prod(s, g, op));
            case AMAX, AMIN ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) -> {
                                Tensor out = widen(s.out(), s, op);
                                Tensor x = s.in(0);
                                Tensor ties = x.eq(out);
                                if (op.whole()) { // as PyTorch: max() finds NaN, amax() does not
                                    ties = ties.logicalOr(x.isnan().logicalAnd(out.isnan()));
                                }
                                Tensor share = ties.sum(op.dims(), true, null);
                                return ties.mul(widen(g, s, op)).div(share);
                            });
            case LOGSUMEXP ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) ->
                                    widen(g, s, op).mul(s.in(0).sub(widen(s.out(), s, op)).exp()));
            case ALL, ANY -> null;
        };
    }

    /** A reduced tensor with its dimensions of size 1 back. */
    private static Tensor widen(Tensor g, Saved s, Reduction op) {
        return widen(g, s.spec(0).shape(), op.dims(), op.keepdim());
    }

    static Tensor widen(Tensor g, Shape shape, int[] dims, boolean keepdim) {
        if (keepdim || shape.rank() == 0) {
            return g;
        }
        int[] sizes = shape.toArray();
        for (int d : dims) {
            sizes[d] = 1;
        }
        return g.view(sizes);
    }

    private static Tensor expand(Tensor g, Saved s, Reduction op) {
        return widen(g, s, op).expand(s.spec(0).shape());
    }

    private static long count(Saved s, Reduction op) {
        long n = 1;
        for (int d : op.dims()) {
            n *= s.spec(0).shape().size(d);
        }
        return n;
    }

    private static Tensor variance(Tensor g, Tensor x, Reduction op, double correction) {
        long n = 1;
        for (int d : op.dims()) {
            n *= x.size(d);
        }
        double degrees = Math.max(0, n - correction);
        Tensor centred = x.sub(x.mean(op.dims(), true, null));
        return g.mul(2 / degrees).mul(centred);
    }

    /** The product of the others, also where there are zeros: products from both sides. */
    private static Tensor prod(Saved s, Tensor g, Reduction.Reduce op) {
        Tensor x = s.in(0);
        Tensor wide = widen(g, s, op);
        if (!x.eq(0).any().isTrue()) {
            return wide.mul(widen(s.out(), s, op).div(x));
        }
        if (x.dim() == 0) {
            return wide;
        }
        int[] dims = op.dims();
        int rank = x.dim();
        int[] kept =
                java.util.stream.IntStream.range(0, rank)
                        .filter(d -> Arrays.binarySearch(dims, d) < 0)
                        .toArray();
        int[] order = Arrays.copyOf(kept, rank);
        System.arraycopy(dims, 0, order, kept.length, dims.length);
        Tensor lines = x.permute(order);
        Shape permuted = lines.shape();
        int n = Math.toIntExact(count(s, op));
        Tensor flat = lines.reshape(-1, n);
        Tensor others = othersProduct(flat, n);
        int[] inverse = new int[rank];
        for (int i = 0; i < rank; i++) {
            inverse[order[i]] = i;
        }
        return wide.mul(others.view(permuted).permute(inverse));
    }

    private static Tensor othersProduct(Tensor x, int n) {
        Tensor[] before = new Tensor[n];
        Tensor[] after = new Tensor[n];
        Tensor one = Tensor.ones(x.dtype(), x.size(0));
        for (int i = 0; i < n; i++) {
            before[i] = i == 0 ? one : before[i - 1].mul(x.select(1, i - 1));
            int j = n - 1 - i;
            after[j] = i == 0 ? one : after[j + 1].mul(x.select(1, j + 1));
        }
        Tensor[] out = new Tensor[n];
        for (int i = 0; i < n; i++) {
            out[i] = before[i].mul(after[i]);
        }
        return Tensor.stack(Arrays.asList(out), 1);
    }

    private static @Nullable Tensor norm(Saved s, Tensor gradient, Reduction.VectorNorm op) {
        Tensor x = s.in(0);
        Tensor g = widen(gradient, s, op);
        Tensor norm = widen(s.out(), s, op);
        double p = op.p();
        if (p == 0) { // as PyTorch: no gradient rather than zeros
            return null;
        } else if (p == 1) {
            return x.sign().mul(g);
        } else if (p == 2) {
            return x.mul(g.div(norm)).maskedFill(norm.eq(0), 0);
        } else if (Double.isInfinite(p)) {
            Tensor abs = x.abs();
            Tensor ties = abs.eq(norm).logicalOr(abs.isnan().logicalAnd(norm.isnan()));
            Tensor share = ties.sum(op.dims(), true, null);
            return x.sign().mul(ties.div(share)).mul(g);
        } else if (p < 1) {
            Tensor powers = x.abs().pow(p - 1).maskedFill(x.eq(0), 0);
            return x.sign().mul(powers).mul(g).mul(norm.pow(1 - p));
        } else if (p < 2) {
            Tensor scale = g.div(norm.pow(p - 1)).maskedFill(norm.eq(0), 0);
            return x.sign().mul(x.abs().pow(p - 1)).mul(scale);
        }
        Tensor scale = g.div(norm.pow(p - 1)).maskedFill(norm.eq(0), 0);
        return x.mul(x.abs().pow(p - 2)).mul(scale);
    }

    private static Tensor atIndex(Saved s, Tensor g, Reduction.Extreme op) {
        Shape shape = s.spec(0).shape();
        Tensor index = widen(s.out(1), shape, op.dims(), op.keepdim());
        Tensor wide = widen(g, shape, op.dims(), op.keepdim());
        return Tensor.zeros(g.dtype(), shape.toArray()).scatterAdd(op.dim(), index, wide);
    }
}
