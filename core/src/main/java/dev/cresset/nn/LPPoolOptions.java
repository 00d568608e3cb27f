package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * How windows of a power mean lie. Sizes are one number for all spatial dimensions, or one for
 * each.
 *
 * @param kernelSize the sizes of a window
 * @param stride the steps from window to window; null: as {@code kernelSize}
 * @param ceilMode whether a last window may begin inside and end outside
 */
public record LPPoolOptions(int[] kernelSize, int @Nullable [] stride, boolean ceilMode) {
    static LPPoolOptions of(int... kernelSize) {
        return new LPPoolOptions(kernelSize, null, false);
    }

    /** Returns these options with steps. */
    public LPPoolOptions stride(int... value) {
        return new LPPoolOptions(kernelSize, value, ceilMode);
    }

    /** Returns these options with or without a last, incomplete window. */
    public LPPoolOptions ceilMode(boolean value) {
        return new LPPoolOptions(kernelSize, stride, value);
    }

    /** Returns the steps, which are the sizes of a window where none are given. */
    int[] steps() {
        return stride == null ? kernelSize : stride;
    }
}
