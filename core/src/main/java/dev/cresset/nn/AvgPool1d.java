package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** The mean of each window: {@code (N, C, L) -> (N, C, *)}, with or without N. */
public non-sealed class AvgPool1d extends AvgPoolNd {
    /** Makes a layer with windows side by side. */
    public AvgPool1d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public AvgPool1d(int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public AvgPool1d(int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        super(1, kernelSize, options);
    }
}
