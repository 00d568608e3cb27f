package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.engine.View;

/**
 * What the elements of a tensor are like, computed in float64.
 *
 * <p>Mean, deviation, least and greatest are those of the finite elements; NaN if there are none.
 *
 * @param count the number of elements
 * @param mean the arithmetic mean
 * @param std the standard deviation with divisor n - 1, PyTorch's default; NaN of one element
 * @param min the least element
 * @param max the greatest element
 * @param zeros how many are 0, of either sign
 * @param nans how many are NaN
 * @param infinities how many are infinite
 */
public record Statistics(
        long count,
        double mean,
        double std,
        double min,
        double max,
        long zeros,
        long nans,
        long infinities) {
    /** Returns the statistics of a tensor. */
    public static Statistics of(Tensor tensor) {
        View view = tensor.view();
        int n = view.numel();
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        long zeros = 0;
        long nans = 0;
        long infinities = 0;
        for (int i = 0; i < n; i++) {
            double x = view.doubleAt(i);
            if (Double.isFinite(x)) {
                sum += x;
                min = Math.min(min, x);
                max = Math.max(max, x);
                zeros += x == 0 ? 1 : 0;
            } else if (Double.isNaN(x)) {
                nans++;
            } else {
                infinities++;
            }
        }
        long finite = n - nans - infinities;
        if (finite == 0) {
            double nan = Double.NaN;
            return new Statistics(n, nan, nan, nan, nan, zeros, nans, infinities);
        }
        double mean = sum / finite;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = view.doubleAt(i);
            if (Double.isFinite(x)) {
                squares += (x - mean) * (x - mean);
            }
        }
        double std = finite == 1 ? Double.NaN : Math.sqrt(squares / (finite - 1));
        return new Statistics(n, mean, std, min, max, zeros, nans, infinities);
    }

    /**
     * Counts a tensor's finite elements in intervals of equal width from least to greatest; the
     * last interval includes its upper end.
     *
     * @param bins the number of intervals, at least 1
     */
    public long[] histogram(Tensor tensor, int bins) {
        long[] out = new long[bins];
        View view = tensor.view();
        double width = (max - min) / bins;
        for (int i = 0; i < view.numel(); i++) {
            double x = view.doubleAt(i);
            if (Double.isFinite(x)) {
                int bin = width > 0 ? (int) ((x - min) / width) : 0;
                out[Math.clamp(bin, 0, bins - 1)]++;
            }
        }
        return out;
    }
}
