package dev.cresset.op;

/** How a value between the places of a dimension comes from those around it. */
public enum Interpolation {
    /** The place before, as OpenCV has it. */
    NEAREST,
    /** The closest place, as scikit-image and Pillow have it. */
    NEAREST_EXACT,
    /** The two places around, by their distance. */
    LINEAR,
    /** The cubic through four places (Keys 1981; a = -0.75, antialiased -0.5). */
    CUBIC,
    /** The windowed sinc of three lobes on either side (Lanczos 1956); antialiased only. */
    LANCZOS
}
