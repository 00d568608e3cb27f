package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** The largest of each window: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class MaxPool3d extends MaxPoolNd {
    /** Makes a layer with windows side by side. */
    public MaxPool3d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public MaxPool3d(int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public MaxPool3d(int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        super(3, kernelSize, options);
    }
}
