package dev.cresset;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.Parametric;
import org.jspecify.annotations.Nullable;

/** Arithmetic of two operands. */
sealed interface Arithmetic permits Tensor {
    /** Returns {@code value / x}, as the reciprocal times the value. */
    default Tensor rdiv(Number value) {
        return self().reciprocal().mul(value);
    }

    /** Returns {@code x + y}; shapes broadcast, dtypes are promoted. */
    default Tensor add(Tensor y) {
        return Dispatch.run(Binary.ADD, self(), y);
    }

    /** Returns {@code x + y}. */
    default Tensor add(Number y) {
        return add(Tensor.number(y));
    }

    /** Returns {@code x + alpha * y}. */
    default Tensor add(Tensor y, Number alpha) {
        return Dispatch.run(Scaled.add(self(), y, alpha), self(), y);
    }

    /** Returns {@code x - alpha * y}. */
    default Tensor sub(Tensor y, Number alpha) {
        return Dispatch.run(Scaled.sub(self(), y, alpha), self(), y);
    }

    /** Returns {@code x - y}; bool is refused; shapes broadcast, dtypes are promoted. */
    default Tensor sub(Tensor y) {
        return Dispatch.run(Binary.SUB, self(), y);
    }

    /** Returns {@code x - y}; bool is refused. */
    default Tensor sub(Number y) {
        return sub(Tensor.number(y));
    }

    /** Returns {@code x * y}; shapes broadcast, dtypes are promoted. */
    default Tensor mul(Tensor y) {
        return Dispatch.run(Binary.MUL, self(), y);
    }

    /** Returns {@code x * y}. */
    default Tensor mul(Number y) {
        return mul(Tensor.number(y));
    }

    /**
     * Returns {@code x / y}, true division: integers give floats; shapes broadcast, dtypes are
     * promoted.
     */
    default Tensor div(Tensor y) {
        return Dispatch.run(Binary.DIV, self(), y);
    }

    /** Returns {@code x / y}, true division: integers give floats. */
    default Tensor div(Number y) {
        return div(Tensor.number(y));
    }

    /** Returns {@code floor(x / y)}, Python's {@code //}; shapes broadcast, dtypes are promoted. */
    default Tensor floorDivide(Tensor y) {
        return Dispatch.run(Binary.FLOOR_DIVIDE, self(), y);
    }

    /** Returns {@code floor(x / y)}, Python's {@code //}. */
    default Tensor floorDivide(Number y) {
        return floorDivide(Tensor.number(y));
    }

    /**
     * Returns the remainder with the sign of y, Python's {@code %}; shapes broadcast, dtypes are
     * promoted.
     */
    default Tensor remainder(Tensor y) {
        return Dispatch.run(Binary.REMAINDER, self(), y);
    }

    /** Returns the remainder with the sign of y, Python's {@code %}. */
    default Tensor remainder(Number y) {
        return remainder(Tensor.number(y));
    }

    /**
     * Returns the remainder with the sign of x, Java's {@code %}; shapes broadcast, dtypes are
     * promoted.
     */
    default Tensor fmod(Tensor y) {
        return Dispatch.run(Binary.FMOD, self(), y);
    }

    /** Returns the remainder with the sign of x, Java's {@code %}. */
    default Tensor fmod(Number y) {
        return fmod(Tensor.number(y));
    }

    /** Returns {@code y - x}. */
    default Tensor rsub(Number y) {
        return Dispatch.run(new Parametric.Rsub(1, true), self(), Tensor.number(y));
    }

    /** Returns {@code y - alpha * x}. */
    default Tensor rsub(Tensor y, Number alpha) {
        return Dispatch.run(Scaled.rsub(self(), y, alpha), self(), y);
    }

    /** Returns {@code x / y} rounded as asked; null is true division. */
    default Tensor div(Tensor y, @Nullable RoundingMode rounding) {
        return Dispatch.run(RoundingMode.division(rounding), self(), y);
    }

    /** Returns {@code x / y} rounded as asked; null is true division. */
    default Tensor div(Number y, @Nullable RoundingMode rounding) {
        return div(Tensor.number(y), rounding);
    }

    /** Returns {@code x^y}; integers refuse negative numbers. */
    default Tensor pow(Number y) {
        boolean floating = y instanceof Double || y instanceof Float;
        return Dispatch.run(new Parametric.PowScalar(y.doubleValue(), floating), self());
    }

    /** Returns x for true and ones for false, of x's dtype, as Python's {@code x ** True}. */
    default Tensor pow(boolean y) {
        Tensor x = self();
        return x.dtype() == DType.BOOL ? (y ? x.clone() : x.onesLike()) : x.pow(y ? 1 : 0);
    }

    /** Returns {@code x^y}; shapes broadcast, dtypes are promoted. */
    default Tensor pow(Tensor y) {
        return Dispatch.run(Binary.POW, self(), y);
    }

