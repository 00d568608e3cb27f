package dev.cresset.engine;

/** Dot products of one row with as many lines as a vector has lanes, side by side. */
interface DotsKernel {
    /**
     * Computes {@code c[ci + i] = a b_i}, or {@code c[ci + i] + a b_i} if {@code onto}, for the
     * lines b_i. For each, terms are added to one accumulator in ascending order, each product and
     * sum rounded once (fused).
     *
     * @param terms the number of terms, a multiple of the lanes
     * @param a the row, from index {@code ai} on
     * @param b the lines, whose terms are neighbours, from index {@code bi} on and {@code bs} apart
     */
    void run(
            int terms,
            float[] a,
            int ai,
            float[] b,
            int bi,
            int bs,
            float[] c,
            int ci,
            boolean onto);
}
