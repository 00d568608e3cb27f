package dev.cresset;

/** What a quantile between two elements is: PyTorch's {@code interpolation}. */
public enum Interpolation {
    /** On the line between the two. */
    LINEAR,
    /** The lower one. */
    LOWER,
    /** The higher one. */
    HIGHER,
    /** The mean of both. */
    MIDPOINT,
    /** The nearer one; of two that are equally near, the one of even rank. */
    NEAREST
}
