package dev.cresset.engine;

/** Hurwitz's zeta function {@code sum (q + k)^-x} over k = 0, 1, …. */
final class ZetaFunction {
    private static final double LARGE = 1e20; // other terms than the first are 0 to double

    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
    };

    private ZetaFunction() {}

    /**
     * Infinite at x = 1 and at whole q below 1; NaN for x below 1 and, unless x is whole, q below
     * 0.
     */
    static double hurwitz(double x, double q) {
        if (x == 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < 1 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q <= 0) {
            if (q == Math.floor(q)) {
                return Double.POSITIVE_INFINITY;
            }
            if (x != Math.floor(x)) {
                return Double.NaN;
            }
        }
        if (x > LARGE) { // NaN as PyTorch's series, 0 * inf
            return q > 1 ? Double.NaN : q == 1 ? 1 : Math.pow(q, -x);
        }
        return eulerMaclaurin(x, q, 12);
    }

    /** Adds terms up to {@code q >= start}, then the Euler-Maclaurin remainder (DLMF 25.11.5). */
    static double eulerMaclaurin(double x, double q, double start) {
        double sum = 0;
        double a = q;
        for (; a < start; a++) {
            double term = Math.pow(a, -x);
            sum += term;
            if (a > 0 && term < 1e-18 * sum) {
                return sum;
            }
        }
        double power = Math.pow(a, -x);
        sum += a * power / (x - 1) + power / 2;
        double factor = x;
        double scale = power / a;
        for (int k = 0; k < BERNOULLI.length; k++) {
            double term = BERNOULLI[k] * factor * scale;
            if (scale == 0) {
                break;
            }
            sum += term / FACTORIAL[k];
            factor *= (x + 2 * k + 1) * (x + 2 * k + 2);
            scale /= a * a;
        }
        return sum;
    }

    private static final double[] FACTORIAL = {
        2, 24, 720, 40320, 3628800, 479001600, 87178291200.0, 20922789888000.0
    };
}
