package dev.cresset.engine;

import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;
import java.util.function.DoubleUnaryOperator;

/**
 * What special functions mean: their integrals and sums, evaluated slowly.
 *
 * <p>Integrals over a period, and of functions that vanish doubly exponentially, are sums of
 * equally spaced values, which converge exponentially (Trefethen and Weideman 2014).
 */
final class ReferenceSpecial {
    /* Beyond these the first term of an expansion is exact to double. */
    private static final double FAR = 1e12;
    private static final double NEAR = 1e-20;
    private static final double EULER = 0.57721566490153286061;

    private ReferenceSpecial() {}

    static double unary(SpecialUnary op, double x) {
        return switch (op) {
            case I0, MODIFIED_BESSEL_I0 -> i(0, x);
            case I1, MODIFIED_BESSEL_I1 -> i(1, x);
            case I0E -> scaledI(0, x);
            case I1E -> scaledI(1, x);
            case ERFCX -> erfcx(x);
            case ENTR -> x == 0 ? 0 : x < 0 ? Double.NEGATIVE_INFINITY : -x * StrictMath.log(x);
            case NDTRI -> ndtri(x);
            case LOG_NDTR -> logNdtr(x);
            case FREXP_MANTISSA -> x == 0 ? x : x / StrictMath.scalb(1.0, exponent(x));
            case FREXP_EXPONENT -> x == 0 ? 0 : exponent(x);
            case AIRY_AI -> airy(x);
            case BESSEL_J0 ->
                    Math.abs(x) > FAR
                            ? far(x, 0.25)
                            : period(t -> StrictMath.cos(x * StrictMath.sin(t)));
            case BESSEL_J1 ->
                    Math.abs(x) > FAR
                            ? Math.signum(x) * far(x, 0.75)
                            : period(t -> StrictMath.cos(t - x * StrictMath.sin(t)));
            case BESSEL_Y0 -> x < 0 ? Double.NaN : y(0, x);
            case BESSEL_Y1 -> x < 0 ? Double.NaN : y(1, x);
            case MODIFIED_BESSEL_K0 -> StrictMath.exp(-x) * scaledK(0, x);
            case MODIFIED_BESSEL_K1 -> StrictMath.exp(-x) * scaledK(1, x);
            case SCALED_MODIFIED_BESSEL_K0 -> scaledK(0, x);
            case SCALED_MODIFIED_BESSEL_K1 -> scaledK(1, x);
            case SPHERICAL_BESSEL_J0 ->
                    Double.isInfinite(x) ? 0 : x == 0 ? 1 : StrictMath.sin(x) / x;
        };
    }

    static double binary(SpecialBinary op, double x, double y) {
        long n = Element.doubleToLong(y);
        return switch (op) {
            case ZETA -> zeta(x, y);
            case IGAMMA -> lowerGamma(x, y);
            case IGAMMAC -> 1 - lowerGamma(x, y);
            case CHEBYSHEV_POLYNOMIAL_T -> recurrence(n, x, 2 * x, 1);
            case CHEBYSHEV_POLYNOMIAL_U -> recurrence(n, 2 * x, 2 * x, 1);
            case CHEBYSHEV_POLYNOMIAL_V -> recurrence(n, 2 * x - 1, 2 * x, 1);
            case CHEBYSHEV_POLYNOMIAL_W -> recurrence(n, 2 * x + 1, 2 * x, 1);
            case SHIFTED_CHEBYSHEV_POLYNOMIAL_T -> recurrence(n, 2 * x - 1, 4 * x - 2, 1);
            case SHIFTED_CHEBYSHEV_POLYNOMIAL_U -> recurrence(n, 4 * x - 2, 4 * x - 2, 1);
            case SHIFTED_CHEBYSHEV_POLYNOMIAL_V -> recurrence(n, 4 * x - 3, 4 * x - 2, 1);
            case SHIFTED_CHEBYSHEV_POLYNOMIAL_W -> recurrence(n, 4 * x - 1, 4 * x - 2, 1);
            case HERMITE_POLYNOMIAL_H -> hermite(n, 2 * x, 2);
            case HERMITE_POLYNOMIAL_HE -> hermite(n, x, 1);
            case LAGUERRE_POLYNOMIAL_L -> laguerre(n, x);
            case LEGENDRE_POLYNOMIAL_P -> legendre(n, x);
        };
    }

