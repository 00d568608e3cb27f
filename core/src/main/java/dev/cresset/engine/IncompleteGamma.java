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
    private static final double INSIDE = -1;
    private static final double LARGE = 1e10;
    private static final double SMALLEST = 1e-100; // 1 - P is about -a log(x)

    private IncompleteGamma() {}

    /** P(a, x): 0 at x = 0, 1 at infinity; NaN outside a >= 0, x >= 0 and at a = x = 0. */
    static double lower(double a, double x) {
        double edge = edge(a, x);
        if (edge != INSIDE) {
            return edge;
        }
        if (a > LARGE) {
            return large(a, x, 1);
        }
        return x < a + 1 ? series(a, x) : 1 - fraction(a, x);
    }

    /** Q(a, x): 1 at x = 0, 0 at infinity; NaN where P is. */
    static double upper(double a, double x) {
        double edge = edge(a, x);
        if (edge != INSIDE) {
            return 1 - edge;
        }
        if (a > LARGE) {
            return large(a, x, -1);
        }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
    }

    /** P where it is 0, 1 or NaN; an infinity counts more than a NaN, as in PyTorch. */
    private static double edge(double a, double x) {
        if (x < 0 || a < 0) {
            return Double.NaN;
        }
        if (a == 0) {
            return x > 0 ? 1 : Double.NaN;
        }
        if (x == 0) {
            return 0;
        }
        if (Double.isInfinite(a)) {
            return Double.isInfinite(x) ? Double.NaN : 0;
        }
        if (Double.isInfinite(x)) {
            return 1;
        }
        if (Double.isNaN(a) || Double.isNaN(x)) {
            return Double.NaN;
        }
        return a < SMALLEST ? 1 : INSIDE;
    }

    /**
     * P (sign 1) or Q (sign -1) by Temme's uniform expansion with its first correction, whose error
     * is of the order {@code a^(-3/2)} (DLMF 8.12.3).
     */
    private static double large(double a, double x, int sign) {
        double mu = (x - a) / a;
        double half =
                Math.abs(mu) < 1e-3
                        ? mu * mu * (1.0 / 2 - mu * (1.0 / 3 - mu * (1.0 / 4 - mu / 5)))
                        : mu - Math.log1p(mu);
        double eta = Math.copySign(Math.sqrt(2 * half), mu);
        double correction =
                Math.abs(eta) < 1e-3 ? -1.0 / 3 + eta / 12 - eta * eta * 2 / 135 : 1 / mu - 1 / eta;
        double rest = correction * Math.exp(-a * half) / Math.sqrt(2 * Math.PI * a);
        return ErrorFunction.erfc(-sign * eta * Math.sqrt(a / 2)) / 2 - sign * rest;
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
