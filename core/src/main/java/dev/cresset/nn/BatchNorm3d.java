package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Normalises each channel of {@code (N, C, D, H, W)} over the batch. */
public non-sealed class BatchNorm3d extends BatchNormNd {
    /** Makes a layer with scale, shift and running statistics. */
    public BatchNorm3d(int numFeatures) {
        this(numFeatures, o -> o);
    }

    /** Makes a layer. */
    public BatchNorm3d(int numFeatures, UnaryOperator<NormOptions> options) {
        super(5, 5, numFeatures, options);
    }
}
