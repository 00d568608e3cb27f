package dev.cresset.engine;

/**
 * Sums over runs of floats, to about the precision of one rounding for each 2^-4 of a float's
 * digits: long runs in interleaved chains of floats, which C2 vectorises, whose ends are added in
 * double.
 *
 * <p>The order of additions depends on the length of a run alone. Not thread-safe: an object is one
 * thread's scratch.
 */
final class FloatSums {
    /*
     * Chains advance one term for each block of LANES elements, and are emptied into doubles after
     * BLOCKS of them. C2 vectorises loops over arrays that are indexed from 0, so blocks are copied.
     */
    static final int LANES = 256;
    private static final int BLOCKS = 32;

    private final float[] x = new float[LANES];
    private final float[] y = new float[LANES];
    private final float[] chains = new float[LANES];

    /** Returns the sum of {@code a[from, from + n)}. */
    double sum(float[] a, int from, int n) {
        int whole = n < 2 * LANES ? 0 : n / LANES * LANES;
        double sum = 0;
        for (int i = 0; i < whole; ) {
            java.util.Arrays.fill(chains, 0);
            for (int end = Math.min(whole, i + BLOCKS * LANES); i < end; i += LANES) {
                System.arraycopy(a, from + i, x, 0, LANES);
                add(x, chains);
            }
            sum += total();
        }
        double s0 = 0;
        double s1 = 0;
        int i = whole;
        for (; i + 1 < n; i += 2) {
            s0 += a[from + i];
            s1 += a[from + i + 1];
        }
        return sum + s0 + s1 + (i < n ? a[from + i] : 0);
    }

    /** Returns the sum of {@code (a - m)^2} over {@code a[from, from + n)}. */
    double squares(float[] a, int from, int n, float m) {
        return products(a, m, from, a, m, from, n);
    }

    /** Returns the sum of {@code g (a - m)} over n elements of each. */
    double products(float[] g, float[] a, float m, int from, int n) {
        return products(g, 0, from, a, m, from, n);
    }

    private double products(float[] a, float p, int ai, float[] b, float q, int bi, int n) {
        int whole = n < 2 * LANES ? 0 : n / LANES * LANES;
        double sum = 0;
        for (int i = 0; i < whole; ) {
            java.util.Arrays.fill(chains, 0);
            for (int end = Math.min(whole, i + BLOCKS * LANES); i < end; i += LANES) {
                System.arraycopy(a, ai + i, x, 0, LANES);
                System.arraycopy(b, bi + i, y, 0, LANES);
                addProducts(x, p, y, q, chains);
            }
            sum += total();
        }
        double s0 = 0;
        double s1 = 0;
        int i = whole;
        for (; i + 1 < n; i += 2) {
            s0 += (double) (a[ai + i] - p) * (b[bi + i] - q);
            s1 += (double) (a[ai + i + 1] - p) * (b[bi + i + 1] - q);
        }
        return sum + s0 + s1 + (i < n ? (double) (a[ai + i] - p) * (b[bi + i] - q) : 0);
    }

    private static void add(float[] x, float[] chains) {
        for (int i = 0; i < LANES; i++) {
            chains[i] += x[i];
        }
    }

    private static void addProducts(float[] x, float p, float[] y, float q, float[] chains) {
        for (int i = 0; i < LANES; i++) {
            chains[i] = Math.fma(x[i] - p, y[i] - q, chains[i]);
        }
    }

    private double total() {
        double s0 = 0;
        double s1 = 0;
        for (int i = 0; i < LANES; i += 2) {
            s0 += chains[i];
            s1 += chains[i + 1];
        }
        return s0 + s1;
    }
}
