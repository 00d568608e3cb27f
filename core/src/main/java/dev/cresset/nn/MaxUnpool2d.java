package dev.cresset.nn;

import java.util.function.UnaryOperator;

/**
 * Maxima back at their places among zeros, undoing {@link MaxPool2d}: {@code (N, C, H, W) -> (N, C,
 * *)}.
 */
public non-sealed class MaxUnpool2d extends MaxUnpoolNd {
    /** Makes a module for windows side by side. */
    public MaxUnpool2d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a module. */
    public MaxUnpool2d(int kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a module. */
    public MaxUnpool2d(int[] kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        super(2, kernelSize, options);
    }
}
