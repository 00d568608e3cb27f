package dev.cresset.engine;

/** The gamma function and its derivatives, for the reference engine. */
final class ReferenceGamma {
    /*
     * Recurrences lead up to arguments of at least 14, where the asymptotic series in 1 / x^2 converge
     * to the last bit (Abramowitz and Stegun 1964, 6.1.41, 6.3.18, 6.4.11); reflection serves negative
     * arguments. BERNOULLI holds B(2), B(4), ….
     */
    private static final double LARGE = 14;

    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
    };

    private ReferenceGamma() {}

    static double lgamma(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
        }
        if (x <= 0) {
            double whole = StrictMath.rint(x);
            if (whole == x) {
                return Double.POSITIVE_INFINITY;
            }
            double sine = StrictMath.abs(StrictMath.sin(StrictMath.PI * (x - whole)));
            return StrictMath.log(StrictMath.PI / sine) - lgamma(1 - x);
        }
        if (x == 1 || x == 2) {
            return 0;
        }
        double product = 1;
        double a = x;
        while (a < LARGE) {
            product *= a++;
        }
        double sum = 0;
        double power = a;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            sum += BERNOULLI[k - 1] / (2.0 * k * (2 * k - 1) * power);
            power *= a * a;
        }
        double half = 0.5 * StrictMath.log(2 * StrictMath.PI);
        return (a - 0.5) * StrictMath.log(a) - a + half + sum - StrictMath.log(product);
    }

    static double digamma(double x) {
        if (x == 0) {
            return StrictMath.copySign(Double.POSITIVE_INFINITY, -x);
        }
        if (x < 0) {
            double whole = StrictMath.rint(x);
            if (whole == x) {
                return Double.NaN;
            }
            return digamma(1 - x) - StrictMath.PI / StrictMath.tan(StrictMath.PI * (x - whole));
        }
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        double below = 0;
        double a = x;
        while (a < LARGE) {
            below += 1 / a++;
        }
        double sum = 0;
        double power = a * a;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            sum += BERNOULLI[k - 1] / (2 * k * power);
            power *= a * a;
        }
        return StrictMath.log(a) - 0.5 / a - sum - below;
    }

    /** {@code (-1)^(n + 1) n! zeta(n + 1, x)}. */
    static double polygamma(int n, double x) {
        double factorial = 1;
        for (int i = 2; i <= n; i++) {
            factorial *= i;
        }
        return (n % 2 == 0 ? -1 : 1) * factorial * zeta(n + 1, x);
    }

    /** Hurwitz's zeta function {@code sum (q + k)^-s} for whole s of at least 2. */
    private static double zeta(int s, double q) {
        if (q <= 0 && q == StrictMath.floor(q)) {
            return Double.POSITIVE_INFINITY;
        }
        if (q == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (!(q > -1e6)) {
            return Double.NaN; // the sum from so far below has no accuracy
        }
        double sum = 0;
        double a = q;
        while (a < LARGE) {
            sum += StrictMath.pow(a, -s);
            a += 1;
        }
        double power = StrictMath.pow(a, -s);
        sum += power * a / (s - 1) + 0.5 * power;
        double rising = s;
        double factorial = 2;
        double term = power / a;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            sum += BERNOULLI[k - 1] / factorial * rising * term;
            rising *= (s + 2 * k - 1.0) * (s + 2 * k);
            factorial *= (2 * k + 1.0) * (2 * k + 2);
            term /= a * a;
        }
        return sum;
    }
}
