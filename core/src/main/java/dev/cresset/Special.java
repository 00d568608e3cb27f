package dev.cresset;

import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;

/**
 * Special functions, elementwise: what PyTorch has in {@code torch.special} and not on tensors.
 *
 * <p>Integers and bool become the default float dtype; shapes broadcast. Values are computed in
 * double and rounded once.
 */
public final class Special {
    private Special() {}

    /** Returns {@code e^-|x| I0(x)}. */
    public static Tensor i0e(Tensor x) {
        return Dispatch.run(SpecialUnary.I0E, x);
    }

    /** Returns the modified Bessel function of the first kind of order 1. */
    public static Tensor i1(Tensor x) {
        return Dispatch.run(SpecialUnary.I1, x);
    }

    /** Returns {@code e^-|x| I1(x)}. */
    public static Tensor i1e(Tensor x) {
        return Dispatch.run(SpecialUnary.I1E, x);
    }

    /** Returns {@code e^(x^2) erfc(x)}. */
    public static Tensor erfcx(Tensor x) {
        return Dispatch.run(SpecialUnary.ERFCX, x);
    }

    /** Returns {@code -x log(x)}: 0 at 0, minus infinity below. */
    public static Tensor entr(Tensor x) {
        return Dispatch.run(SpecialUnary.ENTR, x);
    }

    /** Returns the quantile of the standard normal distribution, NaN outside [0, 1]. */
    public static Tensor ndtri(Tensor x) {
        return Dispatch.run(SpecialUnary.NDTRI, x);
    }

    /** Returns the logarithm of {@link #ndtr(Tensor)}, exact in its lower tail. */
    public static Tensor logNdtr(Tensor x) {
        return Dispatch.run(SpecialUnary.LOG_NDTR, x);
    }

    /** Returns Airy's function Ai; it has no derivative. */
    public static Tensor airyAi(Tensor x) {
        return Dispatch.run(SpecialUnary.AIRY_AI, x);
    }

    /** Returns the Bessel function of the first kind of order 0; it has no derivative. */
    public static Tensor besselJ0(Tensor x) {
        return Dispatch.run(SpecialUnary.BESSEL_J0, x);
    }

    /** Returns the Bessel function of the first kind of order 1; it has no derivative. */
    public static Tensor besselJ1(Tensor x) {
        return Dispatch.run(SpecialUnary.BESSEL_J1, x);
    }

    /**
     * Returns the Bessel function of the second kind of order 0, NaN below 0; it has no derivative.
     */
    public static Tensor besselY0(Tensor x) {
        return Dispatch.run(SpecialUnary.BESSEL_Y0, x);
    }

    /**
     * Returns the Bessel function of the second kind of order 1, NaN below 0; it has no derivative.
     */
    public static Tensor besselY1(Tensor x) {
        return Dispatch.run(SpecialUnary.BESSEL_Y1, x);
    }

    /** Returns {@link Tensor#i0()} without its derivative. */
    public static Tensor modifiedBesselI0(Tensor x) {
        return Dispatch.run(SpecialUnary.MODIFIED_BESSEL_I0, x);
    }

    /** Returns {@link #i1(Tensor)} without its derivative. */
    public static Tensor modifiedBesselI1(Tensor x) {
        return Dispatch.run(SpecialUnary.MODIFIED_BESSEL_I1, x);
    }

    /**
     * Returns the modified Bessel function of the second kind of order 0, NaN below 0; it has no
     * derivative.
     */
    public static Tensor modifiedBesselK0(Tensor x) {
        return Dispatch.run(SpecialUnary.MODIFIED_BESSEL_K0, x);
    }

    /**
     * Returns the modified Bessel function of the second kind of order 1, NaN below 0; it has no
     * derivative.
     */
    public static Tensor modifiedBesselK1(Tensor x) {
        return Dispatch.run(SpecialUnary.MODIFIED_BESSEL_K1, x);
    }

    /** Returns {@code e^x K0(x)}; it has no derivative. */
    public static Tensor scaledModifiedBesselK0(Tensor x) {
        return Dispatch.run(SpecialUnary.SCALED_MODIFIED_BESSEL_K0, x);
    }

    /** Returns {@code e^x K1(x)}; it has no derivative. */
    public static Tensor scaledModifiedBesselK1(Tensor x) {
        return Dispatch.run(SpecialUnary.SCALED_MODIFIED_BESSEL_K1, x);
    }

