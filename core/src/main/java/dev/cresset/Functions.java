package dev.cresset;

import dev.cresset.op.Binary;
import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;
import dev.cresset.op.Unary;
import org.jspecify.annotations.Nullable;

/** Functions of one or two elements that are made of others. */
sealed interface Functions permits Tensor {
    /**
     * Returns the logarithm of the absolute value of the gamma function.
     *
     * <p>With {@code x = tensor([1., 4.])}, {@code x.lgamma()} is {@code tensor([0.0000, 1.7918])}.
     */
    default Tensor lgamma() {
        return Dispatch.run(Unary.LGAMMA, self());
    }

    /**
     * Returns the logarithmic derivative of the gamma function.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.digamma()} is {@code tensor([-0.5772,
     * 0.4228])}.
     */
    default Tensor digamma() {
        return Dispatch.run(Unary.DIGAMMA, self());
    }

    /**
     * Returns the n-th derivative of the digamma function, itself for 0.
     *
     * <p>With {@code x = tensor([1.])}, {@code x.polygamma(1)} is {@code tensor([1.6449])}.
     *
     * @throws IllegalArgumentException if n is negative
     */
    default Tensor polygamma(int n) {
        return Composing.polygamma(self(), n);
    }

    /**
     * Returns the greatest common divisor, not negative; integers.
     *
     * <p>With {@code x = tensor([12, -9])}, {@code x.gcd(tensor([18, 6]))} is {@code tensor([6,
     * 3])}.
     */
    default Tensor gcd(Tensor y) {
        return Dispatch.run(Binary.GCD, self(), y);
    }

    /**
     * Returns the least common multiple, not negative; integers.
     *
     * <p>With {@code x = tensor([4, 3])}, {@code x.lcm(tensor([6, 5]))} is {@code tensor([12,
     * 15])}.
     */
    default Tensor lcm(Tensor y) {
        return Dispatch.run(Binary.LCM, self(), y);
    }

    /** Does {@link Tensor#lgamma()} in place; returns this. */
    default Tensor lgamma_() {
        return Dispatch.inPlace(Unary.LGAMMA, self());
    }

    /** Does {@link Tensor#digamma()} in place; returns this. */
    default Tensor digamma_() {
        return Dispatch.inPlace(Unary.DIGAMMA, self());
    }

    /** Does {@link Tensor#gcd(Tensor)} in place; returns this. */
    default Tensor gcd_(Tensor y) {
        return Dispatch.inPlace(Binary.GCD, self(), y);
    }

    /** Does {@link Tensor#lcm(Tensor)} in place; returns this. */
    default Tensor lcm_(Tensor y) {
        return Dispatch.inPlace(Binary.LCM, self(), y);
    }

    /**
     * Returns a tensor of this shape and dtype with every element a number.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.fill(7)} is {@code tensor([7., 7.])}.
     */
    default Tensor fill(Number value) {
        return self().clone().fill_(value);
    }

    /** Returns a tensor of this shape and dtype with every element a 0-dim tensor's value. */
    default Tensor fill(Tensor value) {
        return self().clone().fill_(value);
    }

    /**
     * Returns this.
     *
     * <p>With {@code x = tensor([1., -2.])}, {@code x.positive()} is {@code tensor([ 1., -2.])}.
     */
    default Tensor positive() {
        return Composing.positive(self());
    }

    /** Returns {@code x} degrees in radians. */
    default Tensor deg2rad() {
        return Composite.named("Deg2Rad", self().mul(Math.PI / 180));
    }

    /** Returns {@code x} radians in degrees. */
    default Tensor rad2deg() {
        return Composite.named("Rad2Deg", self().mul(180 / Math.PI));
    }

    /**
     * Returns whether the sign bit is set: also of minus 0.
     *
     * <p>With {@code x = tensor([-1., 0., 2.])}, {@code x.signbit()} is {@code tensor([ True,
     * False, False])}.
     */
    default Tensor signbit() {
        return Composing.signbit(self());
    }

    /**
     * Returns whether x is plus infinity.
     *
     * <p>With {@code x = tensor([inf, -inf, 1.])}, {@code x.isposinf()} is {@code tensor([ True,
     * False, False])}.
     */
    default Tensor isposinf() {
        return self().detach().eq(Double.POSITIVE_INFINITY);
    }

    /**
     * Returns whether x is minus infinity.
     *
     * <p>With {@code x = tensor([inf, -inf, 1.])}, {@code x.isneginf()} is {@code tensor([False,
     * True, False])}.
     */
    default Tensor isneginf() {
        return self().detach().eq(Double.NEGATIVE_INFINITY);
    }

