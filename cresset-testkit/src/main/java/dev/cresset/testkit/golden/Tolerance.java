package dev.cresset.testkit.golden;

/**
 * How far a result may be from the recorded one: error is {@code |actual - expected| / (1 +
 * |expected|)}.
 *
 * @param bound the largest error allowed; 0 asks for equal bits
 * @param onlyFinite whether elements that are not finite on either side are left out: float64
 *     overflowed where float32 did, or the reverse
 */
public record Tolerance(double bound, boolean onlyFinite) {
    /** Equal bits, except that any NaN equals any NaN. */
    public static final Tolerance BITS = new Tolerance(0, false);

    /** 1e-5: what a float32 result may lose. */
    public static final Tolerance FLOAT32 = new Tolerance(1e-5, false);

    /**
     * Returns the tolerance for a result whose recorded float32 error is {@code err64}: {@code
     * max(1e-5, 10 err64)}; infinite means that finiteness itself differs in float64.
     */
    public static Tolerance of(double err64) {
        return Double.isInfinite(err64)
                ? new Tolerance(1e-5, true)
                : new Tolerance(Math.max(1e-5, 10 * err64), false);
    }

    @Override
    public String toString() {
        return "tolerance " + (float) bound;
    }
}
