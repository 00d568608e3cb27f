package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * How windows of a mean lie. Sizes are one number for all spatial dimensions, or one for each.
 *
 * @param kernelSize the sizes of a window
 * @param stride the steps from window to window; null: as {@code kernelSize}
 * @param padding zeros at both ends
 * @param ceilMode whether a last window may begin inside and end outside
 * @param countIncludePad whether the zeros count
 * @param divisorOverride what the sum is divided by; null: the count
 */
public record AvgPoolOptions(
        int[] kernelSize,
        int @Nullable [] stride,
        int[] padding,
        boolean ceilMode,
        boolean countIncludePad,
        @Nullable Integer divisorOverride) {
    static AvgPoolOptions of(int... kernelSize) {
        return new AvgPoolOptions(kernelSize, null, new int[] {0}, false, true, null);
    }

    /** Returns these options with steps. */
    public AvgPoolOptions stride(int... value) {
        return new AvgPoolOptions(
                kernelSize, value, padding, ceilMode, countIncludePad, divisorOverride);
    }

    /** Returns these options with padding. */
    public AvgPoolOptions padding(int... value) {
        return new AvgPoolOptions(
                kernelSize, stride, value, ceilMode, countIncludePad, divisorOverride);
    }

    /** Returns these options with or without a last, incomplete window. */
    public AvgPoolOptions ceilMode(boolean value) {
        return new AvgPoolOptions(
                kernelSize, stride, padding, value, countIncludePad, divisorOverride);
    }

    /** Returns these options, counting padding or not. */
    public AvgPoolOptions countIncludePad(boolean value) {
        return new AvgPoolOptions(kernelSize, stride, padding, ceilMode, value, divisorOverride);
    }

    /** Returns these options with a divisor. */
    public AvgPoolOptions divisorOverride(@Nullable Integer value) {
        return new AvgPoolOptions(kernelSize, stride, padding, ceilMode, countIncludePad, value);
    }

    /** Returns the steps, which are the sizes of a window where none are given. */
    int[] steps() {
        return stride == null ? kernelSize : stride;
    }
}
