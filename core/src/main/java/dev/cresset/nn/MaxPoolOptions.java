package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * How windows of a maximum lie. Sizes are one number for all spatial dimensions, or one for each.
 *
 * @param kernelSize the sizes of a window
 * @param stride the steps from window to window; null: as {@code kernelSize}
 * @param padding what is added at both ends, never the largest
 * @param dilation the distances between a window's elements
 * @param ceilMode whether a last window may begin inside and end outside
 * @param returnIndices whether the places are wanted too, by a {@code …WithIndices} function or
 *     {@code callWithIndices}
 */
public record MaxPoolOptions(
        int[] kernelSize,
        int @Nullable [] stride,
        int[] padding,
        int[] dilation,
        boolean ceilMode,
        boolean returnIndices) {
    static MaxPoolOptions of(int... kernelSize) {
        return new MaxPoolOptions(kernelSize, null, new int[] {0}, new int[] {1}, false, false);
    }

    /** Returns these options with steps. */
    public MaxPoolOptions stride(int... value) {
        return new MaxPoolOptions(kernelSize, value, padding, dilation, ceilMode, returnIndices);
    }

    /** Returns these options with padding. */
    public MaxPoolOptions padding(int... value) {
        return new MaxPoolOptions(kernelSize, stride, value, dilation, ceilMode, returnIndices);
    }

    /** Returns these options with distances between a window's elements. */
    public MaxPoolOptions dilation(int... value) {
        return new MaxPoolOptions(kernelSize, stride, padding, value, ceilMode, returnIndices);
    }

    /** Returns these options with or without a last, incomplete window. */
    public MaxPoolOptions ceilMode(boolean value) {
        return new MaxPoolOptions(kernelSize, stride, padding, dilation, value, returnIndices);
    }

    /** Returns these options, wanting places too or not. */
    public MaxPoolOptions returnIndices(boolean value) {
        return new MaxPoolOptions(kernelSize, stride, padding, dilation, ceilMode, value);
    }

    /** Returns the steps, which are the sizes of a window where none are given. */
    int[] steps() {
        return stride == null ? kernelSize : stride;
    }
}
