package dev.cresset.engine;

/**
 * A generated loop of a function of float vectors: {@code y[k] = f(x[k])}, k below n; or one of the
 * two that make such a loop.
 */
interface VectorLoop {
    /** The elements that a loop of two parts takes at a time. */
    int CHUNK = 1024;

    /**
     * Runs the loop on elements from {@code x[from]} and {@code y[to]}; x and y may be one.
     *
     * @param e scratch for n exponentials, written by the first of two parts and read by the second
     */
    void run(float[] x, int from, float[] y, int to, float[] e, double[] attributes, int n);
}
