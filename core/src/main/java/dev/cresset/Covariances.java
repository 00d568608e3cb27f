package dev.cresset;

import dev.cresset.op.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Covariances and correlations of variables, one a row. */
final class Covariances {
    private Covariances() {}

    static Tensor cov(
            Tensor input,
            double correction,
            @Nullable Tensor frequencies,
            @Nullable Tensor weights) {
        checkRank("cov", input);
        if (input.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("cov(): bool dtype is not supported for input");
        }
        Tensor x = input.dim() < 2 ? input.reshape(1, -1) : input;
        int n = x.size(1);
        if (frequencies != null) {
            checkWeights("fweights", frequencies, n, frequencies.dtype().isIntegral(), "integral");
        }
        if (weights != null) {
            boolean real = weights.dtype().isFloatingPoint();
            checkWeights("aweights", weights, n, real, "floating point");
        }
        Tensor w =
                frequencies == null
                        ? weights
                        : weights == null ? frequencies : frequencies.mul(weights);
        Tensor total = w == null ? Tensor.tensor((long) n) : w.sum();
        if (w != null && total.item().doubleValue() == 0) {
            throw new IllegalArgumentException(
                    "cov(): weights sum to zero, can't be normalized: " + w.shape().listText());
        }
        Tensor mean = (w == null ? x : x.mul(w)).sum(1).div(total);
        Tensor degrees =
                weights != null && w != null && correction != 0
                        ? total.sub(w.mul(weights).sum().div(total).mul(correction))
                        : total.sub(correction);
        degrees = degrees.item().doubleValue() <= 0 ? degrees.detach().zerosLike() : degrees;
        Tensor apart = x.sub(mean.unsqueeze(1));
        Tensor weighted = w == null ? apart : apart.mul(w);
        return apart.mm(weighted.to(apart.dtype()).t()).div(degrees).squeeze();
    }

    static Tensor corrcoef(Tensor x) {
        checkRank("corrcoef", x);
        Tensor c = cov(x, 1, null, null);
        if (c.dim() == 0) {
            return c.div(c);
        }
        Tensor deviations = c.diag().sqrt();
        return c.div(deviations.view(-1, 1)).div(deviations.view(1, -1)).clamp(-1, 1);
    }

    private static void checkRank(String op, Tensor x) {
        if (x.dim() > 2) {
            throw new IllegalArgumentException(
                    op
                            + "(): expected input to have two or fewer dimensions but got an input"
                            + " with "
                            + x.dim()
                            + " dimensions: "
                            + x.shape().listText());
        }
    }

    private static void checkWeights(String name, Tensor w, int n, boolean fits, String wanted) {
        if (w.dim() > 1) {
            throw new IllegalArgumentException(
                    "cov(): expected "
                            + name
                            + " to have one or fewer dimensions but got "
                            + name
                            + " with "
                            + w.dim()
                            + " dimensions: "
                            + w.shape().listText());
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "cov(): expected "
                            + name
                            + " to have "
                            + wanted
                            + " dtype but got "
                            + name
                            + " with "
                            + w.dtype()
                            + " dtype");
        }
        if (w.numel() != n) {
            throw new IllegalArgumentException(
                    "cov(): expected "
                            + name
                            + " to have the same numel as there are observations in the input but"
                            + " got "
                            + w.numel()
                            + " != "
                            + n);
        }
        double least = Arrays.stream(w.toDoubleArray()).min().orElse(0);
        if (least < 0) {
            throw new IllegalArgumentException("cov(): " + name + " cannot be negative: " + least);
        }
    }
}
