package dev.cresset.engine;

import java.util.Arrays;

/**
 * What reductions and softmax do with rows of floats. Every implementation gives the same bits.
 *
 * <p>Sums are in double, in lanes: lane i has the terms i, i + 32, i + 64 …, in order; lanes are
 * then added in pairs. So the order of additions depends on no vector width.
 */
interface RowMath {
    /** The lanes of a sum along a row. */
    int LANES = 32;

    /** Loops over single elements. */
    RowMath PLAIN =
            new RowMath() {
                @Override
                public void exp(float[] x, float[] e, int n) {
                    for (int j = 0; j < n; j++) {
                        e[j] = FloatFunctions.exp(x[j]);
                    }
                }

                @Override
                public float max(float[] x, int from, int n) {
                    float max = x[from];
                    for (int j = 1; j < n; j++) {
                        max = Math.max(max, x[from + j]);
                    }
                    return max;
                }

                @Override
                public void maxRows(float[] x, int rows, int n, float[] most) {
                    for (int r = 0; r < rows; r++) {
                        for (int j = 0; j < n; j++) {
                            most[j] = Math.max(most[j], x[r * n + j]);
                        }
                    }
                }

                @Override
                public void addRows(float[] x, int from, int rows, int step, int n, double[] sums) {
                    for (int r = 0; r < rows; r++) {
                        int at = from + r * step;
                        for (int j = 0; j < n; j++) {
                            sums[j] += x[at + j];
                        }
                    }
                }
            };

    /** {@code e[j] = exp(x[j])} for j below n; e may be x. */
    void exp(float[] x, float[] e, int n);

    /**
     * Returns the largest of n elements, at least 1, from index {@code from} on; NaN if there is
     * one.
     */
    float max(float[] x, int from, int n);

    /** {@code most[j] = max(most[j], x[r * n + j])} for j below n, for each r below rows. */
    void maxRows(float[] x, int rows, int n, float[] most);

    /** {@code sums[j] += x[from + r * step + j]} for j below n, for r = 0, 1, … below rows. */
    void addRows(float[] x, int from, int rows, int step, int n, double[] sums);

    /** {@code lanes[j % LANES] += x[from + j]} for j below n, a multiple of {@link #LANES}. */
    default void addLanes(float[] x, int from, int n, double[] lanes) {
        addRows(x, from, n / LANES, LANES, LANES, lanes);
    }

    /**
     * Returns the sum of n elements from index {@code from} on; -0 for none.
     *
     * @param lanes scratch for {@link #LANES} numbers
     */
    default double sum(float[] x, int from, int n, double[] lanes) {
        Arrays.fill(lanes, -0.0);
        int whole = n / LANES * LANES;
        addLanes(x, from, whole, lanes);
        for (int j = from + whole, i = 0; j < from + n; j++, i++) {
            lanes[i] += x[j];
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }
}
