package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * How the windows lay whose maxima are put back. Sizes are one number for all spatial dimensions,
 * or one for each.
 *
 * @param kernelSize the sizes of a window
 * @param stride the steps from window to window; null: as {@code kernelSize}
 * @param padding what was added at both ends
 */
public record MaxUnpoolOptions(int[] kernelSize, int @Nullable [] stride, int[] padding) {
    static MaxUnpoolOptions of(int... kernelSize) {
        return new MaxUnpoolOptions(kernelSize, null, new int[] {0});
    }

    /** Returns these options with steps. */
    public MaxUnpoolOptions stride(int... value) {
        return new MaxUnpoolOptions(kernelSize, value, padding);
    }

    /** Returns these options with padding. */
    public MaxUnpoolOptions padding(int... value) {
        return new MaxUnpoolOptions(kernelSize, stride, value);
    }

    /** Returns the steps, which are the sizes of a window where none are given. */
    int[] steps() {
        return stride == null ? kernelSize : stride;
    }
}
