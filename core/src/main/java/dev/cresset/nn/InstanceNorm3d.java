package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Normalises each channel of each example of {@code (N, C, D, H, W)}, with or without N. */
public non-sealed class InstanceNorm3d extends InstanceNormNd {
    /** Makes a layer without scale, shift and running statistics. */
    public InstanceNorm3d(int numFeatures) {
        this(numFeatures, o -> o);
    }

    /** Makes a layer. */
    public InstanceNorm3d(int numFeatures, UnaryOperator<NormOptions> options) {
        super(3, numFeatures, options);
    }
}
