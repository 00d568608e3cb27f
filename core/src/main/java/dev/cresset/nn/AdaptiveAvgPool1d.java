package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/** As many means as asked for: {@code (N, C, L) -> (N, C, *)}, with or without N. */
public non-sealed class AdaptiveAvgPool1d extends AdaptiveAvgPoolNd {
    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveAvgPool1d(@Nullable Integer... outputSize) {
        super(1, outputSize);
    }
}
