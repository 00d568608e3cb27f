package dev.cresset.op;

import java.util.Locale;

/** A special function of one variable; integers and bool become the default float dtype. */
public enum SpecialUnary implements Elementwise {
    /** The modified Bessel function of the first kind of order 0. */
    I0("I0Backward0"),
    /** {@code e^-|x| I0(x)}. */
    I0E("SpecialI0EBackward0"),
    /** The modified Bessel function of the first kind of order 1. */
    I1("SpecialI1Backward0"),
    /** {@code e^-|x| I1(x)}. */
    I1E("SpecialI1EBackward0"),
    /** {@code e^(x^2) erfc(x)}. */
    ERFCX("SpecialErfcxBackward0"),
    /** {@code -x log(x)}, 0 at 0, minus infinity below. */
    ENTR("SpecialEntrBackward0"),
    /** The quantile of the standard normal distribution. */
    NDTRI("SpecialNdtriBackward0"),
    /** The logarithm of the standard normal distribution function. */
    LOG_NDTR("SpecialLogNdtrBackward0"),
    /** The mantissa m of {@code x = m 2^e}, {@code 0.5 <= |m| < 1}; floats only. */
    FREXP_MANTISSA("FrexpBackward0"),
    /** The exponent e of {@code x = m 2^e}; floats only. */
    FREXP_EXPONENT(""),
    /** Airy's function Ai. */
    AIRY_AI(""),
    /** The Bessel function of the first kind of order 0. */
    BESSEL_J0(""),
    /** The Bessel function of the first kind of order 1. */
    BESSEL_J1(""),
    /** The Bessel function of the second kind of order 0. */
    BESSEL_Y0(""),
    /** The Bessel function of the second kind of order 1. */
    BESSEL_Y1(""),
    /** {@link #I0} without a derivative. */
    MODIFIED_BESSEL_I0(""),
    /** {@link #I1} without a derivative. */
    MODIFIED_BESSEL_I1(""),
    /** The modified Bessel function of the second kind of order 0. */
    MODIFIED_BESSEL_K0(""),
    /** The modified Bessel function of the second kind of order 1. */
    MODIFIED_BESSEL_K1(""),
    /** {@code e^x K0(x)}. */
    SCALED_MODIFIED_BESSEL_K0(""),
    /** {@code e^x K1(x)}. */
    SCALED_MODIFIED_BESSEL_K1(""),
    /** {@code sin(x) / x}. */
    SPHERICAL_BESSEL_J0("");

    private final String gradName;
    private final String kernel;

    SpecialUnary(String gradName) {
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
        return this == FREXP_MANTISSA || this == FREXP_EXPONENT;
    }

    /** Returns the op's name as PyTorch writes it: {@code bessel_j0}. */
    @Override
    public String toString() {
        return floatsOnly() ? "frexp" : name().toLowerCase(Locale.ROOT);
    }
}
