package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Indexing.Fold;
import java.util.function.UnaryOperator;
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

    /**
     * Returns the sum of all elements that are not NaN.
     *
     * <p>With {@code x = tensor([1., nan, 2.])}, {@code x.nansum()} is {@code tensor(3.)}.
     */
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

    /**
     * Returns the mean of all elements that are not NaN; NaN if there is none.
     *
     * <p>With {@code x = tensor([1., nan, 2.])}, {@code x.nanmean()} is {@code tensor(1.5000)}.
     */
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

    /**
     * Returns the value below which a part q of all elements lies, on a line between two.
     *
     * <p>With {@code x = tensor([1., 2., 4.])}, {@code x.quantile(0.75)} is {@code tensor(3.)}.
     */
    default Tensor quantile(double q) {
        return quantile(q, null, false, Interpolation.LINEAR);
    }

    /**
     * Returns the values below which a part q of the elements lies; NaN where there is one.
     *
     * @param q in [0, 1]
     * @param dim the dimension to reduce, null for all
     * @param interpolation what counts between two elements
     * @throws IllegalArgumentException if this is neither float32 nor float64, or empty
     */
    default Tensor quantile(
            double q, @Nullable Integer dim, boolean keepdim, Interpolation interpolation) {
        return quantile(Summarising.part(self(), q), dim, keepdim, interpolation);
    }

    /** Returns several quantiles, along a new first dimension; q is a vector or 0-dim. */
    default Tensor quantile(
            Tensor q, @Nullable Integer dim, boolean keepdim, Interpolation interpolation) {
        return Quantiles.quantile(self(), q, dim, keepdim, interpolation, false);
    }

    /** Returns the {@link #quantile} of the elements that are not NaN. */
    default Tensor nanquantile(
            double q, @Nullable Integer dim, boolean keepdim, Interpolation interpolation) {
        return nanquantile(Summarising.part(self(), q), dim, keepdim, interpolation);
    }

    /** Returns several quantiles of the elements that are not NaN. */
    default Tensor nanquantile(
            Tensor q, @Nullable Integer dim, boolean keepdim, Interpolation interpolation) {
        return Quantiles.quantile(self(), q, dim, keepdim, interpolation, true);
    }

    /** Returns the covariances of variables, one a row, whose observations are the columns. */
    default Tensor cov() {
        return cov(1, null, null);
    }

    /**
     * Returns the covariances of variables, {@code (variables, observations) -> (variables,
     * variables)}; a vector is one variable.
     *
     * @param correction what is taken off the number of observations in the divisor
     * @param frequencies how often each observation counts: integers, or null for once
     * @param weights the importance of each observation: floats, or null for 1
     * @throws IllegalArgumentException if this has more than two dimensions or is bool, or weights
     *     do not fit, are negative or sum to 0
     */
    default Tensor cov(double correction, @Nullable Tensor frequencies, @Nullable Tensor weights) {
        return Covariances.cov(self(), correction, frequencies, weights);
    }

    /**
     * Returns the correlations of variables, one a row, held within [-1, 1].
     *
     * <p>With {@code x = tensor([[0., 2., 4.], [4., 2., 0.]])}, {@code x.corrcoef()} is {@code
     * tensor([[ 1., -1.], [-1., 1.]])}.
     */
    default Tensor corrcoef() {
        return Covariances.corrcoef(self());
    }

    /**
     * Returns neighbours along a dimension folded in segments, {@code (*, n, *) -> (*, segments,
     * *)}; ties of extremes share gradients.
     *
     * <p>{@code x.segmentReduce(Fold.SUM, o -> o.lengths(tensor(2, 3)))}
     *
     * @throws IllegalArgumentException if the segments do not fit or the dtype is not
     *     floating-point
     */
    default Tensor segmentReduce(Fold fold, UnaryOperator<SegmentOptions> options) {
        return Segments.reduce(self(), fold, options.apply(SegmentOptions.DEFAULT));
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

    /**
     * Returns the differences of neighbours along the last dimension.
     *
     * <p>With {@code x = tensor([1., 4., 9., 16.])}, {@code x.diff()} is {@code tensor([3., 5.,
     * 7.])}.
     */
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
