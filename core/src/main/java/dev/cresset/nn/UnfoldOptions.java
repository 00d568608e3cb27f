package dev.cresset.nn;

import dev.cresset.op.PlaneOp;

/**
 * How the blocks of a plane lie. Sizes are one number for both dimensions, or one for each.
 *
 * @param kernelSize the sizes of a block
 * @param dilation the distances between a block's elements
 * @param padding the zeros added at both ends
 * @param stride the steps from block to block
 */
public record UnfoldOptions(int[] kernelSize, int[] dilation, int[] padding, int[] stride) {
    static UnfoldOptions of(int... kernelSize) {
        return new UnfoldOptions(kernelSize, new int[] {1}, new int[] {0}, new int[] {1});
    }

    /** Returns these options with distances between a block's elements. */
    public UnfoldOptions dilation(int... value) {
        return new UnfoldOptions(kernelSize, value, padding, stride);
    }

    /** Returns these options with padding. */
    public UnfoldOptions padding(int... value) {
        return new UnfoldOptions(kernelSize, dilation, value, stride);
    }

    /** Returns these options with steps. */
    public UnfoldOptions stride(int... value) {
        return new UnfoldOptions(kernelSize, dilation, padding, value);
    }

    PlaneOp.Blocks blocks() {
        return new PlaneOp.Blocks(
                Sizes.of("kernel_size", 2, kernelSize),
                Sizes.of("dilation", 2, dilation),
                Sizes.of("padding", 2, padding),
                Sizes.of("stride", 2, stride));
    }
}
