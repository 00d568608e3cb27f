package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions about shapes and places, and tensors whose elements lie in a chosen way. */
abstract sealed class LayoutFunctions permits TensorFunctions {
    LayoutFunctions() {}

    /**
     * Returns zeros, which stand for values that do not matter, with chosen strides.
     *
     * @param strides in elements, one for each dimension, not negative
     */
    public static Tensor emptyStrided(
            Shape shape, int[] strides, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        return Placing.strided(shape, strides, dtype(o)).requiresGrad_(o.requiresGrad());
    }

    /**
     * Returns zeros, which stand for values that do not matter, dense in a chosen order.
     *
     * @param physicalLayout the dimensions, the outermost first
     */
    public static Tensor emptyPermuted(
            Shape shape, int[] physicalLayout, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        return Placing.permuted(shape, physicalLayout, dtype(o)).requiresGrad_(o.requiresGrad());
    }

    private static DType dtype(TensorOptions o) {
        DType given = o.dtype();
        return given == null ? DefaultDType.get() : given;
    }

    /** Returns a 0-dim tensor of the default dtype, also of a whole number. */
    public static Tensor scalarTensor(Number value) {
        return scalarTensor(value, o -> o);
    }

    /** Returns a 0-dim tensor, of the default dtype unless the options say another. */
    public static Tensor scalarTensor(Number value, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        return Tensor.full(Shape.SCALAR, value, p -> o.dtype(dtype(o)));
    }

    /**
     * Returns the shape that shapes broadcast to.
     *
     * @throws IllegalArgumentException if they do not broadcast
     */
    public static Shape broadcastShapes(Shape... shapes) {
        Shape out = Shape.SCALAR;
        for (Shape s : shapes) {
            out = Shape.broadcast(out, s);
        }
        return out;
    }

    /**
     * Returns the coordinates of flat indices in a shape, one int64 tensor for each dimension; an
     * index beyond the shape counts around.
     *
     * @throws IllegalArgumentException if the indices are no integers or a size is negative
     */
    public static List<Tensor> unravelIndex(Tensor indices, long... shape) {
        return Placing.unravel(indices, shape);
    }

    /**
     * Returns tensors cut into {@code chunks} equal parts along a dimension, zeros behind what does
     * not divide, and the parts of the same number beside each other: {@code (*, chunks, total)}.
     */
    public static Tensor chunkCat(List<? extends Tensor> tensors, int dim, int chunks) {
        return Placing.chunkCat(tensors, dim, chunks);
    }

    /**
     * Returns numbers at equal distances from start to end, which are 0-dim tensors.
     *
     * @throws IllegalArgumentException if they are not 0-dim
     */
    public static Tensor linspace(Tensor start, Tensor end, int steps, DType dtype) {
        checkEnds("linspace", start, end);
        double from = start.item().doubleValue();
        return Tensor.linspace(from, end.item().doubleValue(), steps, dtype);
    }

    /**
     * Returns powers of {@code base} with exponents at equal distances, whose ends are 0-dim
     * tensors.
     *
     * @throws IllegalArgumentException if they are not 0-dim
     */
    public static Tensor logspace(Tensor start, Tensor end, int steps, double base, DType dtype) {
        checkEnds("logspace", start, end);
        double from = start.item().doubleValue();
        return Tensor.logspace(from, end.item().doubleValue(), steps, base, dtype);
    }

    private static void checkEnds(String op, Tensor start, Tensor end) {
        if (start.dim() != 0 || end.dim() != 0) {
            throw new IllegalArgumentException(
                    op
                            + " only supports 0-dimensional start and end tensors, but got start"
                            + " with "
                            + start.dim()
                            + " dimension(s) and end with "
                            + end.dim()
                            + " dimension(s).");
        }
    }
}
