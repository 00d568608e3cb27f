package dev.cresset.engine;

import java.util.Arrays;

/**
 * Softmax, its logarithm and their gradients along a dimension of dense float32 tensors: line after
 * line where that is the last dimension, else the lines beside each other, row by row.
 */
final class FloatSoftmaxLines {
    /*
     * Rows are copied to arrays of their own, whose loops C2 vectorises; what they are padded with
     * makes whole vectors of exponentials. Sums are in double, across lines in the order of their elements.
     */

    /** The lines that are worked on beside each other: all of their elements stay in the cache. */
    private static final int BESIDE = 256;

    /** The elements that are worth a task. */
    private static final int TASK = 1 << 15;

    private final int outer;
    private final int n;
    private final int inner;
    private final int parts;
    private final boolean log;
    private final RowMath math;

    private FloatSoftmaxLines(View x, int dim, boolean log, RowMath math) {
        int before = 1;
        for (int d = 0; d < dim; d++) {
            before *= x.shape().size(d);
        }
        outer = before;
        n = x.shape().size(dim);
        inner = x.numel() / Math.max(1, outer * n);
        parts = (inner + BESIDE - 1) / BESIDE;
        this.log = log;
        this.math = math;
    }

    /** Returns whether all views are dense floats, with lines that are long and many or dense. */
    static boolean takes(int dim, View... views) {
        View x = views[0];
        if (x.shape().rank() == 0 || x.numel() == 0) {
            return false;
        }
        int after = 1;
        for (int d = dim + 1; d < x.shape().rank(); d++) {
            after *= x.shape().size(d);
        }
        boolean takes = PlainScan.isLong(x.shape().size(dim)) && (after == 1 || after >= 16);
        for (View v : views) {
            takes &= v.storage() instanceof Storage.Floats && v.layout().isContiguous();
        }
        return takes;
    }

    /** Writes the softmax of x, or its logarithm, along a dimension that is not the last. */
    static void forward(int dim, boolean log, View x, View out, RowMath math) {
        FloatSoftmaxLines all = new FloatSoftmaxLines(x, dim, log, math);
        float[] from = floats(x);
        float[] to = floats(out);
        all.run((rows, at, m) ->
                rows.forward(from, x.layout().offset() + at, to, out.layout().offset() + at, m));
    }

    /** Writes the gradient of what {@link #forward} gives, from that and its gradient g. */
    static void backward(int dim, boolean log, View g, View y, View out, RowMath math) {
        FloatSoftmaxLines all = new FloatSoftmaxLines(y, dim, log, math);
        float[] slope = floats(g);
        float[] value = floats(y);
        float[] to = floats(out);
        int gi = g.layout().offset();
        int yi = y.layout().offset();
        int oi = out.layout().offset();
        all.run((rows, at, m) -> {
            if (all.inner == 1) {
                rows.along(slope, gi + at, value, yi + at, to, oi + at);
            } else {
                rows.across(slope, gi + at, value, yi + at, to, oi + at, m);
            }
        });
    }

    private static float[] floats(View x) {
        return ((Storage.Floats) x.storage()).array;
    }

    /** Works on m lines, beside each other, of which the first starts at a place. */
    private interface Body {
        void run(Rows rows, int at, int m);
    }

    private void run(Body body) {
        int count = outer * parts;
        Workers.ranges(
                count,
                Workers.tasks((long) outer * n * inner, TASK, count),
                (first, last) -> {
                    Rows rows = new Rows();
                    for (int t = first; t < last; t++) {
                        int from = (int) ((long) inner * (t % parts) / parts);
                        int until = (int) ((long) inner * (t % parts + 1) / parts);
                        body.run(rows, t / parts * n * inner + from, until - from);
                    }
                });
    }

