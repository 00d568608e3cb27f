package dev.cresset;

import org.jspecify.annotations.Nullable;

/**
 * Which singular values count as zero: those up to {@code max(atol, rtol * largest)}.
 *
 * @param atol the absolute bound, a tensor of one number per matrix or one for all; null is 0
 * @param rtol the relative bound; null is {@code max(m, n) * eps}, or 0 if atol is given
 * @param hermitian whether matrices are symmetric: then eigenvalues are computed from the lower
 *     triangle instead
 */
public record RankOptions(@Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
    static final RankOptions DEFAULT = new RankOptions(null, null, false);

    /** Returns these options with an absolute bound. */
    public RankOptions atol(double value) {
        return atol(Tensor.tensor(value));
    }

    /** Returns these options with absolute bounds. */
    public RankOptions atol(@Nullable Tensor value) {
        return new RankOptions(value, rtol, hermitian);
    }

    /** Returns these options with a relative bound. */
    public RankOptions rtol(double value) {
        return rtol(Tensor.tensor(value));
    }

    /** Returns these options with relative bounds. */
    public RankOptions rtol(@Nullable Tensor value) {
        return new RankOptions(atol, value, hermitian);
    }

    /** Returns these options for symmetric matrices. */
    public RankOptions hermitian(boolean value) {
        return new RankOptions(atol, rtol, value);
    }
}
