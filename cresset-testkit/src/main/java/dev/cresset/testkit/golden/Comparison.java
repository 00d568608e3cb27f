package dev.cresset.testkit.golden;

import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.DType;

/** Compares tensors with recorded ones: dtype, shape, values within a tolerance, strides. */
public final class Comparison {
    private Comparison() {}

    /**
     * Checks dtype, shape and values.
     *
     * <p>NaN equals NaN, an infinity only itself; integers and bools must be equal. Signs of zero
     * are compared only bit for bit.
     *
     * @throws MismatchException at the first difference in dtype or shape, or with the largest
     *     error
     */
    public static void same(View expected, View actual, Tolerance tolerance) {
        if (expected.dtype() != actual.dtype()) {
            throw new MismatchException("dtype " + expected.dtype(), "dtype " + actual.dtype(), "");
        }
        if (!expected.shape().equals(actual.shape())) {
            throw new MismatchException(
                    "shape " + expected.shape().listText(),
                    "shape " + actual.shape().listText(),
                    "");
        }
        if (!expected.dtype().isFloatingPoint()) {
            integers(expected, actual);
        } else if (tolerance.bound() == 0) {
            bits(expected, actual);
        } else {
            floats(expected, actual, tolerance);
        }
    }

    /**
     * Checks the strides of a view; those of dimensions with fewer than two elements and of empty
     * tensors say nothing.
     *
     * @throws MismatchException if one differs
     */
    public static void sameStrides(Layout expected, Layout actual) {
        if (expected.shape().numel() == 0) {
            return;
        }
        for (int d = 0; d < expected.shape().rank(); d++) {
            if (expected.shape().size(d) > 1 && expected.stride(d) != actual.stride(d)) {
                throw new MismatchException(
                        "layout " + expected, "layout " + actual, "stride of dimension " + d);
            }
        }
    }

    private static void integers(View expected, View actual) {
        for (int i = 0; i < expected.numel(); i++) {
            long e = expected.longAt(i);
            long a = actual.longAt(i);
            if (e != a) {
                throw new MismatchException(
                        expected.dtype() == DType.BOOL ? String.valueOf(e != 0) : String.valueOf(e),
                        actual.dtype() == DType.BOOL ? String.valueOf(a != 0) : String.valueOf(a),
                        "at element " + i + " of shape " + expected.shape().listText());
            }
        }
    }

    private static void bits(View expected, View actual) {
        for (int i = 0; i < expected.numel(); i++) {
            double e = expected.doubleAt(i);
            double a = actual.doubleAt(i);
            if (Double.doubleToLongBits(e) != Double.doubleToLongBits(a)) {
                throw new MismatchException(
                        String.valueOf(e),
                        String.valueOf(a),
                        "error " + Math.abs(a - e) + " at element " + i + ", equal bits required");
            }
        }
    }

    private static void floats(View expected, View actual, Tolerance tolerance) {
        double worst = tolerance.bound();
        int at = -1;
        int wrong = 0;
        for (int i = 0; i < expected.numel(); i++) {
            double error = error(expected.doubleAt(i), actual.doubleAt(i), tolerance.onlyFinite());
            if (error > tolerance.bound()) {
                wrong++;
            }
            if (error > worst) {
                worst = error;
                at = i;
            }
        }
        if (at >= 0) {
            throw new MismatchException(
                    String.valueOf(expected.doubleAt(at)),
                    String.valueOf(actual.doubleAt(at)),
                    "largest error %s, %s, %d of %d elements, worst at %d of shape %s"
                            .formatted(
                                    Double.isInfinite(worst) ? "inf" : "%.3g".formatted(worst),
                                    tolerance,
                                    wrong,
                                    expected.numel(),
                                    at,
                                    expected.shape().listText()));
        }
    }

    private static double error(double expected, double actual, boolean onlyFinite) {
        if (Double.isFinite(expected) && Double.isFinite(actual)) {
            return Math.abs(actual - expected) / (1 + Math.abs(expected));
        }
        boolean same = Double.compare(expected, actual) == 0;
        return same || onlyFinite ? 0 : Double.POSITIVE_INFINITY;
    }
}
