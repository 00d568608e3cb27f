package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/** As many means as asked for: {@code (N, C, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class AdaptiveAvgPool2d extends AdaptiveAvgPoolNd {
    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveAvgPool2d(@Nullable Integer... outputSize) {
        super(2, outputSize);
    }
}
