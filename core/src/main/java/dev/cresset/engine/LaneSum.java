package dev.cresset.engine;

/** A generated loop that sums a long row in lanes: {@code lanes[i % lanes] += x[from + i]}. */
interface LaneSum {
    /** Adds n elements, a multiple of {@link RowMath#LANES}. */
    void run(float[] x, int from, int n, double[] lanes);
}
