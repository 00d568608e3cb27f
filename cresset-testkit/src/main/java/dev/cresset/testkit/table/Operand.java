package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Arguments;
import dev.cresset.testkit.python.UnsupportedArgumentException;
import java.util.function.BiFunction;

/** Chooses between a method's forms for a tensor and for a number, by what a call gives. */
final class Operand {
    private Operand() {}

    /** Calls the form that fits {@code other}; a Python bool goes as a 0-dim bool tensor. */
    static Tensor apply(
            Arguments a,
            BiFunction<Tensor, Tensor, Tensor> withTensor,
            BiFunction<Tensor, Number, Tensor> withNumber) {
        return apply(a, "input", "other", withTensor, withNumber);
    }

    /** As {@link #apply(Arguments, BiFunction, BiFunction)}, for arguments of other names. */
    static Tensor apply(
            Arguments a,
            String input,
            String other,
            BiFunction<Tensor, Tensor, Tensor> withTensor,
            BiFunction<Tensor, Number, Tensor> withNumber) {
        Tensor x = a.tensor(input);
        return switch (a.raw(other)) {
            case Tensor y -> withTensor.apply(x, y);
            case Boolean b -> withTensor.apply(x, bool(b));
            case Number n -> withNumber.apply(x, n);
            case null, default ->
                    throw new UnsupportedArgumentException(
                            "'" + other + "' is neither a tensor nor a number: " + a.raw(other));
        };
    }

    /** Returns an argument as a tensor: a number as a 0-dim one of Python's dtype for it. */
    static Tensor tensor(Arguments a, String name) {
        return switch (a.raw(name)) {
            case Tensor t -> t;
            case Boolean b -> bool(b);
            case Double d -> number(DType.FLOAT32, d);
            case Long n -> number(DType.INT64, n);
            case null, default ->
                    throw new UnsupportedArgumentException(
                            "'" + name + "' is neither a tensor nor a number: " + a.raw(name));
        };
    }

    private static Tensor bool(boolean value) {
        return number(DType.BOOL, value ? 1L : 0L);
    }

    private static Tensor number(DType dtype, Number value) {
        View v = View.allocate(dtype, Shape.SCALAR);
        if (dtype.isFloatingPoint()) {
            v.setDouble(0, value.doubleValue());
        } else {
            v.setLong(0, value.longValue());
        }
        return Tensor.of(v);
    }
}
