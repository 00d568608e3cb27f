package dev.cresset;

/** Which parts of a QR factorisation of {@code (m, n)} are computed; {@code k = min(m, n)}. */
public enum QrMode {
    /** Q (m, k) and R (k, n). */
    REDUCED,
    /** Q (m, m) and R (m, n). */
    COMPLETE,
    /** Only R (k, n); Q is empty. */
    R
}
