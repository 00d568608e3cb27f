package dev.cresset;

/**
 * How least squares treat rank: PyTorch's {@code driver}. All are computed from singular values
 * here and differ in what they assume and return.
 */
public enum LstsqDriver {
    /** Any rank; returns the rank. The default. */
    GELSY,
    /** Full rank; returns residuals. */
    GELS,
    /** Any rank; returns rank, singular values and residuals. */
    GELSD,
    /** As {@link #GELSD}. */
    GELSS
}
