package dev.cresset.nn;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Normal numbers within bounds, by drawing again: whole tensors at a time, as PyTorch does. */
final class TruncatedNormal {
    /* If the bounds hold more than this part of the distribution, normal numbers are drawn until all are
     * inside; else uniform ones are kept with a probability in proportion to the density. */
    private static final double MOSTLY_INSIDE = 0.3;

    private TruncatedNormal() {}

    static void fill(
            Tensor x, double mean, double std, double a, double b, @Nullable Generator generator) {
        if (!(a < b) || !(std >= 0)) {
            throw new IllegalArgumentException(
                    "truncNormal_: needs a < b and std >= 0, got a="
                            + a
                            + ", b="
                            + b
                            + ", std="
                            + std);
        }
        if (cdf((b - mean) / std) - cdf((a - mean) / std) > MOSTLY_INSIDE) {
            redraw(x, mean, std, a, b, generator);
        } else {
            accept(x, mean, std, a, b, generator);
        }
    }

    private static double cdf(double x) {
        Tensor scaled = Tensor.full(Shape.SCALAR, x / Math.sqrt(2), o -> o.dtype(DType.FLOAT64));
        return (1 + scaled.erf().item().doubleValue()) / 2;
    }

    private static void redraw(
            Tensor x, double mean, double std, double a, double b, @Nullable Generator generator) {
        double low = rounded(a, x.dtype());
        double high = rounded(b, x.dtype());
        Tensor result = x.normal_(mean, std, generator);
        while (true) {
            Tensor outside = result.lt(low).logicalOr(result.gt(high));
            if (!outside.any().isTrue()) {
                break;
            }
            Tensor again = result.emptyLike().normal_(mean, std, generator);
            result = Tensor.where(outside, again, result);
        }
        if (result != x) {
            x.copy_(result);
        }
    }

    private static double rounded(double value, DType dtype) {
        return Tensor.full(Shape.SCALAR, value, o -> o.dtype(dtype)).item().doubleValue();
    }

    private static void accept(
            Tensor x, double mean, double std, double a, double b, @Nullable Generator generator) {
        double mode = Math.max(a, Math.min(mean, b));
        double logPeak = -0.5 * ((mode - mean) / std) * ((mode - mean) / std);
        Tensor result = x.uniform_(a, b, generator);
        Tensor pending = refused(x.clone(), mean, std, logPeak, generator);
        while (pending.any().isTrue()) {
            Tensor candidates = x.emptyLike().uniform_(a, b, generator);
            result = Tensor.where(pending, candidates, result);
            pending = pending.logicalAnd(refused(candidates, mean, std, logPeak, generator));
        }
        if (result != x) {
            x.copy_(result);
        }
    }

    /**
     * Returns where the log of a uniform number exceeds the log density of c, which is overwritten.
     */
    private static Tensor refused(
            Tensor c, double mean, double std, double logPeak, @Nullable Generator generator) {
        Tensor draw = c.emptyLike().uniform_(0, 1, generator).log_();
        return draw.gt(c.sub_(mean).div_(std).pow_(2).mul_(-0.5).sub_(logPeak));
    }
}
