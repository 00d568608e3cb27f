package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * How a kernel moves over its input, as the functions {@code conv1d} to {@code convTranspose3d}
 * take it. Sizes are one number for all spatial dimensions, or one for each.
 *
 * @param stride the steps of the kernel
 * @param padding zeros at both ends
 * @param rule a rule that takes the place of {@code padding}, or null
 * @param dilation the distances between the kernel's elements
 * @param groups into how many groups inputs and outputs are split
 * @param outputPadding what a transposed convolution adds at one end of its result
 */
public record ConvOptions(
        int[] stride,
        int[] padding,
        @Nullable Padding rule,
        int[] dilation,
        int groups,
        int[] outputPadding) {
    static final ConvOptions DEFAULT =
            new ConvOptions(new int[] {1}, new int[] {0}, null, new int[] {1}, 1, new int[] {0});

    /** Returns these options with steps. */
    public ConvOptions stride(int... value) {
        return new ConvOptions(value, padding, rule, dilation, groups, outputPadding);
    }

    /** Returns these options with zeros at both ends. */
    public ConvOptions padding(int... value) {
        return new ConvOptions(stride, value, null, dilation, groups, outputPadding);
    }

    /** Returns these options with padding by a rule. */
    public ConvOptions padding(Padding value) {
        return new ConvOptions(stride, padding, value, dilation, groups, outputPadding);
    }

    /** Returns these options with distances between the kernel's elements. */
    public ConvOptions dilation(int... value) {
        return new ConvOptions(stride, padding, rule, value, groups, outputPadding);
    }

    /** Returns these options with a number of groups. */
    public ConvOptions groups(int value) {
        return new ConvOptions(stride, padding, rule, dilation, value, outputPadding);
    }

    /** Returns these options with what a transposed convolution adds to its result. */
    public ConvOptions outputPadding(int... value) {
        return new ConvOptions(stride, padding, rule, dilation, groups, value);
    }
}
