package dev.cresset.engine;

/** A generated loop over one or two arrays of floats: {@code y[to + k] = f(a[i + k], b[j + k])}. */
interface VectorLoop {
    /** The elements that loops in parts take at a time: few enough to stay in the cache. */
    int CHUNK = 1024;

    /**
     * Runs over n elements; where f takes no second input, b is a.
     *
     * @param e exponentials of these elements, from part to part: {@link #CHUNK} for each
     * @param numbers the op's attributes
     */
    void run(
            float[] a,
            int i,
            float[] b,
            int j,
            float[] y,
            int to,
            float[] e,
            double[] numbers,
            int n);
}
