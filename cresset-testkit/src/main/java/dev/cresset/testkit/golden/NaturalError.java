package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far results in float32 are from those of the same call in float64: the {@code err64} that
 * recordings of ops state, for those that do not.
 *
 * <p>Both sides are Cresset's. So a result that is wrong in float32 and float64 alike has no
 * natural error, and its tolerance stays what it was.
 */
final class NaturalError {
    /** What is allowed at most: a larger error is no rounding. */
    private static final double MOST = 1e-4;

    private NaturalError() {}

    /** Returns {@code max |narrow - wide| / (1 + |wide|)}, at most 1e-4. */
    static double of(List<@Nullable Tensor> narrow, List<@Nullable Tensor> wide) {
        double largest = 0;
        for (int i = 0; i < narrow.size(); i++) {
            Tensor a = narrow.get(i);
            Tensor b = wide.get(i);
            if (a == null || b == null || !a.dtype().isFloatingPoint() || a.numel() == 0) {
                continue;
            }
            double[] x = a.detach().toDouble().toDoubleArray();
            double[] y = b.detach().toDoubleArray();
            for (int k = 0; k < x.length; k++) {
                double error = Math.abs(x[k] - y[k]) / (1 + Math.abs(y[k]));
                largest = error > largest ? error : largest; // NaN is no error.
            }
        }
        return Math.min(largest, MOST);
    }
}
