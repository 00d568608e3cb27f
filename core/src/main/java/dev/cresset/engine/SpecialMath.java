package dev.cresset.engine;

/**
 * The scalar functions of special ops, all in double; {@link LoopCompiler} puts loops around them
 * for every floating dtype and rounds once.
 */
final class SpecialMath {
    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double ONE_OVER_SQRT_PI = 0.5641895835477563;

    private SpecialMath() {}

    static double i0(double x) {
        return ModifiedBesselFunctions.i0(x);
    }

    static double i0e(double x) {
        return ModifiedBesselFunctions.i0e(x);
    }

    static double i1(double x) {
        return ModifiedBesselFunctions.i1(x);
    }

    static double i1e(double x) {
        return ModifiedBesselFunctions.i1e(x);
    }

    static double modifiedBesselI0(double x) {
        return ModifiedBesselFunctions.i0(x);
    }

    static double modifiedBesselI1(double x) {
        return ModifiedBesselFunctions.i1(x);
    }

    static double modifiedBesselK0(double x) {
        return ModifiedBesselFunctions.k0(x);
    }

    static double modifiedBesselK1(double x) {
        return ModifiedBesselFunctions.k1(x);
    }

    static double scaledModifiedBesselK0(double x) {
        return ModifiedBesselFunctions.k0e(x);
    }

    static double scaledModifiedBesselK1(double x) {
        return ModifiedBesselFunctions.k1e(x);
    }

    static double besselJ0(double x) {
        return BesselFunctions.j0(x);
    }

    static double besselJ1(double x) {
        return BesselFunctions.j1(x);
    }

    static double besselY0(double x) {
        return BesselFunctions.y0(x);
    }

    static double besselY1(double x) {
        return BesselFunctions.y1(x);
    }

    static double sphericalBesselJ0(double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        return Math.abs(x) < 1e-4 ? 1 - x * x / 6 : Math.sin(x) / x;
    }

    static double airyAi(double x) {
        return AiryFunction.ai(x);
    }

    static double entr(double x) {
        return x > 0 ? -x * Math.log(x) : x == 0 ? 0 : x < 0 ? Double.NEGATIVE_INFINITY : x;
    }

    /** {@code e^(x^2) erfc(x)}: the continued fraction (DLMF 7.9.3) where erfc is tiny. */
    static double erfcx(double x) {
        if (x < 5) {
            return scaledByGauss(ErrorFunction.erfc(x), x);
        }
        if (x > 1e8) {
            return ONE_OVER_SQRT_PI / x;
        }
        double t = x;
        for (int k = 40; k >= 1; k--) {
            t = x + k / 2.0 / t;
        }
        return ONE_OVER_SQRT_PI / t;
    }

    /** {@code y e^(x^2)}; the rounding error of the square is made good. */
    private static double scaledByGauss(double y, double x) {
        double square = x * x;
        return square == Double.POSITIVE_INFINITY
                ? square
                : y * Math.exp(square) * (1 + Math.fma(x, x, -square));
    }

    /** The quantile of the normal distribution: the x at which {@code ndtr(x) = p}. */
    static double ndtri(double p) {
        if (p <= 0 || p >= 1) {
            return p == 0
                    ? Double.NEGATIVE_INFINITY
                    : p == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (p > 0.5) {
            return -lowerQuantile(1 - p);
        }
        return lowerQuantile(p);
    }

    /** Newton's steps on log(Phi), which is concave: they converge from any start below 0. */
    private static double lowerQuantile(double p) {
        double target = Math.log(p);
        double x = p < 0.1 ? -Math.sqrt(-2 * target) : 0;
        for (int k = 0; k < 60; k++) {
            double slope = 2 * SQRT_HALF * ONE_OVER_SQRT_PI / erfcx(-x * SQRT_HALF);
            double step = (logNdtr(x) - target) / slope;
            x -= step;
            if (Math.abs(step) <= 1e-16 * Math.abs(x)) {
                break;
            }
        }
        return x;
    }

    static double logNdtr(double x) {
        double t = x * SQRT_HALF;
        return x < -1 ? Math.log(erfcx(-t) / 2) - t * t : Math.log1p(-ErrorFunction.erfc(t) / 2);
    }

    static double frexpMantissa(double x) {
        if (x == 0 || Double.isInfinite(x) || Double.isNaN(x)) {
            return x;
        }
        double y = Math.abs(x) < Double.MIN_NORMAL ? x * 0x1p64 : x;
        return Math.scalb(y, -1 - Math.getExponent(y));
    }

    static double frexpExponent(double x) {
        if (x == 0 || Double.isInfinite(x) || Double.isNaN(x)) {
            return 0;
        }
        double y = Math.abs(x) < Double.MIN_NORMAL ? x * 0x1p64 : x;
        return Math.getExponent(y) + 1 - (y == x ? 0 : 64);
    }

    static double zeta(double x, double q) {
        return ZetaFunction.hurwitz(x, q);
    }

    static double igamma(double a, double x) {
        return IncompleteGamma.lower(a, x);
    }

    static double igammac(double a, double x) {
        return IncompleteGamma.upper(a, x);
    }

    static double chebyshevPolynomialT(double x, double n) {
        return Polynomials.chebyshevT(x, n);
    }

    static double chebyshevPolynomialU(double x, double n) {
        return Polynomials.chebyshevU(x, n);
    }

    static double chebyshevPolynomialV(double x, double n) {
        return Polynomials.chebyshevV(x, n);
    }

    static double chebyshevPolynomialW(double x, double n) {
        return Polynomials.chebyshevW(x, n);
    }

    static double shiftedChebyshevPolynomialT(double x, double n) {
        return Polynomials.chebyshevT(2 * x - 1, n);
    }

    static double shiftedChebyshevPolynomialU(double x, double n) {
        return Polynomials.chebyshevU(2 * x - 1, n);
    }

    static double shiftedChebyshevPolynomialV(double x, double n) {
        return Polynomials.chebyshevV(2 * x - 1, n);
    }

    static double shiftedChebyshevPolynomialW(double x, double n) {
        return Polynomials.chebyshevW(2 * x - 1, n);
    }

    static double hermitePolynomialH(double x, double n) {
        return Polynomials.hermiteH(x, n);
    }

    static double hermitePolynomialHe(double x, double n) {
        return Polynomials.hermiteHe(x, n);
    }

    static double laguerrePolynomialL(double x, double n) {
        return Polynomials.laguerre(x, n);
    }

    static double legendrePolynomialP(double x, double n) {
        return Polynomials.legendre(x, n);
    }
}
