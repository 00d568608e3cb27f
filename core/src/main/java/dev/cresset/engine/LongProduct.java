package dev.cresset.engine;

import java.util.Arrays;

/** The product of two int64 matrices. */
final class LongProduct {
    // As FloatProduct, in long.
    private static final int INNER = 64;
    private static final int COLUMNS = 512;

    private LongProduct() {}

    /** {@code c = a b}; the rows of c are dense. */
    static void multiply(long[] a, Grid x, long[] b, Grid y, long[] c, Grid to) {
        if (x.columns() == 0) {
            for (int i = 0; i < to.rows(); i++) {
                int at = to.offset() + i * to.rowStep();
                Arrays.fill(c, at, at + to.columns(), 0);
            }
        } else {
            tiles(a, x, b, y, c, to);
        }
    }

    private static void tiles(long[] a, Grid x, long[] b, Grid y, long[] c, Grid to) {
        boolean dense = y.columnStep() == 1;
        long[] panel =
                dense ? b : new long[Math.min(INNER, y.rows()) * Math.min(COLUMNS, y.columns())];
        for (int j = 0; j < y.columns(); j += COLUMNS) {
            int width = Math.min(COLUMNS, y.columns() - j);
            for (int k = 0; k < y.rows(); k += INNER) {
                int depth = Math.min(INNER, y.rows() - k);
                int from = y.offset() + k * y.rowStep() + j * y.columnStep();
                int step = y.rowStep();
                if (!dense) {
                    pack(b, from, y, panel, depth, width);
                    from = 0;
                    step = width;
                }
                for (int i = 0; i < x.rows(); i++) {
                    int ai = x.offset() + i * x.rowStep() + k * x.columnStep();
                    int ci = to.offset() + i * to.rowStep() + j;
                    row(a, ai, x.columnStep(), panel, from, step, depth, c, ci, width, k == 0);
                }
            }
        }
    }

    private static void pack(long[] b, int from, Grid y, long[] panel, int depth, int width) {
        int down = y.rowStep();
        for (int j = 0; j < width; j++) {
            int at = from + j * y.columnStep();
            for (int k = 0; k < depth; k++) {
                panel[k * width + j] = b[at + k * down];
            }
        }
    }

    /** {@code c[j] (+)= a[0] b[0][j] + a[1] b[1][j] + …}. */
    private static void row(
            long[] a,
            int ai,
            int as,
            long[] b,
            int b0,
            int bs,
            int depth,
            long[] c,
            int ci,
            int width,
            boolean first) {
        int k = 0;
        if (first) {
            scale(a[ai], b, b0, c, ci, width);
            k = 1;
        }
        for (; k + 3 < depth; k += 4) {
            int at = ai + k * as;
            long a0 = a[at];
            long a1 = a[at + as];
            long a2 = a[at + 2 * as];
            long a3 = a[at + 3 * as];
            add4(a0, a1, a2, a3, b, b0 + k * bs, bs, c, ci, width);
        }
        for (; k < depth; k++) {
            add(a[ai + k * as], b, b0 + k * bs, c, ci, width);
        }
    }

    private static void scale(long f, long[] b, int bi, long[] c, int ci, int width) {
        for (int j = 0; j < width; j++) {
            c[ci + j] = f * b[bi + j];
        }
    }

    private static void add(long f, long[] b, int bi, long[] c, int ci, int width) {
        for (int j = 0; j < width; j++) {
            c[ci + j] += f * b[bi + j];
        }
    }

    private static void add4(
            long f0,
            long f1,
            long f2,
            long f3,
            long[] b,
            int b0,
            int bs,
            long[] c,
            int ci,
            int width) {
        int b1 = b0 + bs;
        int b2 = b1 + bs;
        int b3 = b2 + bs;
        for (int j = 0; j < width; j++) {
            c[ci + j] =
                    c[ci + j] + f0 * b[b0 + j] + f1 * b[b1 + j] + f2 * b[b2 + j] + f3 * b[b3 + j];
        }
    }
}
