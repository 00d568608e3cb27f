package dev.cresset;

import dev.cresset.op.DType;

/**
 * The limits of a floating-point dtype: PyTorch's {@code torch.finfo}.
 *
 * <pre>{@code
 * double eps = FInfo.of(DType.FLOAT32).eps(); // 1.1920928955078125e-07
 * }</pre>
 *
 * @param dtype the dtype
 * @param bits the bits of one element
 * @param eps the distance from 1 to the next greater number
 * @param max the greatest finite number
 * @param min the least finite number, {@code -max}
 * @param smallestNormal the least positive number with full precision
 * @param resolution the decimal resolution, {@code 1e-6} for float32
 */
public record FInfo(
        DType dtype,
        int bits,
        double eps,
        double max,
        double min,
        double smallestNormal,
        double resolution) {

    /**
     * Returns the limits of a dtype.
     *
     * @throws IllegalArgumentException if it is not a floating-point type
     */
    public static FInfo of(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> of(dtype, 0x1p-10, 65504, 0x1p-14, 1e-3);
            case BFLOAT16 -> of(dtype, 0x1p-7, 0x1.FEp127, 0x1p-126, 1e-2);
            case FLOAT32 -> of(dtype, 0x1p-23, Float.MAX_VALUE, Float.MIN_NORMAL, 1e-6);
            case FLOAT64 -> of(dtype, 0x1p-52, Double.MAX_VALUE, Double.MIN_NORMAL, 1e-15);
            case BOOL, UINT8, INT8, INT16, INT32, INT64 ->
                    throw new IllegalArgumentException(
                            "finfo: requires a floating point dtype, but got "
                                    + dtype
                                    + (dtype == DType.BOOL ? "" : ": use IInfo.of"));
        };
    }

    private static FInfo of(DType d, double eps, double max, double normal, double resolution) {
        return new FInfo(d, 8 * d.bytes(), eps, max, -max, normal, resolution);
    }

    /** Returns {@link #smallestNormal()} under its older name. */
    public double tiny() {
        return smallestNormal;
    }

    /** Returns PyTorch's text. */
    @Override
    public String toString() {
        return "finfo(resolution="
                + NumberText.shortest(resolution)
                + ", min="
                + NumberText.general(min)
                + ", max="
                + NumberText.general(max)
                + ", eps="
                + NumberText.general(eps)
                + ", smallest_normal="
                + NumberText.general(smallestNormal)
                + ", tiny="
                + NumberText.general(tiny())
                + ", dtype="
                + dtype.text()
                + ")";
    }
}
