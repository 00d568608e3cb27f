package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** The largest of each window: {@code (N, C, L) -> (N, C, *)}, with or without N. */
public non-sealed class MaxPool1d extends MaxPoolNd {
    /** Makes a layer with windows side by side. */
    public MaxPool1d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public MaxPool1d(int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public MaxPool1d(int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        super(1, kernelSize, options);
    }
}
