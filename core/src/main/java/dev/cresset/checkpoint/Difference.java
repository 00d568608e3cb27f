package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.engine.View;

/**
 * How far apart the elements of two tensors of one shape are, computed in float64.
 *
 * <p>Equal elements, two NaNs and equal infinities count as the same; a NaN or an infinity beside
 * anything else is infinitely far from it.
 *
 * @param count the number of elements
 * @param different how many differ
 * @param largest the largest absolute difference
 * @param relative the largest of |a - b| / max(|a|, |b|)
 */
public record Difference(long count, long different, double largest, double relative) {
    /**
     * Compares two tensors, whatever their dtypes.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static Difference of(Tensor a, Tensor b) {
        View x = a.view();
        View y = b.view();
        if (!x.shape().equals(y.shape())) {
            throw new IllegalArgumentException(
                    "difference: the shapes differ: " + x.shape() + ", " + y.shape());
        }
        boolean whole = !x.dtype().isFloatingPoint() && !y.dtype().isFloatingPoint();
        long different = 0;
        double largest = 0;
        double relative = 0;
        for (int i = 0; i < x.numel(); i++) {
            double p = x.doubleAt(i);
            double q = y.doubleAt(i);
            boolean same =
                    whole
                            ? x.longAt(i) == y.longAt(i)
                            : p == q || (Double.isNaN(p) && Double.isNaN(q));
            if (!same) {
                different++;
                // Neighbouring integers beyond 2^53 are the same double.
                double d = whole ? Math.max(1, Math.abs(p - q)) : Math.abs(p - q);
                double far = Double.isFinite(d) ? d : Double.POSITIVE_INFINITY;
                largest = Math.max(largest, far);
                double scale = Math.max(Math.abs(p), Math.abs(q));
                double r = Double.isFinite(far) ? far / scale : Double.POSITIVE_INFINITY;
                relative = Math.max(relative, r);
            }
        }
        return new Difference(x.numel(), different, largest, relative);
    }
}
