package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Normalises each channel of each example of {@code (N, C, L)}, with or without N. */
public non-sealed class InstanceNorm1d extends InstanceNormNd {
    /** Makes a layer without scale, shift and running statistics. */
    public InstanceNorm1d(int numFeatures) {
        this(numFeatures, o -> o);
    }

    /** Makes a layer. */
    public InstanceNorm1d(int numFeatures, UnaryOperator<NormOptions> options) {
        super(1, numFeatures, options);
    }
}
