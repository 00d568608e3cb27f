package dev.cresset.engine;

/** Transposes squares of as many lines as a vector has lanes, in registers. */
interface TransposeKernel {
    /**
     * Copies terms of some lines, as many as a vector has lanes: term j of line i goes to {@code
     * to[at + j * width + i]}.
     *
     * @param terms the number of terms, a multiple of the lanes
     * @param x the lines, whose terms are neighbours, from index {@code from} on and {@code step}
     *     apart
     */
    void run(int terms, float[] x, int from, int step, float[] to, int at, int width);
}
