package dev.cresset.testkit;

import java.util.Random;

/**
 * Where an op is defined and smooth: the numbers that samples of it are made of.
 *
 * <p>No number is within 0.05 of a multiple of a half, where steps, corners and ties are.
 */
public enum Domain {
    /** -3 to 3. */
    REAL(-6, 6),
    /** 0 to 3. */
    POSITIVE(0, 6),
    /** 1 to 4. */
    ABOVE_ONE(2, 8),
    /** -1 to 1. */
    UNIT(-2, 2),
    /** Whole numbers of 1 to 6, int64. */
    INTEGER(1, 7);

    private final int low;
    private final int high;

    Domain(int low, int high) {
        this.low = low;
        this.high = high;
    }

    /** Returns whether the samples are whole numbers, which have no gradient. */
    public boolean integral() {
        return this == INTEGER;
    }

    /** Draws a number. */
    double draw(Random random) {
        int step = random.nextInt(low, high);
        return integral() ? step : step / 2.0 + random.nextDouble(0.05, 0.45);
    }
}
