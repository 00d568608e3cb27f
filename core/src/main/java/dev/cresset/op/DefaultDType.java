package dev.cresset.op;

/** The process-wide dtype of new floating-point tensors: float32 unless it is set. */
public final class DefaultDType {
    private static volatile DType current = DType.FLOAT32;

    private DefaultDType() {}

    /** Returns the default dtype. */
    public static DType get() {
        return current;
    }

    /**
     * Sets the default dtype.
     *
     * @throws IllegalArgumentException if it is not a floating-point type
     */
    public static void set(DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "default dtype: only floating-point types are supported, got " + dtype);
        }
        current = dtype;
    }
}