    /**
     * Returns the larger of x and y; NaN if either is; ties share the gradient.
     *
     * <p>With {@code x = tensor([1., 5.])}, {@code x.maximum(tensor([3., 2.]))} is {@code
     * tensor([3., 5.])}.
     */
    default Tensor maximum(Tensor y) {
        return Dispatch.run(Binary.MAXIMUM, self(), y);
    }

    /**
     * Returns the smaller of x and y; NaN if either is; ties share the gradient.
     *
     * <p>With {@code x = tensor([1., 5.])}, {@code x.minimum(tensor([3., 2.]))} is {@code
     * tensor([1., 2.])}.
     */
    default Tensor minimum(Tensor y) {
        return Dispatch.run(Binary.MINIMUM, self(), y);
    }

    /**
     * Returns the larger of x and y, ignoring a NaN.
     *
     * <p>With {@code x = tensor([1., nan])}, {@code x.fmax(tensor([3., 2.]))} is {@code tensor([3.,
     * 2.])}.
     */
    default Tensor fmax(Tensor y) {
        return Dispatch.run(Binary.FMAX, self(), y);
    }

    /**
     * Returns the smaller of x and y, ignoring a NaN.
     *
     * <p>With {@code x = tensor([1., nan])}, {@code x.fmin(tensor([3., 2.]))} is {@code tensor([1.,
     * 2.])}.
     */
    default Tensor fmin(Tensor y) {
        return Dispatch.run(Binary.FMIN, self(), y);
    }

    /**
     * Returns the angle of the point (y, x) in radians, where this is the ordinate.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.atan2(tensor([1., 0.]))} is {@code
     * tensor([0.0000, 1.5708])}.
     */
    default Tensor atan2(Tensor y) {
        return Dispatch.run(Binary.ATAN2, self(), y);
    }

    /** Returns {@code sqrt(x^2 + y^2)}. */
    default Tensor hypot(Tensor y) {
        return Dispatch.run(Binary.HYPOT, self(), y);
    }

    /**
     * Returns the magnitude of x with the sign of y.
     *
     * <p>With {@code x = tensor([3.])}, {@code x.copysign(tensor([-4.]))} is {@code tensor([-3.])}.
     */
    default Tensor copysign(Tensor y) {
        return Dispatch.run(Binary.COPYSIGN, self(), y);
    }

    /** Returns the magnitude of x with the sign of a number. */
    default Tensor copysign(Number y) {
        return copysign(Tensor.number(y));
    }

    /** Returns {@code x log(y)}, 0 where x is 0. */
    default Tensor xlogy(Tensor y) {
        return Dispatch.run(Binary.XLOGY, self(), y);
    }

    /** Returns {@code log(e^x + e^y)}. */
    default Tensor logaddexp(Tensor y) {
        return Dispatch.run(Binary.LOGADDEXP, self(), y);
    }

    /**
     * Returns bitwise "and"; integers and bool.
     *
     * <p>With {@code x = tensor([6])}, {@code x.bitwiseAnd(3)} is {@code tensor([2])}.
     */
    default Tensor bitwiseAnd(Tensor y) {
        return Dispatch.run(Binary.BITWISE_AND, self(), y);
    }

    /** Returns bitwise "and"; integers and bool. */
    default Tensor bitwiseAnd(Number y) {
        return bitwiseAnd(Tensor.number(y));
    }

    /**
     * Returns bitwise "or"; integers and bool.
     *
     * <p>With {@code x = tensor([6])}, {@code x.bitwiseOr(3)} is {@code tensor([7])}.
     */
    default Tensor bitwiseOr(Tensor y) {
        return Dispatch.run(Binary.BITWISE_OR, self(), y);
    }

    /** Returns bitwise "or"; integers and bool. */
    default Tensor bitwiseOr(Number y) {
        return bitwiseOr(Tensor.number(y));
    }

    /**
     * Returns bitwise "exclusive or"; integers and bool.
     *
     * <p>With {@code x = tensor([6])}, {@code x.bitwiseXor(3)} is {@code tensor([5])}.
     */
    default Tensor bitwiseXor(Tensor y) {
        return Dispatch.run(Binary.BITWISE_XOR, self(), y);
    }

    /** Returns bitwise "exclusive or"; integers and bool. */
    default Tensor bitwiseXor(Number y) {
        return bitwiseXor(Tensor.number(y));
    }

    /** Returns {@code x << y}; integers. */
    default Tensor bitwiseLeftShift(Tensor y) {
        return Dispatch.run(Binary.BITWISE_LEFT_SHIFT, self(), y);
    }

    /** Returns {@code x << y}; integers. */
    default Tensor bitwiseLeftShift(Number y) {
        return bitwiseLeftShift(Tensor.number(y));
    }

    /** Returns {@code x >> y}, with sign; integers. */
    default Tensor bitwiseRightShift(Tensor y) {
        return Dispatch.run(Binary.BITWISE_RIGHT_SHIFT, self(), y);
    }

    /** Returns {@code x >> y}, with sign; integers. */
    default Tensor bitwiseRightShift(Number y) {
        return bitwiseRightShift(Tensor.number(y));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
