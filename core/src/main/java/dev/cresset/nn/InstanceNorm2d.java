package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Normalises each channel of each example of {@code (N, C, H, W)}, with or without N. */
public non-sealed class InstanceNorm2d extends InstanceNormNd {
    /** Makes a layer without scale, shift and running statistics. */
    public InstanceNorm2d(int numFeatures) {
        this(numFeatures, o -> o);
    }

    /** Makes a layer. */
    public InstanceNorm2d(int numFeatures, UnaryOperator<NormOptions> options) {
        super(2, numFeatures, options);
    }
}
