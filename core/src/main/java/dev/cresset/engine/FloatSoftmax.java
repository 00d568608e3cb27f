package dev.cresset.engine;

/** Softmax and its logarithm of one line of float32, in float arithmetic with a sum in double. */
final class FloatSoftmax {
    private FloatSoftmax() {}

    /** Replaces x by its softmax, {@code e^x / sum(e^x)}; lanes is scratch of {@link RowMath}. */
    static void softmax(float[] x, int n, RowMath rows, double[] lanes) {
        subtract(x, n, rows.max(x, 0, n));
        rows.exp(x, x, n);
        divide(x, n, (float) rows.sum(x, 0, n, lanes));
    }

    /** Replaces x by {@code x - log(sum(e^x))}; e is scratch for n elements. */
    static void logSoftmax(float[] x, float[] e, int n, RowMath rows, double[] lanes) {
        subtract(x, n, rows.max(x, 0, n));
        rows.exp(x, e, n);
        double log = Math.log(rows.sum(e, 0, n, lanes));
        for (int j = 0; j < n; j++) {
            x[j] = (float) (x[j] - log);
        }
    }

    private static void subtract(float[] x, int n, float y) {
        for (int j = 0; j < n; j++) {
            x[j] -= y;
        }
    }

    private static void divide(float[] x, int n, float y) {
        for (int j = 0; j < n; j++) {
            x[j] /= y;
        }
    }
}
