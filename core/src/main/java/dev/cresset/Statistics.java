package dev.cresset;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/** Reductions made of others: sums that ignore NaN, pairs of statistics, distances. */
sealed interface Statistics permits Tensor {
    /** The smallest and the largest elements. */
    record MinMax(Tensor min, Tensor max) {
        /** Returns PyTorch's text: {@code torch.return_types.aminmax(} and both on own lines. */
        @Override
        public String toString() {
            return "torch.return_types.aminmax(\nmin=" + min + ",\nmax=" + max + ")";
        }
    }

    /** A variance or standard deviation, and the mean. */
    record SpreadMean(Tensor spread, Tensor mean) {}

    /** Returns the sum of all elements that are not NaN. */
    default Tensor nansum() {
        return nansum(null, false, null);
    }

    /**
     * Returns the sum of the elements that are not NaN.
     *
     * @param dims the dimensions, null for all
     * @param keepdim whether they stay, with size 1
     * @param dtype the dtype to compute in, null for the usual one
     */
    default Tensor nansum(int @Nullable [] dims, boolean keepdim, @Nullable DType dtype) {
        return Summarising.nansum(self(), dims, keepdim, dtype);
    }

    /** Returns the mean of all elements that are not NaN; NaN if there is none. */
    default Tensor nanmean() {
        return nanmean(null, false, null);
    }

    /** Returns the mean of the elements that are not NaN; NaN if there is none. */
    default Tensor nanmean(int @Nullable [] dims, boolean keepdim, @Nullable DType dtype) {
        return Summarising.nanmean(self(), dims, keepdim, dtype);
    }

    /** Returns the smallest and the largest element; NaN if there is one. Ties share gradients. */
    default MinMax aminmax() {
        return Summarising.aminmax(self(), null, false);
    }

    /** Returns the smallest and the largest element, with all dimensions kept if asked for. */
    default MinMax aminmax(boolean keepdim) {
        return Summarising.aminmax(self(), null, keepdim);
    }

    /** Returns the smallest and the largest elements along a dimension, which may stay. */
    default MinMax aminmax(int dim, boolean keepdim) {
        return Summarising.aminmax(self(), dim, keepdim);
    }

    /** Returns the standard deviation and the mean over some dimensions, null for all. */
    default SpreadMean stdMean(int @Nullable [] dims, double correction, boolean keepdim) {
        Tensor std = Composite.named("StdMean", self().std(dims, correction, keepdim));
        return new SpreadMean(
                std, Composite.named("StdMean", self().mean(dims, keepdim, self().dtype())));
    }

    /** Returns the variance and the mean over some dimensions, null for all. */
    default SpreadMean varMean(int @Nullable [] dims, double correction, boolean keepdim) {
        Tensor var = Composite.named("VarMean", self().var(dims, correction, keepdim));
        return new SpreadMean(
                var, Composite.named("VarMean", self().mean(dims, keepdim, self().dtype())));
    }

    /** Returns the p-norm of {@code x - y}. */
    default Tensor dist(Tensor y, double p) {
        return Composite.named("Dist", self().sub(y).norm(p));
    }

    /**
     * Returns this with each slice of a dimension scaled down to a p-norm of at most {@code max}.
     */
    default Tensor renorm(double p, int dim, double max) {
        return Summarising.renorm(self(), p, dim, max);
    }

    /** Does {@link Tensor#renorm(double, int, double)} in place; returns this. */
    default Tensor renorm_(double p, int dim, double max) {
        return Composite.inPlace("renorm_", self(), x -> x.renorm(p, dim, max));
    }

    /** Returns the differences of neighbours along the last dimension. */
    default Tensor diff() {
        return diff(1, -1, null, null);
    }

    /**
     * Returns the n-th differences of neighbours along a dimension.
     *
     * @param prepend what to put before, null for nothing
     * @param append what to put after, null for nothing
     */
    default Tensor diff(int n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
        return Summarising.diff(self(), n, dim, prepend, append);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
