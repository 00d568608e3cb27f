package dev.cresset;

/** The norms of matrices that have a name rather than a number. */
public enum MatrixNorm {
    /** The square root of the sum of squares (Frobenius). */
    FRO,
    /** The sum of the singular values (nuclear). */
    NUC
}
