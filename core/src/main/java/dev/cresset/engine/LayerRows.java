package dev.cresset.engine;

import java.util.Arrays;

/**
 * What layer normalisation does with rows of floats that each element has a weight in. Every
 * implementation gives the same bits.
 *
 * <p>Sums are chains of floats, {@link #LANES} side by side: element j is added to chain {@code j %
 * LANES}, fused where it is a product. Whoever calls empties chains into doubles after {@link
 * #PIECE} elements, so that their errors do not grow with a row's length.
 */
interface LayerRows {
    /** The chains of a sum. */
    int LANES = 64;

    /** The elements that chains take: 32 terms each. */
    int PIECE = 32 * LANES;

    /** Loops over single elements. */
    LayerRows PLAIN =
            new LayerRows() {
                @Override
                public void sum(float[] x, int from, int n, float[] chains) {
                    LayerRows.sum(x, from, n, chains, 0);
                }

                @Override
                public void squares(float[] x, int from, int n, float m, float[] chains) {
                    LayerRows.squares(x, from, n, m, chains, 0);
                }

                @Override
                public void apply(Row r, float[] x, float[] w, float[] b, float[] y) {
                    LayerRows.apply(r, x, w, b, y, 0);
                }

                @Override
                public void gather(Row r, float[] g, float[] x, float[] w, Sums s) {
                    LayerRows.gather(r, g, x, w, s, 0);
                }

                @Override
                public void slope(Row r, float[] g, float[] x, float[] w, Line line, float[] dx) {
                    LayerRows.slope(r, g, x, w, line, dx, 0);
                }
            };

    /**
     * A piece of a row.
     *
     * @param at the index of its first element
     * @param weight the index of that element's weight
     * @param n its elements
     * @param mean the row's mean, rounded
     * @param rest what rounding the mean added to it
     * @param scale one by the standard deviation
     */
    record Row(int at, int weight, int n, float mean, float rest, float scale) {
        Row piece(int from) {
            return new Row(at + from, weight + from, Math.min(PIECE, n - from), mean, rest, scale);
        }
    }

    /** The gradient of a row: {@code (g w - shift - (x - mean) factor) scale}. */
    record Line(float factor, float shift) {}

    /**
     * One thread's chains for the gradients of weights, one for each, and for two sums of a row.
     */
    final class Sums {
        final float[] weight;
        final float[] bias;
        final float[] gradients = new float[LANES];
        final float[] products = new float[LANES];

        Sums(int weights) {
            weight = new float[weights];
            bias = new float[weights];
        }
    }

    /** {@code chains[j % LANES] += x[from + j]} for j below n. */
    void sum(float[] x, int from, int n, float[] chains);

    /** {@code chains[j % LANES] += (x[from + j] - m)^2} for j below n. */
    void squares(float[] x, int from, int n, float m, float[] chains);

    /** {@code y = z w + b}, with {@code z = ((x - mean) + rest) scale}. */
    void apply(Row r, float[] x, float[] w, float[] b, float[] y);

    /** Adds g z and g to the weights' chains, and g w and g w z to the row's. */
    void gather(Row r, float[] g, float[] x, float[] w, Sums s);

    /** {@code dx = (g w - shift - (x - mean) factor) scale}. */
    void slope(Row r, float[] g, float[] x, float[] w, Line line, float[] dx);

    /** Returns the sum of chains that n elements were added to, and sets them to 0. */
    static double empty(float[] chains, int n) {
        int used = Math.min(n, LANES);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < used; i += 4) {
            s0 += chains[i];
            s1 += chains[i + 1];
            s2 += chains[i + 2];
            s3 += chains[i + 3];
        }
        Arrays.fill(chains, 0, (used + 3) & -4, 0);
        return (s0 + s1) + (s2 + s3);
    }

    // The elements from i on, one by one.

    static void sum(float[] x, int from, int n, float[] chains, int i) {
        for (; i < n; i++) {
            chains[i % LANES] += x[from + i];
        }
    }

    static void squares(float[] x, int from, int n, float m, float[] chains, int i) {
        for (; i < n; i++) {
            float d = x[from + i] - m;
            chains[i % LANES] = Math.fma(d, d, chains[i % LANES]);
        }
    }

    static void apply(Row r, float[] x, float[] w, float[] b, float[] y, int i) {
        for (; i < r.n; i++) {
            float z = (x[r.at + i] - r.mean + r.rest) * r.scale;
            y[r.at + i] = Math.fma(z, w[r.weight + i], b[r.weight + i]);
        }
    }

    static void gather(Row r, float[] g, float[] x, float[] w, Sums s, int i) {
        for (; i < r.n; i++) {
            int at = r.weight + i;
            int lane = i % LANES;
            float z = (x[r.at + i] - r.mean + r.rest) * r.scale;
            float v = g[r.at + i];
            float a = v * w[at];
            s.weight[at] = Math.fma(v, z, s.weight[at]);
            s.bias[at] += v;
            s.gradients[lane] += a;
            s.products[lane] = Math.fma(a, z, s.products[lane]);
        }
    }

    static void slope(Row r, float[] g, float[] x, float[] w, Line line, float[] dx, int i) {
        for (; i < r.n; i++) {
            int at = r.at + i;
            float a = g[at] * w[r.weight + i] - line.shift;
            dx[at] = Math.fma(r.mean - x[at], line.factor, a) * r.scale;
        }
    }
}
