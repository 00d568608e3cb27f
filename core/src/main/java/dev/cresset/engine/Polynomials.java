package dev.cresset.engine;

/** Sums of powers, of Chebyshev polynomials, and the classical orthogonal polynomials. */
final class Polynomials {
    private Polynomials() {}

    /** Returns {@code leading x^n + c[0] x^(n-1) + … + c[n-1]}. */
    static double horner(double[] c, double x, double leading) {
        double y = leading;
        for (double k : c) {
            y = y * x + k;
        }
        return y;
    }

    /** Returns {@code c[n-1] / 2 + c[n-2] T1(x / 2) + …}: Clenshaw's recurrence. */
    static double chebyshevSum(double[] c, double x) {
        double p = 0;
        double q = 0;
        double r = 0;
        for (double k : c) {
            p = q;
            q = r;
            r = x * q - p + k;
        }
        return (r - p) / 2;
    }

    /** Chebyshev's polynomial of the first kind: {@code cos(n t)} of {@code x = cos(t)}. */
    static double chebyshevT(double x, double degree) {
        long n = Element.doubleToLong(degree);
        if (n > 6 && Math.abs(x) < 1) {
            return Math.cos(n * Math.acos(x));
        }
        return Math.abs(x) == 1 ? sign(x, n) : chebyshev(x, n, x);
    }

    /** Chebyshev's polynomial of the second kind: {@code sin((n + 1) t) / sin(t)}. */
    static double chebyshevU(double x, double degree) {
        long n = Element.doubleToLong(degree);
        if (n > 8 && Math.abs(x) < 1) {
            return Math.sin((n + 1) * Math.acos(x)) / Math.sin(Math.acos(x));
        }
        return Math.abs(x) == 1 ? sign(x, n) * (n + 1) : chebyshev(x, n, 2 * x);
    }

    /** Chebyshev's polynomial of the third kind: {@code cos((n + 1/2) t) / cos(t / 2)}. */
    static double chebyshevV(double x, double degree) {
        long n = Element.doubleToLong(degree);
        if (n > 8 && Math.abs(x) < 1) {
            return Math.cos((n + 0.5) * Math.acos(x)) / Math.cos(Math.acos(x) / 2);
        }
        return x == 1 && n >= 0
                ? 1
                : x == -1 ? sign(x, n) * (2 * n + 1) : chebyshev(x, n, 2 * x - 1);
    }

    /** Chebyshev's polynomial of the fourth kind: {@code sin((n + 1/2) t) / sin(t / 2)}. */
    static double chebyshevW(double x, double degree) {
        long n = Element.doubleToLong(degree);
        if (n > 8 && Math.abs(x) < 1) {
            return Math.sin((n + 0.5) * Math.acos(x)) / Math.sin(Math.acos(x) / 2);
        }
        return x == 1 && n >= 0 ? 2 * n + 1 : x == -1 ? sign(x, n) : chebyshev(x, n, 2 * x + 1);
    }

    /** 1 at x = 1, {@code (-1)^n} at x = -1, 0 for a negative degree. */
    private static double sign(double x, long n) {
        return n < 0 ? 0 : x > 0 || n % 2 == 0 ? 1 : -1;
    }

    /** {@code P(k) = 2 x P(k - 1) - P(k - 2)} from 1 and {@code first}; 0 for a negative degree. */
    private static double chebyshev(double x, long n, double first) {
        if (n < 1) {
            return n < 0 ? 0 : 1;
        }
        double p = 1;
        double q = first;
        for (long k = 2; k <= n && !Double.isNaN(q); k++) {
            double r = 2 * x * q - p;
            p = q;
            q = r;
        }
        return q;
    }

    /** Hermite's polynomial of the physicists: {@code H(k + 1) = 2 x H(k) - 2 k H(k - 1)}. */
    static double hermiteH(double x, double degree) {
        return hermite(x, degree, 2);
    }

    /** Hermite's polynomial of the probabilists: {@code He(k + 1) = x He(k) - k He(k - 1)}. */
    static double hermiteHe(double x, double degree) {
        return hermite(x, degree, 1);
    }

    /** NaN beyond degree 512, as in PyTorch. */
    private static double hermite(double x, double degree, double factor) {
        long n = Element.doubleToLong(degree);
        if (n < 1) {
            return n == 0 && !Double.isNaN(degree) ? 1 : 0;
        }
        if (n > 512) {
            return Double.NaN;
        }
        double p = 1;
        double q = factor * x;
        for (long k = 1; k < n; k++) {
            double r = factor * (x * q - k * p);
            p = q;
            q = r;
        }
        return q;
    }

    /** Laguerre's polynomial: {@code (k + 1) L(k + 1) = (2 k + 1 - x) L(k) - k L(k - 1)}. */
    static double laguerre(double x, double degree) {
        long n = Element.doubleToLong(degree);
        if (n < 1 || x == 0) {
            return n < 0 ? 0 : 1;
        }
        double p = 1;
        double q = 1 - x;
        for (long k = 1; k < n && !Double.isNaN(q); k++) {
            double r = ((2 * k + 1 - x) * q - k * p) / (k + 1);
            p = q;
            q = r;
        }
        return q;
    }

    /** Legendre's polynomial: {@code (k + 1) P(k + 1) = (2 k + 1) x P(k) - k P(k - 1)}. */
    static double legendre(double x, double degree) {
        long n = Element.doubleToLong(degree);
        if (n < 1 || Math.abs(x) == 1) {
            return n < 0 ? 0 : Math.abs(x) == 1 ? sign(x, n) : 1;
        }
        double p = 1;
        double q = x;
        for (long k = 1; k < n && !Double.isNaN(q); k++) {
            double r = ((2 * k + 1) * x * q - k * p) / (k + 1);
            p = q;
            q = r;
        }
        return q;
    }
}
