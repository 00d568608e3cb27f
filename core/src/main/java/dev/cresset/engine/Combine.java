package dev.cresset.engine;

/** How a reduction puts two values together. */
enum Combine {
    /** {@code a + b}. */
    SUM,
    /** {@code a * b}. */
    PROD,
    /** The larger; NaN if either is. */
    MAX,
    /** The smaller; NaN if either is. */
    MIN;

    /** Returns what a reduction of no floats gives. */
    double ofNone() {
        return switch (this) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }
}