    /** A thread's rows. */
    private final class Rows {
        private final int most = inner == 1 ? padded(n) : padded(Math.min(inner, BESIDE));
        private final float[] a = new float[most];
        private final float[] b = new float[most];
        private final float[] e = new float[most];
        private final float[] total = new float[most];
        private final double[] sums = new double[most];
        private final double[] lanes = new double[RowMath.LANES];

        private static int padded(int n) {
            return (n + RowMath.LANES - 1) / RowMath.LANES * RowMath.LANES;
        }

        void forward(float[] x, int from, float[] y, int to, int m) {
            System.arraycopy(x, from, total, 0, m);
            for (int i = 1; i < n; i++) {
                System.arraycopy(x, from + i * inner, a, 0, m);
                max(a, total, m);
            }
            Arrays.fill(sums, 0, m, 0);
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, from + i * inner, a, 0, m);
                subtract(a, total, m);
                math.exp(a, e, padded(m));
                math.addRows(e, 0, 1, 0, m, sums);
                System.arraycopy(log ? a : e, 0, y, to + i * inner, m);
            }
            for (int i = 0; i < n; i++) {
                System.arraycopy(y, to + i * inner, a, 0, m);
                finish(m, i == 0);
                System.arraycopy(a, 0, y, to + i * inner, m);
            }
        }

        private void finish(int m, boolean first) {
            if (first && log) {
                for (int j = 0; j < m; j++) {
                    sums[j] = Math.log(sums[j]);
                }
            } else if (first) {
                round(sums, total, m);
            }
            if (log) {
                for (int j = 0; j < m; j++) {
                    a[j] = (float) (a[j] - sums[j]);
                }
            } else {
                divide(a, total, m);
            }
        }

        void across(float[] g, int gi, float[] y, int yi, float[] to, int at, int m) {
            Arrays.fill(sums, 0, m, 0);
            for (int i = 0; i < n; i++) {
                System.arraycopy(g, gi + i * inner, a, 0, m);
                if (!log) {
                    System.arraycopy(y, yi + i * inner, b, 0, m);
                    multiply(a, b, m);
                }
                math.addRows(a, 0, 1, 0, m, sums);
            }
            round(sums, total, m);
            for (int i = 0; i < n; i++) {
                System.arraycopy(g, gi + i * inner, a, 0, m);
                System.arraycopy(y, yi + i * inner, b, 0, m);
                if (log) {
                    math.exp(b, e, padded(m));
                    logarithm(a, e, total, m);
                } else {
                    plain(a, b, total, m);
                }
                System.arraycopy(a, 0, to, at + i * inner, m);
            }
        }

        void along(float[] g, int gi, float[] y, int yi, float[] to, int at) {
            System.arraycopy(g, gi, a, 0, n);
            System.arraycopy(y, yi, b, 0, n);
            System.arraycopy(a, 0, e, 0, n);
            if (!log) {
                multiply(e, b, n);
            }
            Arrays.fill(total, 0, n, (float) math.sum(e, 0, n, lanes));
            if (log) {
                math.exp(b, e, padded(n));
                logarithm(a, e, total, n);
            } else {
                plain(a, b, total, n);
            }
            System.arraycopy(a, 0, to, at, n);
        }
    }

    private static void max(float[] x, float[] most, int n) {
        for (int j = 0; j < n; j++) {
            most[j] = Math.max(most[j], x[j]);
        }
    }

    private static void subtract(float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] -= y[j];
        }
    }

    private static void divide(float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] /= y[j];
        }
    }

    private static void multiply(float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] *= y[j];
        }
    }

    private static void round(double[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = (float) x[j];
        }
    }

    /** {@code (g - sum) y}, as PyTorch does it: the sum is rounded to float32. */
    private static void plain(float[] g, float[] y, float[] sum, int n) {
        for (int j = 0; j < n; j++) {
            g[j] = (g[j] - sum[j]) * y[j];
        }
    }

    private static void logarithm(float[] g, float[] e, float[] sum, int n) {
        for (int j = 0; j < n; j++) {
            g[j] -= e[j] * sum[j];
        }
    }
}
