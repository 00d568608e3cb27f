package dev.cresset;

import dev.cresset.op.Parametric;
import dev.cresset.op.Unary;
import org.jspecify.annotations.Nullable;

/** Functions of one element, and choices between elements. */
sealed interface Pointwise permits Tensor {
    /** Returns {@code -x}; bool is refused. */
    default Tensor neg() {
        return Dispatch.run(Unary.NEG, self());
    }

    /** Returns {@code |x|}. */
    default Tensor abs() {
        return Dispatch.run(Unary.ABS, self());
    }

    /**
     * Returns -1, 0 or 1; 0 for NaN; its gradient is 0.
     *
     * <p>With {@code x = tensor([3., -2., 0.])}, {@code x.sign()} is {@code tensor([ 1., -1.,
     * 0.])}.
     */
    default Tensor sign() {
        return Dispatch.run(Unary.SIGN, self());
    }

    /** Returns {@code x^2}. */
    default Tensor square() {
        return Dispatch.run(Unary.SQUARE, self());
    }

    /** Returns {@code 1 / x}. */
    default Tensor reciprocal() {
        return Dispatch.run(Unary.RECIPROCAL, self());
    }

    /**
     * Returns the largest whole numbers not above x; the gradient is 0.
     *
     * <p>With {@code x = tensor([1.5, -1.5])}, {@code x.floor()} is {@code tensor([ 1., -2.])}.
     */
    default Tensor floor() {
        return Dispatch.run(Unary.FLOOR, self());
    }

    /**
     * Returns the least whole numbers not below x; the gradient is 0.
     *
     * <p>With {@code x = tensor([1.5, -1.5])}, {@code x.ceil()} is {@code tensor([ 2., -1.])}.
     */
    default Tensor ceil() {
        return Dispatch.run(Unary.CEIL, self());
    }

    /**
     * Returns the nearest whole numbers, ties to even; the gradient is 0.
     *
     * <p>With {@code x = tensor([0.5, 1.5, 2.4])}, {@code x.round()} is {@code tensor([0., 2.,
     * 2.])}.
     */
    default Tensor round() {
        return Dispatch.run(Unary.ROUND, self());
    }

    /**
     * Returns x rounded to a number of decimals, ties to even; -2 rounds to hundreds; integers are
     * refused; the gradient is 0.
     */
    default Tensor round(int decimals) {
        return Dispatch.run(new Parametric.Round(decimals), self());
    }

    /**
     * Returns x without its fraction; the gradient is 0.
     *
     * <p>With {@code x = tensor([1.5, -1.5])}, {@code x.trunc()} is {@code tensor([ 1., -1.])}.
     */
    default Tensor trunc() {
        return Dispatch.run(Unary.TRUNC, self());
    }

    /** Returns {@code x - trunc(x)}. */
    default Tensor frac() {
        return Dispatch.run(Unary.FRAC, self());
    }

    /** Returns {@code e^x}. */
    default Tensor exp() {
        return Dispatch.run(Unary.EXP, self());
    }

    /** Returns {@code 2^x}. */
    default Tensor exp2() {
        return Dispatch.run(Unary.EXP2, self());
    }

    /** Returns {@code e^x - 1}, exact near 0. */
    default Tensor expm1() {
        return Dispatch.run(Unary.EXPM1, self());
    }

    /**
     * Returns the natural logarithm; minus infinity at 0, NaN below.
     *
     * <p>With {@code x = tensor([1., 10.])}, {@code x.log()} is {@code tensor([0.0000, 2.3026])}.
     */
    default Tensor log() {
        return Dispatch.run(Unary.LOG, self());
    }

    /**
     * Returns the logarithm to base 2.
     *
     * <p>With {@code x = tensor([1., 8.])}, {@code x.log2()} is {@code tensor([0., 3.])}.
     */
    default Tensor log2() {
        return Dispatch.run(Unary.LOG2, self());
    }

    /**
     * Returns the logarithm to base 10.
     *
     * <p>With {@code x = tensor([1., 100.])}, {@code x.log10()} is {@code tensor([0., 2.])}.
     */
    default Tensor log10() {
        return Dispatch.run(Unary.LOG10, self());
    }

    /** Returns {@code log(1 + x)}, exact near 0. */
    default Tensor log1p() {
        return Dispatch.run(Unary.LOG1P, self());
    }

    /**
     * Returns the square root; NaN below 0.
     *
     * <p>With {@code x = tensor([4., 2.])}, {@code x.sqrt()} is {@code tensor([2.0000, 1.4142])}.
     */
    default Tensor sqrt() {
        return Dispatch.run(Unary.SQRT, self());
    }

    /** Returns {@code 1 / sqrt(x)}. */
    default Tensor rsqrt() {
        return Dispatch.run(Unary.RSQRT, self());
    }

