package dev.cresset.engine;

/**
 * The error function by its series, its complement by a continued fraction, and its inverse by
 * bisection: a check on {@link ErrorFunction} by other means.
 *
 * @see <a href="https://dlmf.nist.gov/7.6">DLMF 7.6.2 and 7.9.1</a>
 */
final class ReferenceErrorFunction {
    private static final double TWO_OVER_SQRT_PI = 2 / StrictMath.sqrt(Math.PI);

    private ReferenceErrorFunction() {}

    static double erf(double x) {
        double a = Math.abs(x);
        return a <= 1 ? series(x) : StrictMath.copySign(1 - fraction(a), x);
    }

    static double erfc(double x) {
        if (Math.abs(x) <= 0.4) {
            return 1 - series(x);
        }
        return x < 0 ? 2 - fraction(-x) : fraction(x);
    }

    static double inverse(double y) {
        double a = Math.abs(y);
        if (!(a < 1)) {
            return a == 1 ? StrictMath.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
        }
        if (a < 1e-9) {
            return y / TWO_OVER_SQRT_PI;
        }
        double low = 0;
        double high = 6;
        while (true) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                return StrictMath.copySign(middle, y);
            }
            boolean below = a < 0.5 ? series(middle) < a : erfc(middle) > 1 - a;
            low = below ? middle : low;
            high = below ? high : middle;
        }
    }

    /** 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + …), all terms of one sign. */
    private static double series(double x) {
        double term = x;
        double sum = 0;
        double rest = 0;
        for (int n = 1; sum + term != sum; n++) {
            double y = term - rest; // Kahan's summation
            double next = sum + y;
            rest = next - sum - y;
            sum = next;
            term *= 2 * x * x / (2 * n + 1);
        }
        return TWO_OVER_SQRT_PI * gauss(x) * sum;
    }

    /** e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …)))), x at least 0.4. */
    private static double fraction(double x) {
        if (x > 30) {
            return 0;
        }
        double below = x;
        for (int n = 2000; n > 0; n--) {
            below = x + n / 2.0 / below;
        }
        return gauss(x) * TWO_OVER_SQRT_PI / 2 / below;
    }

    /** e^(-x^2), with the rounding error of the square made good. */
    private static double gauss(double x) {
        double square = x * x;
        return StrictMath.exp(-square) * (1 - Math.fma(x, x, -square));
    }
}
