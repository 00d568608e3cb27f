package dev.cresset.op;

import java.util.Locale;

/**
 * A special function of two variables; the polynomials take a place x and a degree n, which is cut
 * to a whole number, and are 0 for a negative degree.
 */
public enum SpecialBinary implements Elementwise {
    /** Hurwitz's zeta function {@code sum (q + k)^-x}: inputs (x, q). */
    ZETA("SpecialZetaBackward0"),
    /** The regularised lower incomplete gamma function P: inputs (a, x); floats only. */
    IGAMMA("IgammaBackward0"),
    /** The regularised upper incomplete gamma function {@code 1 - P}; floats only. */
    IGAMMAC("IgammacBackward0"),
    /** Chebyshev's polynomial of the first kind. */
    CHEBYSHEV_POLYNOMIAL_T(""),
    /** Chebyshev's polynomial of the second kind. */
    CHEBYSHEV_POLYNOMIAL_U(""),
    /** Chebyshev's polynomial of the third kind. */
    CHEBYSHEV_POLYNOMIAL_V(""),
    /** Chebyshev's polynomial of the fourth kind. */
    CHEBYSHEV_POLYNOMIAL_W(""),
    /** Chebyshev's polynomial of the first kind at {@code 2 x - 1}. */
    SHIFTED_CHEBYSHEV_POLYNOMIAL_T(""),
    /** Chebyshev's polynomial of the second kind at {@code 2 x - 1}. */
    SHIFTED_CHEBYSHEV_POLYNOMIAL_U(""),
    /** Chebyshev's polynomial of the third kind at {@code 2 x - 1}. */
    SHIFTED_CHEBYSHEV_POLYNOMIAL_V(""),
    /** Chebyshev's polynomial of the fourth kind at {@code 2 x - 1}. */
    SHIFTED_CHEBYSHEV_POLYNOMIAL_W(""),
    /** Hermite's polynomial of the physicists. */
    HERMITE_POLYNOMIAL_H(""),
    /** Hermite's polynomial of the probabilists. */
    HERMITE_POLYNOMIAL_HE(""),
    /** Laguerre's polynomial. */
    LAGUERRE_POLYNOMIAL_L(""),
    /** Legendre's polynomial. */
    LEGENDRE_POLYNOMIAL_P("");

    private final String gradName;
    private final String kernel;

    SpecialBinary(String gradName) {
        this.gradName = gradName;
        this.kernel = Names.lowerCamelCase(name());
    }

    @Override
    public Result result() {
        return Result.FLOAT;
    }

    @Override
    public String kernel() {
        return kernel;
    }

    @Override
    public String gradName() {
        return gradName;
    }

    /** Returns whether integers and bool are refused. */
    public boolean floatsOnly() {
        return this == IGAMMA || this == IGAMMAC;
    }

    /** Returns the op's name as PyTorch writes it: {@code igamma}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
