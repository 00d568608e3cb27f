package dev.cresset.op;

import static dev.cresset.op.Elementwise.Result.BOOL;
import static dev.cresset.op.Elementwise.Result.FLOAT;
import static dev.cresset.op.Elementwise.Result.SAME;

import java.util.Locale;

/** An elementwise op of one input without attributes. */
public enum Unary implements Elementwise {
    /** A copy of x. */
    CLONE(SAME),
    /** {@code -x}; bool is refused. */
    NEG(SAME),
    /** {@code |x|}. */
    ABS(SAME),
    /** -1, 0 or 1; 0 for NaN. */
    SIGN(SAME),
    /** {@code x * x}. */
    SQUARE(SAME),
    /** {@code 1 / x}. */
    RECIPROCAL(FLOAT),
    /** The largest whole number not above x. */
    FLOOR(SAME),
    /** The least whole number not below x. */
    CEIL(SAME),
    /** The nearest whole number, ties to even. */
    ROUND(SAME),
    /** x without its fraction. */
    TRUNC(SAME),
    /** {@code x - trunc(x)}; floats only. */
    FRAC(SAME),
    /** {@code e^x}. */
    EXP(FLOAT),
    /** {@code 2^x}. */
    EXP2(FLOAT),
    /** {@code e^x - 1}, exact near 0. */
    EXPM1(FLOAT),
    /** The natural logarithm. */
    LOG(FLOAT),
    /** The logarithm to base 2. */
    LOG2(FLOAT),
    /** The logarithm to base 10. */
    LOG10(FLOAT),
    /** {@code log(1 + x)}, exact near 0. */
    LOG1P(FLOAT),
    /** The square root. */
    SQRT(FLOAT),
    /** {@code 1 / sqrt(x)}. */
    RSQRT(FLOAT),
    /** The sine of x radians. */
    SIN(FLOAT),
    /** The cosine of x radians. */
    COS(FLOAT),
    /** The tangent of x radians. */
    TAN(FLOAT),
    /** The arc sine, in radians. */
    ASIN(FLOAT),
    /** The arc cosine, in radians. */
    ACOS(FLOAT),
    /** The arc tangent, in radians. */
    ATAN(FLOAT),
    /** The hyperbolic sine. */
    SINH(FLOAT),
    /** The hyperbolic cosine. */
    COSH(FLOAT),
    /** The hyperbolic tangent. */
    TANH(FLOAT),
    /** The inverse hyperbolic sine. */
    ASINH(FLOAT),
    /** The inverse hyperbolic cosine. */
    ACOSH(FLOAT),
    /** The inverse hyperbolic tangent. */
    ATANH(FLOAT),
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID(FLOAT),
    /** {@code log(sigmoid(x))}; floats only. */
    LOG_SIGMOID(SAME),
    /** The error function. */
    ERF(FLOAT),
    /** {@code 1 - erf(x)}. */
    ERFC(FLOAT),
    /** The inverse of the error function. */
    ERFINV(FLOAT),
    /** The logarithm of the absolute value of the gamma function; infinite at 0, -1, -2, …. */
    LGAMMA(FLOAT),
    /** The derivative of {@link #LGAMMA} for positive x; NaN at -1, -2, …. */
    DIGAMMA(FLOAT),
    /** {@code max(x, 0)}. */
    RELU(SAME),
    /** {@code x * Phi(x)} with the normal distribution function Phi (Hendrycks and Gimpel 2016). */
    GELU(SAME),
    /** The tanh approximation of {@link #GELU}. */
    GELU_TANH(SAME),
    /** {@code x * sigmoid(x)}. */
    SILU(SAME),
    /** {@code x * tanh(softplus(x))}. */
    MISH(SAME),
    /** {@code x * relu6(x + 3) / 6}. */
    HARDSWISH(SAME),
    /** {@code relu6(x + 3) / 6}. */
    HARDSIGMOID(SAME),
    /** Whether x is 0. */
    LOGICAL_NOT(BOOL),
    /** The complement: of the bits of an integer, of a bool. */
    BITWISE_NOT(SAME),
    /** Whether x is NaN. */
    ISNAN(BOOL),
    /** Whether x is infinite. */
    ISINF(BOOL),
    /** Whether x is neither infinite nor NaN. */
    ISFINITE(BOOL);

    private final Result result;
    private final String kernel;

    Unary(Result result) {
        this.result = result;
        this.kernel = Names.lowerCamelCase(name());
    }

    @Override
    public Result result() {
        return result;
    }

    @Override
    public String kernel() {
        return kernel;
    }

    @Override
    public String gradName() {
        return switch (this) {
            case GELU_TANH -> GELU.gradName();
            case SQUARE -> "PowBackward0";
            case LOG1P -> "Log1PBackward0";
            default -> Elementwise.super.gradName();
        };
    }

    /** Returns whether integers and bool are refused. */
    public boolean floatsOnly() {
        return switch (this) {
            case FRAC, GELU, GELU_TANH, SILU, MISH, HARDSWISH, HARDSIGMOID, LOG_SIGMOID -> true;
            default -> false;
        };
    }

    /** Returns the op's name as PyTorch writes it: {@code log1p}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
