package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A number as PyTorch computes with it outside of tensors: a Python float, or a 0-dim tensor, whose
 * dtype its results keep.
 *
 * @param value the number
 * @param dtype the tensor's dtype, null for a Python float
 */
record Scalar(double value, @Nullable DType dtype) {
    static Scalar of(double value) {
        return new Scalar(value, null);
    }

    static Scalar of(Tensor x) {
        return new Scalar(x.item().doubleValue(), x.dtype());
    }

    /** Returns what a state dict holds: a number, or a tensor. */
    static Scalar ofState(@Nullable Object saved) {
        return switch (saved) {
            case Tensor t -> of(t);
            case Number n -> of(n.doubleValue());
            case null, default ->
                    throw new IllegalArgumentException(
                            "optimizer state: expected a number, got " + saved);
        };
    }

    /** Returns this as a state dict holds it. */
    Object toState() {
        DType type = dtype;
        return type == null ? (Object) value : Tensor.full(Shape.SCALAR, value, o -> o.dtype(type));
    }

    Scalar plus(Scalar y) {
        return make(in(y) + y.in(this), y);
    }

    Scalar minus(Scalar y) {
        return make(in(y) - y.in(this), y);
    }

    Scalar times(Scalar y) {
        return make(in(y) * y.in(this), y);
    }

    Scalar times(double y) {
        return times(of(y));
    }

    Scalar over(Scalar y) {
        return make(in(y) / y.in(this), y);
    }

    Scalar squareRoot() {
        return make(Math.sqrt(value), this);
    }

    Scalar magnitude() {
        return new Scalar(Math.abs(value), dtype);
    }

    Scalar negative() {
        return new Scalar(-value, dtype);
    }

    boolean isAbove(Scalar y) {
        return in(y) > y.in(this);
    }

    boolean isAtMost(Scalar y) {
        return in(y) <= y.in(this);
    }

    /** Returns the greater one as Python's {@code max(this, y)} does. */
    Scalar max(Scalar y) {
        return y.isAbove(this) ? y : this;
    }

    /** Returns the smaller one as Python's {@code min(this, y)} does. */
    Scalar min(Scalar y) {
        return isAbove(y) ? y : this;
    }

    /** Returns the value in the dtype that an operation with another number has. */
    private double in(Scalar other) {
        return dtype == null && other.dtype != null ? rounded(value, other.dtype) : value;
    }

    private Scalar make(double result, Scalar other) {
        DType type = dtype == null ? other.dtype : dtype;
        return new Scalar(type == null ? result : rounded(result, type), type);
    }

    private static double rounded(double x, DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> x;
            case FLOAT32 -> (float) x;
            default -> Tensor.full(Shape.SCALAR, x, o -> o.dtype(dtype)).item().doubleValue();
        };
    }
}
