package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/** As many means as asked for: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class AdaptiveAvgPool3d extends AdaptiveAvgPoolNd {
    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveAvgPool3d(@Nullable Integer... outputSize) {
        super(3, outputSize);
    }
}