    /** Returns {@code sin(x) / x}; it has no derivative. */
    public static Tensor sphericalBesselJ0(Tensor x) {
        return Dispatch.run(SpecialUnary.SPHERICAL_BESSEL_J0, x);
    }

    /** Returns the standard normal distribution function. */
    public static Tensor ndtr(Tensor x) {
        return x.mul(-Math.sqrt(0.5)).erfc().mul(0.5);
    }

    /**
     * Returns Hurwitz's zeta function, the sum of {@code (q + k)^-x} over k = 0, 1, …; gradients
     * flow to q alone.
     */
    public static Tensor zeta(Tensor x, Tensor q) {
        return Dispatch.run(SpecialBinary.ZETA, x, q);
    }

    /** Returns Hurwitz's zeta function of one q. */
    public static Tensor zeta(Tensor x, Number q) {
        return zeta(x, Tensor.number(q));
    }

    /** Returns Hurwitz's zeta function of one x. */
    public static Tensor zeta(Number x, Tensor q) {
        return zeta(Tensor.number(x), q);
    }

    /** Returns Chebyshev's polynomial of the first kind of degree n; it has no derivative. */
    public static Tensor chebyshevPolynomialT(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.CHEBYSHEV_POLYNOMIAL_T, x, n);
    }

    /** Returns Chebyshev's polynomial of the first kind of one degree. */
    public static Tensor chebyshevPolynomialT(Tensor x, Number n) {
        return chebyshevPolynomialT(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the first kind at one place. */
    public static Tensor chebyshevPolynomialT(Number x, Tensor n) {
        return chebyshevPolynomialT(Tensor.number(x), n);
    }

    /** Returns Chebyshev's polynomial of the second kind of degree n; it has no derivative. */
    public static Tensor chebyshevPolynomialU(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.CHEBYSHEV_POLYNOMIAL_U, x, n);
    }

    /** Returns Chebyshev's polynomial of the second kind of one degree. */
    public static Tensor chebyshevPolynomialU(Tensor x, Number n) {
        return chebyshevPolynomialU(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the second kind at one place. */
    public static Tensor chebyshevPolynomialU(Number x, Tensor n) {
        return chebyshevPolynomialU(Tensor.number(x), n);
    }

    /** Returns Chebyshev's polynomial of the third kind of degree n; it has no derivative. */
    public static Tensor chebyshevPolynomialV(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.CHEBYSHEV_POLYNOMIAL_V, x, n);
    }

    /** Returns Chebyshev's polynomial of the third kind of one degree. */
    public static Tensor chebyshevPolynomialV(Tensor x, Number n) {
        return chebyshevPolynomialV(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the third kind at one place. */
    public static Tensor chebyshevPolynomialV(Number x, Tensor n) {
        return chebyshevPolynomialV(Tensor.number(x), n);
    }

    /** Returns Chebyshev's polynomial of the fourth kind of degree n; it has no derivative. */
    public static Tensor chebyshevPolynomialW(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.CHEBYSHEV_POLYNOMIAL_W, x, n);
    }

    /** Returns Chebyshev's polynomial of the fourth kind of one degree. */
    public static Tensor chebyshevPolynomialW(Tensor x, Number n) {
        return chebyshevPolynomialW(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the fourth kind at one place. */
    public static Tensor chebyshevPolynomialW(Number x, Tensor n) {
        return chebyshevPolynomialW(Tensor.number(x), n);
    }

    /**
     * Returns Chebyshev's polynomial of the first kind at {@code 2 x - 1} of degree n; it has no
     * derivative.
     */
    public static Tensor shiftedChebyshevPolynomialT(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.SHIFTED_CHEBYSHEV_POLYNOMIAL_T, x, n);
    }

    /** Returns Chebyshev's polynomial of the first kind at {@code 2 x - 1} of one degree. */
    public static Tensor shiftedChebyshevPolynomialT(Tensor x, Number n) {
        return shiftedChebyshevPolynomialT(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the first kind at {@code 2 x - 1} at one place. */
    public static Tensor shiftedChebyshevPolynomialT(Number x, Tensor n) {
        return shiftedChebyshevPolynomialT(Tensor.number(x), n);
    }

    /**
     * Returns Chebyshev's polynomial of the second kind at {@code 2 x - 1} of degree n; it has no
     * derivative.
     */
    public static Tensor shiftedChebyshevPolynomialU(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.SHIFTED_CHEBYSHEV_POLYNOMIAL_U, x, n);
    }

    /** Returns Chebyshev's polynomial of the second kind at {@code 2 x - 1} of one degree. */
    public static Tensor shiftedChebyshevPolynomialU(Tensor x, Number n) {
        return shiftedChebyshevPolynomialU(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the second kind at {@code 2 x - 1} at one place. */
    public static Tensor shiftedChebyshevPolynomialU(Number x, Tensor n) {
        return shiftedChebyshevPolynomialU(Tensor.number(x), n);
    }

    /**
     * Returns Chebyshev's polynomial of the third kind at {@code 2 x - 1} of degree n; it has no
     * derivative.
     */
    public static Tensor shiftedChebyshevPolynomialV(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.SHIFTED_CHEBYSHEV_POLYNOMIAL_V, x, n);
    }

    /** Returns Chebyshev's polynomial of the third kind at {@code 2 x - 1} of one degree. */
    public static Tensor shiftedChebyshevPolynomialV(Tensor x, Number n) {
        return shiftedChebyshevPolynomialV(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the third kind at {@code 2 x - 1} at one place. */
    public static Tensor shiftedChebyshevPolynomialV(Number x, Tensor n) {
        return shiftedChebyshevPolynomialV(Tensor.number(x), n);
    }

    /**
     * Returns Chebyshev's polynomial of the fourth kind at {@code 2 x - 1} of degree n; it has no
     * derivative.
     */
    public static Tensor shiftedChebyshevPolynomialW(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.SHIFTED_CHEBYSHEV_POLYNOMIAL_W, x, n);
    }

    /** Returns Chebyshev's polynomial of the fourth kind at {@code 2 x - 1} of one degree. */
    public static Tensor shiftedChebyshevPolynomialW(Tensor x, Number n) {
        return shiftedChebyshevPolynomialW(x, Tensor.number(n));
    }

    /** Returns Chebyshev's polynomial of the fourth kind at {@code 2 x - 1} at one place. */
    public static Tensor shiftedChebyshevPolynomialW(Number x, Tensor n) {
        return shiftedChebyshevPolynomialW(Tensor.number(x), n);
    }

    /** Returns Hermite's polynomial of the physicists of degree n; it has no derivative. */
    public static Tensor hermitePolynomialH(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.HERMITE_POLYNOMIAL_H, x, n);
    }

    /** Returns Hermite's polynomial of the physicists of one degree. */
    public static Tensor hermitePolynomialH(Tensor x, Number n) {
        return hermitePolynomialH(x, Tensor.number(n));
    }

    /** Returns Hermite's polynomial of the physicists at one place. */
    public static Tensor hermitePolynomialH(Number x, Tensor n) {
        return hermitePolynomialH(Tensor.number(x), n);
    }

    /** Returns Hermite's polynomial of the probabilists of degree n; it has no derivative. */
    public static Tensor hermitePolynomialHe(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.HERMITE_POLYNOMIAL_HE, x, n);
    }

    /** Returns Hermite's polynomial of the probabilists of one degree. */
    public static Tensor hermitePolynomialHe(Tensor x, Number n) {
        return hermitePolynomialHe(x, Tensor.number(n));
    }

    /** Returns Hermite's polynomial of the probabilists at one place. */
    public static Tensor hermitePolynomialHe(Number x, Tensor n) {
        return hermitePolynomialHe(Tensor.number(x), n);
    }

    /** Returns Laguerre's polynomial of degree n; it has no derivative. */
    public static Tensor laguerrePolynomialL(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.LAGUERRE_POLYNOMIAL_L, x, n);
    }

    /** Returns Laguerre's polynomial of one degree. */
    public static Tensor laguerrePolynomialL(Tensor x, Number n) {
        return laguerrePolynomialL(x, Tensor.number(n));
    }

    /** Returns Laguerre's polynomial at one place. */
    public static Tensor laguerrePolynomialL(Number x, Tensor n) {
        return laguerrePolynomialL(Tensor.number(x), n);
    }

    /** Returns Legendre's polynomial of degree n; it has no derivative. */
    public static Tensor legendrePolynomialP(Tensor x, Tensor n) {
        return Dispatch.run(SpecialBinary.LEGENDRE_POLYNOMIAL_P, x, n);
    }

    /** Returns Legendre's polynomial of one degree. */
    public static Tensor legendrePolynomialP(Tensor x, Number n) {
        return legendrePolynomialP(x, Tensor.number(n));
    }

    /** Returns Legendre's polynomial at one place. */
    public static Tensor legendrePolynomialP(Number x, Tensor n) {
        return legendrePolynomialP(Tensor.number(x), n);
    }
}
