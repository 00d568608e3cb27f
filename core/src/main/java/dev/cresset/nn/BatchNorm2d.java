package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Normalises each channel of {@code (N, C, H, W)} over the batch. */
public non-sealed class BatchNorm2d extends BatchNormNd {
    /** Makes a layer with scale, shift and running statistics. */
    public BatchNorm2d(int numFeatures) {
        this(numFeatures, o -> o);
    }

    /** Makes a layer. */
    public BatchNorm2d(int numFeatures, UnaryOperator<NormOptions> options) {
        super(4, 4, numFeatures, options);
    }
}
