package dev.cresset.nn;

import java.util.function.UnaryOperator;

/**
 * Maxima back at their places among zeros, undoing {@link MaxPool3d}: {@code (N, C, D, H, W) -> (N,
 * C, *)}.
 */
public non-sealed class MaxUnpool3d extends MaxUnpoolNd {
    /** Makes a module for windows side by side. */
    public MaxUnpool3d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a module. */
    public MaxUnpool3d(int kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a module. */
    public MaxUnpool3d(int[] kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        super(3, kernelSize, options);
    }
}
