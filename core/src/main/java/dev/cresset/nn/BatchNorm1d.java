package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Normalises each channel of {@code (N, C) or (N, C, L)} over the batch. */
public non-sealed class BatchNorm1d extends BatchNormNd {
    /** Makes a layer with scale, shift and running statistics. */
    public BatchNorm1d(int numFeatures) {
        this(numFeatures, o -> o);
    }

    /** Makes a layer. */
    public BatchNorm1d(int numFeatures, UnaryOperator<NormOptions> options) {
        super(2, 3, numFeatures, options);
    }
}
