package dev.cresset.engine;

/**
 * A generated inner loop of an elementwise op: {@code out[k] = f(in0[k], in1[k], …)}, k below n.
 */
interface Loop {
    /**
     * Runs the loop.
     *
     * @param out the array to write, from index {@code o} in steps of {@code so}
     * @param in the arrays to read, from {@code at[i]} in steps of {@code step[i]}
     * @param attributes the op's attributes
     * @param n the number of elements
     */
    void run(
            Object out,
            int o,
            int so,
            Object[] in,
            int[] at,
            int[] step,
            double[] attributes,
            int n);
}
