package dev.cresset.benchmarks;

/**
 * Parameters and data from a formula, so that every contestant starts from the same numbers without
 * exchanging files.
 *
 * <p>Element {@code i} of tensor {@code t} is a hash of both, in [-1, 1), times a scale. The Python
 * contestant has the same formula.
 */
public final class Formula {
    private static final long LOW = 0xFFFFFFFFL;
    private static final long MULTIPLIER = 0x45D9F3BL;

    private Formula() {}

    /** Returns {@code n} numbers in [-scale, scale). */
    public static float[] values(int tensor, int n, double scale) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) ((hash(tensor, i) / 2147483648.0 - 1) * scale);
        }
        return out;
    }

    /** Returns {@code n} numbers in [0, below). */
    public static long[] classes(int tensor, int n, int below) {
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            out[i] = hash(tensor, i) % below;
        }
        return out;
    }

    /**
     * Returns the initial values of a parameter: matrices and kernels within {@code ±1/sqrt(fan
     * in)}, biases within 0.05, weights of normalisations within 0.05 of 1.
     *
     * @param index the parameter's number in its module
     * @param name its last name, {@code weight} or {@code bias}
     * @param sizes its shape
     */
    public static float[] parameter(int index, String name, long... sizes) {
        int n = 1;
        for (long size : sizes) {
            n *= (int) size;
        }
        if (sizes.length > 1) {
            return values(index, n, 1 / Math.sqrt(n / (double) sizes[0]));
        }
        float[] out = values(index, n, 0.05);
        if (name.equals("weight")) {
            for (int i = 0; i < n; i++) {
                out[i] += 1;
            }
        }
        return out;
    }

    /** A number below 2^32. */
    private static long hash(int tensor, int i) {
        long h = ((long) i * 2 + 1) * (tensor * 2L + 1) + tensor * 7919L & LOW;
        h = (h ^ h >> 16) * MULTIPLIER & LOW;
        h = (h ^ h >> 16) * MULTIPLIER & LOW;
        return h ^ h >> 16;
    }
}