    /**
     * Returns whether x has no imaginary part: true.
     *
     * <p>With {@code x = tensor([1., nan])}, {@code x.isreal()} is {@code tensor([True, True])}.
     */
    default Tensor isreal() {
        return self().onesLike(dev.cresset.op.DType.BOOL);
    }

    /** Returns {@code sin(pi x) / (pi x)}, 1 at 0. */
    default Tensor sinc() {
        return Composing.sinc(self());
    }

    /** Returns {@code log(x / (1 - x))}; NaN outside [0, 1]. */
    default Tensor logit() {
        return Composing.logit(self(), null);
    }

    /** Returns {@code log(x / (1 - x))} of x held within [eps, 1 - eps], where it has gradients. */
    default Tensor logit(@Nullable Double eps) {
        return Composing.logit(self(), eps);
    }

    /** Returns {@code x^y} computed in float64. */
    default Tensor floatPower(Tensor y) {
        return self().toDouble().pow(y.toDouble());
    }

    /** Returns {@code x^y} computed in float64. */
    default Tensor floatPower(Number y) {
        return self().toDouble().pow(y.doubleValue());
    }

    /**
     * Returns the modified Bessel function of the first kind of order 0.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.i0()} is {@code tensor([1.0000, 1.2661])}.
     */
    default Tensor i0() {
        return Dispatch.run(SpecialUnary.I0, self());
    }

    /** Does {@link Tensor#i0()} in place; returns this. */
    default Tensor i0_() {
        return Dispatch.inPlace(SpecialUnary.I0, self());
    }

    /**
     * Returns the regularised lower incomplete gamma function {@code P(a, x)}, where this is a;
     * gradients flow to x alone.
     */
    default Tensor igamma(Tensor x) {
        return Dispatch.run(SpecialBinary.IGAMMA, self(), x);
    }

    /** Does {@link Tensor#igamma(Tensor)} in place; returns this. */
    default Tensor igamma_(Tensor x) {
        return Dispatch.inPlace(SpecialBinary.IGAMMA, self(), x);
    }

    /** Returns {@code 1 - P(a, x)}, where this is a; gradients flow to x alone. */
    default Tensor igammac(Tensor x) {
        return Dispatch.run(SpecialBinary.IGAMMAC, self(), x);
    }

    /** Does {@link Tensor#igammac(Tensor)} in place; returns this. */
    default Tensor igammac_(Tensor x) {
        return Dispatch.inPlace(SpecialBinary.IGAMMAC, self(), x);
    }

    /**
     * Returns mantissas m, {@code 0.5 <= |m| < 1}, and int32 exponents e of {@code x = m 2^e};
     * integers are refused.
     */
    default Frexp frexp() {
        Tensor e = Dispatch.run(SpecialUnary.FREXP_EXPONENT, self().detach());
        return new Frexp(Dispatch.run(SpecialUnary.FREXP_MANTISSA, self()), e.toInt());
    }

    /** Returns 0 for negative x, 1 for positive x and {@code values} for 0; one dtype. */
    default Tensor heaviside(Tensor values) {
        return Composing.heaviside(self(), values);
    }

    /** Returns {@code log2(2^x + 2^y)}; floats. */
    default Tensor logaddexp2(Tensor y) {
        return Composing.logaddexp2(self(), y);
    }

    /** Returns {@code x * 2^y}. */
    default Tensor ldexp(Tensor y) {
        return Composite.named("Ldexp", self().mul(Tensor.number(2.0).pow(y)));
    }

    /** Returns {@code x log(1 + y)}, 0 where x is 0 unless y is NaN. */
    default Tensor xlog1py(Tensor y) {
        return Composing.xlog1py(self(), y);
    }

    /**
     * Returns the next number of the dtype after x in the direction of y; floats.
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.nextafter(tensor([2., 1.]))} is {@code
     * tensor([1.0000e+00, 1.4013e-45])}.
     */
    default Tensor nextafter(Tensor y) {
        return Neighbours.nextafter(self(), y);
    }

    /** Does {@link Tensor#nextafter(Tensor)} in place; returns this. */
    default Tensor nextafter_(Tensor y) {
        return Composite.inPlace("nextafter_", self(), x -> x.nextafter(y));
    }

    /**
     * Returns the logarithm of the multivariate gamma function of p dimensions, {@code p (p - 1) /
     * 4 log(pi) + sum lgamma(x - i / 2)} over i below p.
     *
     * @throws IllegalArgumentException if p is less than 1
     */
    default Tensor mvlgamma(int p) {
        return Composing.mvlgamma(self(), p);
    }

    /** Does {@link Tensor#mvlgamma(int)} in place; returns this. */
    default Tensor mvlgamma_(int p) {
        return Composite.inPlace("mvlgamma_", self(), x -> x.mvlgamma(p));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