    /**
     * Returns the sine of x radians.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.sin()} is {@code tensor([0.0000, 0.8415])}.
     */
    default Tensor sin() {
        return Dispatch.run(Unary.SIN, self());
    }

    /**
     * Returns the cosine of x radians.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.cos()} is {@code tensor([1.0000, 0.5403])}.
     */
    default Tensor cos() {
        return Dispatch.run(Unary.COS, self());
    }

    /**
     * Returns the tangent of x radians.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.tan()} is {@code tensor([0.0000, 1.5574])}.
     */
    default Tensor tan() {
        return Dispatch.run(Unary.TAN, self());
    }

    /**
     * Returns the arc sine in radians; NaN outside [-1, 1].
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.asin()} is {@code tensor([0.0000, 1.5708])}.
     */
    default Tensor asin() {
        return Dispatch.run(Unary.ASIN, self());
    }

    /**
     * Returns the arc cosine in radians; NaN outside [-1, 1].
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.acos()} is {@code tensor([0.0000, 1.5708])}.
     */
    default Tensor acos() {
        return Dispatch.run(Unary.ACOS, self());
    }

    /**
     * Returns the arc tangent in radians.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.atan()} is {@code tensor([0.0000, 0.7854])}.
     */
    default Tensor atan() {
        return Dispatch.run(Unary.ATAN, self());
    }

    /**
     * Returns the hyperbolic sine.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.sinh()} is {@code tensor([0.0000, 1.1752])}.
     */
    default Tensor sinh() {
        return Dispatch.run(Unary.SINH, self());
    }

    /**
     * Returns the hyperbolic cosine.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.cosh()} is {@code tensor([1.0000, 1.5431])}.
     */
    default Tensor cosh() {
        return Dispatch.run(Unary.COSH, self());
    }

    /**
     * Returns the hyperbolic tangent.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.tanh()} is {@code tensor([0.0000, 0.7616])}.
     */
    default Tensor tanh() {
        return Dispatch.run(Unary.TANH, self());
    }

    /**
     * Returns the inverse hyperbolic sine.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.asinh()} is {@code tensor([0.0000, 0.8814])}.
     */
    default Tensor asinh() {
        return Dispatch.run(Unary.ASINH, self());
    }

    /**
     * Returns the inverse hyperbolic cosine.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.acosh()} is {@code tensor([0.0000, 1.3170])}.
     */
    default Tensor acosh() {
        return Dispatch.run(Unary.ACOSH, self());
    }

    /**
     * Returns the inverse hyperbolic tangent.
     *
     * <p>With {@code x = tensor([0., 0.5])}, {@code x.atanh()} is {@code tensor([0.0000, 0.5493])}.
     */
    default Tensor atanh() {
        return Dispatch.run(Unary.ATANH, self());
    }

    /** Returns {@code 1 / (1 + e^-x)}. */
    default Tensor sigmoid() {
        return Dispatch.run(Unary.SIGMOID, self());
    }

    /**
     * Returns the error function.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.erf()} is {@code tensor([0.0000, 0.8427])}.
     */
    default Tensor erf() {
        return Dispatch.run(Unary.ERF, self());
    }

    /** Returns {@code 1 - erf(x)}. */
    default Tensor erfc() {
        return Dispatch.run(Unary.ERFC, self());
    }

    /**
     * Returns the inverse of the error function; NaN outside [-1, 1].
     *
     * <p>With {@code x = tensor([0., 0.5])}, {@code x.erfinv()} is {@code tensor([0.0000,
     * 0.4769])}.
     */
    default Tensor erfinv() {
        return Dispatch.run(Unary.ERFINV, self());
    }

    /** Returns {@code max(x, 0)}; the gradient at 0 is 0. */
    default Tensor relu() {
        return Dispatch.run(Unary.RELU, self());
    }

    /**
     * Returns whether x is 0.
     *
     * <p>With {@code x = tensor([0., 2.])}, {@code x.logicalNot()} is {@code tensor([ True,
     * False])}.
     */
    default Tensor logicalNot() {
        return Dispatch.run(Unary.LOGICAL_NOT, self());
    }

    /**
     * Returns the complement of bits, or of bool.
     *
     * <p>With {@code x = tensor([5])}, {@code x.bitwiseNot()} is {@code tensor([-6])}.
     */
    default Tensor bitwiseNot() {
        return Dispatch.run(Unary.BITWISE_NOT, self());
    }

    /**
     * Returns whether x is NaN.
     *
     * <p>With {@code x = tensor([1., nan])}, {@code x.isnan()} is {@code tensor([False, True])}.
     */
    default Tensor isnan() {
        return Dispatch.run(Unary.ISNAN, self());
    }

