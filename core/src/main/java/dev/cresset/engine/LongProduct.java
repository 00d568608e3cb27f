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
        long[][] panel = new long[Math.min(INNER, y.rows())][Math.min(COLUMNS, y.columns())];
        long[] sums = new long[Math.min(COLUMNS, y.columns())];
        for (int j = 0; j < y.columns(); j += COLUMNS) {
            int width = Math.min(COLUMNS, y.columns() - j);
            for (int k = 0; k < y.rows(); k += INNER) {
                int depth = Math.min(INNER, y.rows() - k);
                pack(b, y.offset() + k * y.rowStep() + j * y.columnStep(), y, panel, depth, width);
                for (int i = 0; i < x.rows(); i++) {
                    int ai = x.offset() + i * x.rowStep() + k * x.columnStep();
                    int ci = to.offset() + i * to.rowStep() + j;
                    if (k > 0) {
                        System.arraycopy(c, ci, sums, 0, width);
                    }
                    row(a, ai, x.columnStep(), panel, depth, sums, width, k == 0);
                    System.arraycopy(sums, 0, c, ci, width);
                }
            }
        }
    }

    private static void pack(long[] b, int from, Grid y, long[][] panel, int depth, int width) {
        for (int k = 0; k < depth; k++) {
            int at = from + k * y.rowStep();
            if (y.columnStep() == 1) {
                System.arraycopy(b, at, panel[k], 0, width);
                continue;
            }
            long[] row = panel[k];
            for (int j = 0; j < width; j++) {
                row[j] = b[at + j * y.columnStep()];
            }
        }
    }

    /** {@code c[j] (+)= a[0] b[0][j] + a[1] b[1][j] + …}. */
    private static void row(
            long[] a, int ai, int as, long[][] b, int depth, long[] c, int width, boolean first) {
        int k = 0;
        if (first) {
            scale(a[ai], b[0], c, width);
            k = 1;
        }
        for (; k + 3 < depth; k += 4) {
            int at = ai + k * as;
            long a0 = a[at];
            long a1 = a[at + as];
            long a2 = a[at + 2 * as];
            long a3 = a[at + 3 * as];
            add4(a0, a1, a2, a3, b[k], b[k + 1], b[k + 2], b[k + 3], c, width);
        }
        for (; k < depth; k++) {
            add(a[ai + k * as], b[k], c, width);
        }
    }

    private static void scale(long f, long[] b, long[] c, int width) {
        for (int j = 0; j < width; j++) {
            c[j] = f * b[j];
        }
    }

    private static void add(long f, long[] b, long[] c, int width) {
        for (int j = 0; j < width; j++) {
            c[j] += f * b[j];
        }
    }

    private static void add4(
            long f0,
            long f1,
            long f2,
            long f3,
            long[] b0,
            long[] b1,
            long[] b2,
            long[] b3,
            long[] c,
            int width) {
        for (int j = 0; j < width; j++) {
            c[j] = c[j] + f0 * b0[j] + f1 * b1[j] + f2 * b2[j] + f3 * b3[j];
        }
    }
}
