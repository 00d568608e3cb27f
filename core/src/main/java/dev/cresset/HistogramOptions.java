package dev.cresset;

import org.jspecify.annotations.Nullable;

/**
 * What a histogram counts.
 *
 * @param range the lower and the upper end of each dimension, null for the extremes of the elements
 * @param weight what each element counts, null for 1
 * @param density whether the counts are scaled to a density, whose integral is 1
 */
public record HistogramOptions(
        double @Nullable [] range, @Nullable Tensor weight, boolean density) {
    static final HistogramOptions DEFAULT = new HistogramOptions(null, null, false);

    /** Returns these options with the lower and the upper end of each dimension in turn. */
    public HistogramOptions range(double... ends) {
        return new HistogramOptions(ends, weight, density);
    }

    /** Returns these options with weights. */
    public HistogramOptions weight(@Nullable Tensor values) {
        return new HistogramOptions(range, values, density);
    }

    /** Returns these options with or without scaling to a density. */
    public HistogramOptions density(boolean value) {
        return new HistogramOptions(range, weight, value);
    }
}