    /**
     * Returns whether x is infinite.
     *
     * <p>With {@code x = tensor([1., inf])}, {@code x.isinf()} is {@code tensor([False, True])}.
     */
    default Tensor isinf() {
        return Dispatch.run(Unary.ISINF, self());
    }

    /**
     * Returns whether x is neither infinite nor NaN.
     *
     * <p>With {@code x = tensor([1., inf])}, {@code x.isfinite()} is {@code tensor([ True,
     * False])}.
     */
    default Tensor isfinite() {
        return Dispatch.run(Unary.ISFINITE, self());
    }

    /**
     * Returns x held within [min, max].
     *
     * <p>With {@code x = tensor([-2., 0.5, 2.])}, {@code x.clamp(-1, 1)} is {@code tensor([-1.0000,
     * 0.5000, 1.0000])}.
     *
     * @param min the lower bound, or null for none
     * @param max the upper bound, or null for none
     * @throws IllegalArgumentException if both are null
     */
    default Tensor clamp(@Nullable Number min, @Nullable Number max) {
        return Clamping.clamp(self(), min, max);
    }

    /** Returns x held within tensors of bounds, either of which may be null. */
    default Tensor clamp(@Nullable Tensor min, @Nullable Tensor max) {
        return Clamping.clamp(self(), min, max);
    }

    /**
     * Returns the larger of x and a number.
     *
     * <p>With {@code x = tensor([1., 3.])}, {@code x.clampMin(2)} is {@code tensor([2., 3.])}.
     */
    default Tensor clampMin(Number min) {
        return Composite.named("ClampMin", Clamping.clamp(self(), min, null));
    }

    /**
     * Returns the smaller of x and a number.
     *
     * <p>With {@code x = tensor([1., 3.])}, {@code x.clampMax(2)} is {@code tensor([1., 2.])}.
     */
    default Tensor clampMax(Number max) {
        return Composite.named("ClampMax", Clamping.clamp(self(), null, max));
    }

    /**
     * Returns x with NaN replaced by 0 and infinities by the dtype's extremes.
     *
     * <p>With {@code x = tensor([nan, 1.])}, {@code x.nanToNum()} is {@code tensor([0., 1.])}.
     */
    default Tensor nanToNum() {
        return nanToNum(0, null, null);
    }

    /** Returns x with NaN and infinities replaced; null stands for the dtype's extremes. */
    default Tensor nanToNum(Number nan, @Nullable Number posInf, @Nullable Number negInf) {
        return Clamping.nanToNum(self(), nan, posInf, negInf);
    }

    /** Returns x where the mask is false and {@code value} where it is true; shapes broadcast. */
    default Tensor maskedFill(Tensor mask, Number value) {
        return Dispatch.run(new Parametric.MaskedFill(), self(), mask, Tensor.number(value));
    }

    /** Returns x where the mask is false and the 0-dim {@code value} where it is true. */
    default Tensor maskedFill(Tensor mask, Tensor value) {
        return Grad.named(
                "MaskedFillBackward1",
                Dispatch.run(new Parametric.MaskedFill(), self(), mask, value));
    }

    /** Returns {@code condition ? this : other}, elementwise; shapes broadcast. */
    default Tensor where(Tensor condition, Tensor other) {
        return Dispatch.run(new Parametric.Where(), condition, self(), other);
    }

    /** Returns {@code condition ? this : other}, elementwise. */
    default Tensor where(Tensor condition, Number other) {
        return where(condition, Tensor.number(other));
    }

    /** Returns {@code x + weight * (end - x)}. */
    default Tensor lerp(Tensor end, Number weight) {
        return Dispatch.run(new Parametric.Lerp(), self(), end, Tensor.number(weight));
    }

    /** Returns {@code x + weight * (end - x)}. */
    default Tensor lerp(Tensor end, Tensor weight) {
        return Grad.named(
                "LerpBackward1", Dispatch.run(new Parametric.Lerp(), self(), end, weight));
    }

    /** Returns {@code x + a * b}. */
    default Tensor addcmul(Tensor a, Tensor b) {
        return addcmul(a, b, 1);
    }

    /** Returns {@code x + value * a * b}. */
    default Tensor addcmul(Tensor a, Tensor b, Number value) {
        return Dispatch.run(new Parametric.Addcmul(value.doubleValue()), self(), a, b);
    }

    /** Returns {@code x + a / b}; integers are refused. */
    default Tensor addcdiv(Tensor a, Tensor b) {
        return addcdiv(a, b, 1);
    }

    /** Returns {@code x + value * a / b}; integers are refused. */
    default Tensor addcdiv(Tensor a, Tensor b, Number value) {
        return Dispatch.run(new Parametric.Addcdiv(value.doubleValue()), self(), a, b);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
