package dev.cresset.nn;

import java.util.function.UnaryOperator;

/**
 * Maxima back at their places among zeros, undoing {@link MaxPool1d}: {@code (N, C, L) -> (N, C,
 * *)}.
 */
public non-sealed class MaxUnpool1d extends MaxUnpoolNd {
    /** Makes a module for windows side by side. */
    public MaxUnpool1d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a module. */
    public MaxUnpool1d(int kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a module. */
    public MaxUnpool1d(int[] kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        super(1, kernelSize, options);
    }
}
