package dev.cresset.nn;

import java.util.Locale;

/** How planes are resampled. */
public enum InterpolateMode {
    /** The place before. */
    NEAREST,
    /** The closest place. */
    NEAREST_EXACT,
    /** Linear, of one dimension. */
    LINEAR,
    /** Linear, of two dimensions. */
    BILINEAR,
    /** Cubic, of two dimensions. */
    BICUBIC,
    /** Linear, of three dimensions. */
    TRILINEAR,
    /** The windowed sinc of three lobes, of two dimensions, antialiased. */
    LANCZOS,
    /** Means of windows that cover the plane. */
    AREA;

    /** Returns PyTorch's text: {@code nearest-exact}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
