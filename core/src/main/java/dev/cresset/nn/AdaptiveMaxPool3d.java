package dev.cresset.nn;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** As many maxima as asked for: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public non-sealed class AdaptiveMaxPool3d extends AdaptiveMaxPoolNd {
    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveMaxPool3d(@Nullable Integer... outputSize) {
        this(outputSize, o -> o);
    }

    /** Makes a layer. */
    public AdaptiveMaxPool3d(@Nullable Integer[] outputSize, UnaryOperator<Options> options) {
        super(3, outputSize, options);
    }
}
