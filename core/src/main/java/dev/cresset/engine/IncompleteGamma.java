package dev.cresset.engine;

/**
 * The regularised incomplete gamma functions P and Q = 1 - P.
 *
 * <p>P by its power series below {@code a + 1}, Q by its continued fraction above (Press et al.,
 * Numerical Recipes, 6.2; DLMF 8.11.4 and 8.9.2), the latter by Lentz's method.
 */
final class IncompleteGamma {
    private static final double TINY = 1e-300;
    private static final double LAST = 0x1p-54;

    private IncompleteGamma() {}

    /** P(a, x): 0 at x = 0, 1 at infinity; NaN outside a >= 0, x >= 0 and at a = x = 0. */
    static double lower(double a, double x) {
        if (!inside(a, x)) {
            return Double.NaN;
        }
        if (a == 0 || x == Double.POSITIVE_INFINITY) {
            return 1;
        }
        if (x == 0 || a == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return x < a + 1 ? series(a, x) : 1 - fraction(a, x);
    }

    /** Q(a, x): 1 at x = 0, 0 at infinity; NaN where P is. */
    static double upper(double a, double x) {
        if (!inside(a, x)) {
            return Double.NaN;
        }
        if (a == 0 || x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (x == 0 || a == Double.POSITIVE_INFINITY) {
            return 1;
        }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
    }

    private static boolean inside(double a, double x) {
        boolean both = (a == 0 && x == 0) || (Double.isInfinite(a) && Double.isInfinite(x));
        return a >= 0 && x >= 0 && !both;
    }

    /** x^a e^-x / Gamma(a). */
    private static double front(double a, double x) {
        return Math.exp(a * Math.log(x) - x - GammaFunctions.lgamma(a));
    }

    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (double r = a + 1; term > LAST * sum; r++) {
            term *= x / r;
            sum += term;
        }
        return sum * front(a, x);
    }

    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double h = d;
        double change = 0;
        for (int i = 1; Math.abs(change - 1) > LAST && i < 100_000; i++) {
            double factor = -i * (i - a);
            b += 2;
            d = factor * d + b;
            d = 1 / (Math.abs(d) < TINY ? TINY : d);
            c = b + factor / c;
            c = Math.abs(c) < TINY ? TINY : c;
            change = d * c;
            h *= change;
        }
        return h * front(a, x);
    }
}
