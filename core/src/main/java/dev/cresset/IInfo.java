package dev.cresset;

import dev.cresset.op.DType;

/**
 * The limits of an integer dtype: PyTorch's {@code torch.iinfo}.
 *
 * <pre>{@code
 * long most = IInfo.of(DType.UINT8).max(); // 255
 * }</pre>
 *
 * @param dtype the dtype
 * @param bits the bits of one element
 * @param max the greatest number
 * @param min the least number
 */
public record IInfo(DType dtype, int bits, long max, long min) {

    /**
     * Returns the limits of a dtype.
     *
     * @throws IllegalArgumentException if it is not an integer type; bool is not one
     */
    public static IInfo of(DType dtype) {
        if (!dtype.isIntegral()) {
            throw new IllegalArgumentException(
                    "iinfo: requires an integer dtype, but got "
                            + dtype
                            + (dtype.isFloatingPoint() ? ": use FInfo.of" : ""));
        }
        int bits = 8 * dtype.bytes();
        if (dtype == DType.UINT8) {
            return new IInfo(dtype, bits, 255, 0);
        }
        long max = Long.MAX_VALUE >> (64 - bits);
        return new IInfo(dtype, bits, max, -max - 1);
    }

    /** Returns PyTorch's text, which shows 6 digits of the limits: {@code max=2.14748e+09}. */
    @Override
    public String toString() {
        return "iinfo(min="
                + NumberText.general((double) min)
                + ", max="
                + NumberText.general((double) max)
                + ", dtype="
                + dtype.text()
                + ")";
    }
}
