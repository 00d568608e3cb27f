package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** The largest of each window: {@code (N, C, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class MaxPool2d extends MaxPoolNd {
    /** Makes a layer with windows side by side. */
    public MaxPool2d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public MaxPool2d(int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public MaxPool2d(int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        super(2, kernelSize, options);
    }
}
