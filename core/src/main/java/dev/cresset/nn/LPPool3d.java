package dev.cresset.nn;

import java.util.function.UnaryOperator;

/**
 * {@code (sum of x^p)^(1/p)} of each window: {@code (N, C, D, H, W) -> (N, C, *)}, with or without
 * N.
 */
public non-sealed class LPPool3d extends LPPoolNd {
    /** Makes a layer with windows side by side. */
    public LPPool3d(Number normType, int... kernelSize) {
        this(normType, kernelSize, o -> o);
    }

    /** Makes a layer. */
    public LPPool3d(Number normType, int kernelSize, UnaryOperator<Options> options) {
        this(normType, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public LPPool3d(Number normType, int[] kernelSize, UnaryOperator<Options> options) {
        super(3, normType, kernelSize, options);
    }
}
