package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** The mean of each window: {@code (N, C, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class AvgPool2d extends AvgPoolNd {
    /** Makes a layer with windows side by side. */
    public AvgPool2d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public AvgPool2d(int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public AvgPool2d(int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        super(2, kernelSize, options);
    }
}
