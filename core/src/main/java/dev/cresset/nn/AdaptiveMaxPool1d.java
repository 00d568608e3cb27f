package dev.cresset.nn;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** As many maxima as asked for: {@code (N, C, L) -> (N, C, *)}, with or without N. */
public non-sealed class AdaptiveMaxPool1d extends AdaptiveMaxPoolNd {
    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveMaxPool1d(@Nullable Integer... outputSize) {
        this(outputSize, o -> o);
    }

    /** Makes a layer. */
    public AdaptiveMaxPool1d(@Nullable Integer[] outputSize, UnaryOperator<Options> options) {
        super(1, outputSize, options);
    }
}
