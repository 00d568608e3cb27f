package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Parametric;

/** Other dtypes, and Java values. */
sealed interface Conversion permits Tensor {
    /**
     * Returns this in another dtype; this itself if it has that dtype.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.to(DType.INT64)} is {@code tensor([1, 0])}.
     */
    default Tensor to(DType dtype) {
        return self().dtype() == dtype ? self() : Dispatch.run(new Parametric.Cast(dtype), self());
    }

    /**
     * Returns this in another dtype and order of elements; this itself if it has both.
     *
     * @throws IllegalArgumentException if the format does not go with the rank
     */
    default Tensor to(DType dtype, MemoryFormat format) {
        Tensor x = self();
        return x.dtype() == dtype && (format == MemoryFormat.PRESERVE || x.isContiguous(format))
                ? x
                : Dispatch.run(new Parametric.Cast(dtype, format), x);
    }

    /** Returns this in an order of elements; this itself if it lies so. */
    default Tensor to(MemoryFormat format) {
        return to(self().dtype(), format);
    }

    /** Returns this on a device: this itself, as there is only the CPU. */
    default Tensor to(Device device) {
        return self();
    }

    /**
     * Returns this as float32.
     *
     * <p>With {@code x = tensor([2, 0])}, {@code x.toFloat()} is {@code tensor([2., 0.])}.
     */
    default Tensor toFloat() {
        return to(DType.FLOAT32);
    }

    /**
     * Returns this as float64.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toDouble()} is {@code tensor([1.5000,
     * 0.0000], dtype=torch.float64)}.
     */
    default Tensor toDouble() {
        return to(DType.FLOAT64);
    }

    /**
     * Returns this as float16.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toHalf()} is {@code tensor([1.5000, 0.0000],
     * dtype=torch.float16)}.
     */
    default Tensor toHalf() {
        return to(DType.FLOAT16);
    }

    /**
     * Returns this as bfloat16.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toBfloat16()} is {@code tensor([1.5000,
     * 0.0000], dtype=torch.bfloat16)}.
     */
    default Tensor toBfloat16() {
        return to(DType.BFLOAT16);
    }

    /**
     * Returns this as int64.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toLong()} is {@code tensor([1, 0])}.
     */
    default Tensor toLong() {
        return to(DType.INT64);
    }

    /**
     * Returns this as int32.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toInt()} is {@code tensor([1, 0],
     * dtype=torch.int32)}.
     */
    default Tensor toInt() {
        return to(DType.INT32);
    }

    /**
     * Returns this as int16.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toShort()} is {@code tensor([1, 0],
     * dtype=torch.int16)}.
     */
    default Tensor toShort() {
        return to(DType.INT16);
    }

    /**
     * Returns this as int8.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toChar()} is {@code tensor([1, 0],
     * dtype=torch.int8)}.
     */
    default Tensor toChar() {
        return to(DType.INT8);
    }

    /**
     * Returns this as uint8.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toByte()} is {@code tensor([1, 0],
     * dtype=torch.uint8)}.
     */
    default Tensor toByte() {
        return to(DType.UINT8);
    }

    /**
     * Returns this as bool.
     *
     * <p>With {@code x = tensor([1.5, 0.])}, {@code x.toBool()} is {@code tensor([ True, False])}.
     */
    default Tensor toBool() {
        return to(DType.BOOL);
    }

    /**
     * Returns the one element: a Double for floats, a Long for integers, and 0 or 1 for bool.
     *
     * @throws IllegalArgumentException if there is not exactly one element
     */
    default Number item() {
        View v = single();
        return self().dtype().isFloatingPoint() ? (Number) v.doubleAt(0) : (Number) v.longAt(0);
    }

    /**
     * Returns whether the one element is not 0: Python's {@code bool(x)}.
     *
     * @throws IllegalArgumentException if there is not exactly one element
     */
    default boolean isTrue() {
        View v = single();
        return self().dtype().isFloatingPoint() ? v.doubleAt(0) != 0 : v.longAt(0) != 0;
    }

    /** Returns the elements in row-major order, converted to float. */
    default float[] toFloatArray() {
        return Export.floats(self());
    }

    /** Returns the elements in row-major order, converted to double. */
    default double[] toDoubleArray() {
        return Export.doubles(self());
    }

    /** Returns the elements in row-major order, converted to long. */
    default long[] toLongArray() {
        return Export.longs(self());
    }

    /** Returns the elements in row-major order, converted to int. */
    default int[] toIntArray() {
        return Export.ints(self());
    }

    /** Returns in row-major order whether the elements are not 0. */
    default boolean[] toBooleanArray() {
        return Export.booleans(self());
    }

    /**
     * Returns the elements as nested Java arrays of this rank: {@code float[][]} for a float32
     * matrix, or a boxed value for a 0-dim tensor. 16-bit floats give float, uint8 gives int.
     */
    default Object toArray() {
        return Export.nested(self());
    }

    private View single() {
        if (self().numel() != 1) {
            throw new IllegalArgumentException(
                    "item: a Tensor with "
                            + self().numel()
                            + " elements cannot be converted to Scalar: shape "
                            + self().shape().listText());
        }
        return self().view();
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
