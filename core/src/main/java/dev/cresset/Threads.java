package dev.cresset;

import dev.cresset.engine.Workers;

/**
 * How many threads one operation may use: all processors unless set otherwise.
 *
 * <p>Results do not depend on it: work is split by the sizes of the operands alone. Small
 * operations run on the caller's thread whatever the number.
 *
 * <pre>{@code
 * Threads.set(1);   // leaves the other processors to other work
 * }</pre>
 */
public final class Threads {
    private Threads() {}

    /**
     * Sets how many threads an operation may use, the caller's included, for the whole process.
     *
     * @throws IllegalArgumentException if n is not in [1, 1024]
     */
    public static void set(int n) {
        Workers.setThreads(n);
    }

    /** Returns how many threads an operation may use. */
    public static int get() {
        return Workers.threads();
    }
}
