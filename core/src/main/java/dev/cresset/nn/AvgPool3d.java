package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** The mean of each window: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class AvgPool3d extends AvgPoolNd {
    /** Makes a layer with windows side by side. */
    public AvgPool3d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public AvgPool3d(int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public AvgPool3d(int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        super(3, kernelSize, options);
    }
}