    /** The mean of an even periodic function over [0, pi], by midpoints. */
    private static double period(DoubleUnaryOperator f) {
        int points = 400;
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += f.applyAsDouble(StrictMath.PI * (i + 0.5) / points);
        }
        return sum / points;
    }

    /** The integral over [a, b] by tanh-sinh quadrature (Takahasi and Mori 1974). */
    private static double integral(double a, double b, DoubleUnaryOperator f) {
        double h = 1.0 / 64;
        double half = (b - a) / 2;
        double sum = 0;
        for (double t = -4; t <= 4; t += h) {
            double u = StrictMath.PI / 2 * StrictMath.sinh(t);
            double fromEnd = half * StrictMath.exp(-Math.abs(u)) / StrictMath.cosh(u);
            double place = t < 0 ? a + fromEnd : b - fromEnd;
            double weight = StrictMath.cosh(t) / StrictMath.pow(StrictMath.cosh(u), 2);
            if (place > a && place < b) {
                sum += weight * f.applyAsDouble(place);
            }
        }
        return sum * h * half * StrictMath.PI / 2;
    }

    /** The first term for large x, {@code sqrt(2 / (pi x)) cos(x - phase pi)} (DLMF 10.17.3). */
    private static double far(double x, double phase) {
        double a = Math.abs(x);
        return StrictMath.sqrt(2 / StrictMath.PI / a) * StrictMath.cos(a - phase * StrictMath.PI);
    }

    private static double i(int order, double x) {
        double growth = StrictMath.exp(Math.abs(x));
        if (Double.isInfinite(x)) {
            return Double.NaN; // as PyTorch's formula, inf * 0
        }
        return Double.isInfinite(growth)
                ? order == 0 ? growth : Math.signum(x) * growth
                : growth * scaledI(order, x);
    }

    private static double scaledI(int order, double x) {
        return period(t ->
                StrictMath.exp(x * StrictMath.cos(t) - Math.abs(x)) * StrictMath.cos(order * t));
    }

    /** The integral of {@code e^(x - x cosh(t)) cosh(order t)} over t >= 0. */
    private static double scaledK(double order, double x) {
        if (x <= 0 || Double.isNaN(x)) {
            return x == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (x > FAR) {
            return StrictMath.sqrt(StrictMath.PI / 2 / x);
        }
        if (order == 1 && Double.isInfinite(1 / x)) {
            return Double.NaN; // as PyTorch's formula, which subtracts infinities
        }
        if (order == 0 && x < NEAR) {
            return -StrictMath.log(x / 2) - EULER;
        }
        double h = 1.0 / 64;
        double sum = 0.5;
        for (int i = 1; i < 64 * 90; i++) {
            double t = i * h;
            double term = StrictMath.exp(x - x * StrictMath.cosh(t)) * StrictMath.cosh(order * t);
            if (term == 0) {
                break;
            }
            sum += term;
        }
        return sum * h;
    }

    private static double y(int order, double x) {
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (x > FAR) {
            return far(x, 0.75 + order * 0.5);
        }
        if (x < NEAR) { // the leading terms, DLMF 10.8.1 and 10.7.4
            return order == 0
                    ? 2 / StrictMath.PI * (StrictMath.log(x) - StrictMath.log(2) + EULER)
                    : -2 / StrictMath.PI / x;
        }
        double sign = order % 2 == 0 ? 1 : -1;
        double wave =
                integral(0, StrictMath.PI, t -> StrictMath.sin(x * StrictMath.sin(t) - order * t));
        double last = StrictMath.log(2 * 750 / x + 2);
        double tail =
                integral(
                        0,
                        last,
                        t ->
                                (StrictMath.exp(order * t) + sign * StrictMath.exp(-order * t))
                                        * StrictMath.exp(-x * StrictMath.sinh(t)));
        return (wave - tail) / StrictMath.PI;
    }

    /** Macdonald's function on the right; the power series on the left and near 0. */
    private static double airy(double x) {
        if (x > FAR) {
            return Double.isInfinite(x) ? Double.NaN : 0; // as PyTorch's formula
        }
        if (x > 1) {
            double z = 2 * x * StrictMath.sqrt(x) / 3;
            return StrictMath.sqrt(x / 3)
                    / StrictMath.PI
                    * scaledK(1.0 / 3, z)
                    * StrictMath.exp(-z);
        }
        double sum = 0;
        double f = 0.355028053887817239260;
        double g = -0.258819403792806798405 * x;
        for (int k = 0; k < 200; k += 3) {
            sum += f + g;
            f *= x * x * x / ((k + 2) * (k + 3));
            g *= x * x * x / ((k + 3) * (k + 4));
        }
        return sum;
    }

    private static double erfcx(double x) {
        if (x < 0) {
            return 2 * StrictMath.exp(x * x) - erfcx(-x);
        }
        double last = 750 / (x + StrictMath.sqrt(x * x + 750));
        return 2
                / StrictMath.sqrt(StrictMath.PI)
                * integral(0, last, t -> StrictMath.exp(-t * t - 2 * x * t));
    }

    private static double logNdtr(double x) {
        double tail = erfcx(Math.abs(x) / StrictMath.sqrt(2)) / 2;
        return x < 0
                ? StrictMath.log(tail) - x * x / 2
                : StrictMath.log1p(-tail * StrictMath.exp(-x * x / 2));
    }

    /** Halving [-40, 40] until nothing is between. */
    private static double ndtri(double p) {
        if (!(p > 0 && p < 1)) {
            return p == 0 ? Double.NEGATIVE_INFINITY : p == 1 ? 1 / 0.0 : Double.NaN;
        }
        if (p > 0.5) {
            return -ndtri(1 - p);
        }
        double low = -40;
        double high = 0;
        for (int i = 0; i < 70; i++) {
            double middle = (low + high) / 2;
            if (logNdtr(middle) < StrictMath.log(p)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static int exponent(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return 0;
        }
        int e = 0;
        double a = Math.abs(x);
        for (; a >= 1; e++) {
            a /= 2;
        }
        for (; a < 0.5; e--) {
            a *= 2;
        }
        return e;
    }

    /** Hermite's integral (DLMF 25.11.29), at a place that is at least 1. */
    private static double zeta(double s, double q) {
        if (s < 1 || (Double.isNaN(q) && s != 1)) {
            return Double.NaN;
        }
        if (s == 1 || (q <= 0 && q == StrictMath.rint(q))) {
            return Double.POSITIVE_INFINITY;
        }
        if (Double.isNaN(s) || (q < 0 && s != StrictMath.rint(s))) {
            return Double.NaN;
        }
        if (s > 1e20) { // all but the first term vanish; NaN as PyTorch's series, 0 * inf
            return q > 1 ? Double.NaN : q == 1 ? 1 : StrictMath.pow(q, -s);
        }
        if (q < 1) {
            return StrictMath.pow(q, -s) + zeta(s, q + 1);
        }
        double rest =
                integral(
                        0,
                        8,
                        t ->
                                StrictMath.sin(s * StrictMath.atan(t / q))
                                        / StrictMath.pow(q * q + t * t, s / 2)
                                        / StrictMath.expm1(2 * StrictMath.PI * t));
        return StrictMath.pow(q, -s) / 2 + StrictMath.pow(q, 1 - s) / (s - 1) + 2 * rest;
    }

    /** {@code x^a / Gamma(a + 1)} times the integral of {@code e^(-x u^(1/a))} over [0, 1]. */
    private static double lowerGamma(double a, double x) {
        if (x < 0 || a < 0 || (a == 0 && !(x > 0))) {
            return Double.NaN;
        }
        if (a == 0 || x == 0) {
            return x == 0 ? 0 : 1;
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
        if (a > FAR || x - a > FAR) { // the normal distribution of mean and variance a
            return ReferenceErrorFunction.erfc((a - x) / StrictMath.sqrt(2 * a)) / 2;
        }
        if (a < NEAR) {
            return 1;
        }
        double mass = integral(0, 1, u -> StrictMath.exp(-x * StrictMath.pow(u, 1 / a)));
        return mass * StrictMath.exp(a * StrictMath.log(x) - ReferenceGamma.lgamma(a + 1));
    }

    private static double recurrence(long n, double first, double factor, double before) {
        return n < 0
                ? 0
                : n == 0 ? before : recurrence(n - 1, factor * first - before, factor, first);
    }

    private static double hermite(long n, double first, double factor) {
        if (n < 2) {
            return n < 0 ? 0 : n == 0 ? 1 : first;
        }
        return first * hermite(n - 1, first, factor)
                - factor * (n - 1) * hermite(n - 2, first, factor);
    }

    private static double laguerre(long n, double x) {
        double sum = n < 0 ? 0 : 1;
        double term = 1;
        for (long k = 1; k <= n; k++) {
            term *= -x * (n - k + 1) / (k * k);
            sum += term;
        }
        return sum;
    }

    /** Rodrigues' sum of {@code C(n, k)^2 (x - 1)^(n - k) (x + 1)^k / 2^n}. */
    private static double legendre(long n, double x) {
        if (n < 0) {
            return 0;
        }
        double sum = 0;
        double choose = 1;
        for (long k = 0; k <= n; k++) {
            sum +=
                    choose
                            * choose
                            * StrictMath.pow(x - 1, (double) n - k)
                            * StrictMath.pow(x + 1, (double) k);
            choose = choose * (n - k) / (k + 1);
        }
        return sum / StrictMath.pow(2, (double) n);
    }
}
