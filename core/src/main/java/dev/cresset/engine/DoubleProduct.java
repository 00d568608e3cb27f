package dev.cresset.engine;

import java.util.Arrays;

/** The product of two double64 matrices. */
final class DoubleProduct {
    // As FloatProduct, in double.
    private static final int INNER = 64;
    private static final int COLUMNS = 512;
    private static final int FEW_ROWS = 4;
    private static final long TINY = 512;

    private DoubleProduct() {}

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}; the rows of c are dense. */
    static void multiply(
            double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
        if (x.columns() == 0) {
            for (int i = 0; i < to.rows() && !onto; i++) {
                int at = to.offset() + i * to.rowStep();
                Arrays.fill(c, at, at + to.columns(), 0);
            }
        } else if ((long) to.rows() * to.columns() * x.columns() <= TINY) {
            tiny(a, x, b, y, c, to, onto);
        } else if (y.rowStep() == 1 && y.columnStep() != 1 && x.rows() <= FEW_ROWS) {
            dots(a, x, b, y, c, to, onto);
        } else {
            tiles(a, x, b, y, c, to, onto);
        }
    }

    private static void tiny(
            double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
        int n = x.columns();
        int as = x.columnStep();
        int bs = y.rowStep();
        for (int i = 0; i < to.rows(); i++) {
            int ai = x.offset() + i * x.rowStep();
            int ci = to.offset() + i * to.rowStep();
            for (int j = 0; j < to.columns(); j++) {
                int bj = y.offset() + j * y.columnStep();
                double sum = onto ? c[ci + j] : -0d;
                for (int k = 0; k < n; k++) {
                    sum = Math.fma(a[ai + k * as], b[bj + k * bs], sum);
                }
                c[ci + j] = sum;
            }
        }
    }

    private static void tiles(
            double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
        double[][] panel = new double[Math.min(INNER, y.rows())][Math.min(COLUMNS, y.columns())];
        double[] sums = new double[Math.min(COLUMNS, y.columns())];
        for (int j = 0; j < y.columns(); j += COLUMNS) {
            int width = Math.min(COLUMNS, y.columns() - j);
            for (int k = 0; k < y.rows(); k += INNER) {
                int depth = Math.min(INNER, y.rows() - k);
                pack(b, y.offset() + k * y.rowStep() + j * y.columnStep(), y, panel, depth, width);
                for (int i = 0; i < x.rows(); i++) {
                    int ai = x.offset() + i * x.rowStep() + k * x.columnStep();
                    int ci = to.offset() + i * to.rowStep() + j;
                    boolean first = k == 0 && !onto;
                    if (!first) {
                        System.arraycopy(c, ci, sums, 0, width);
                    }
                    row(a, ai, x.columnStep(), panel, depth, sums, width, first);
                    System.arraycopy(sums, 0, c, ci, width);
                }
            }
        }
    }

    private static void pack(double[] b, int from, Grid y, double[][] panel, int depth, int width) {
        for (int k = 0; k < depth; k++) {
            int at = from + k * y.rowStep();
            if (y.columnStep() == 1) {
                System.arraycopy(b, at, panel[k], 0, width);
                continue;
            }
            double[] row = panel[k];
            for (int j = 0; j < width; j++) {
                row[j] = b[at + j * y.columnStep()];
            }
        }
    }

    /** {@code c[j] (+)= a[0] b[0][j] + a[1] b[1][j] + …}. */
    private static void row(
            double[] a,
            int ai,
            int as,
            double[][] b,
            int depth,
            double[] c,
            int width,
            boolean first) {
        int k = 0;
        if (first) {
            scale(a[ai], b[0], c, width);
            k = 1;
        }
        for (; k + 3 < depth; k += 4) {
            int at = ai + k * as;
            double a0 = a[at];
            double a1 = a[at + as];
            double a2 = a[at + 2 * as];
            double a3 = a[at + 3 * as];
            add4(a0, a1, a2, a3, b[k], b[k + 1], b[k + 2], b[k + 3], c, width);
        }
        for (; k < depth; k++) {
            add(a[ai + k * as], b[k], c, width);
        }
    }

    private static void scale(double f, double[] b, double[] c, int width) {
        for (int j = 0; j < width; j++) {
            c[j] = f * b[j];
        }
    }

    private static void add(double f, double[] b, double[] c, int width) {
        for (int j = 0; j < width; j++) {
            c[j] = Math.fma(f, b[j], c[j]);
        }
    }

    private static void add4(
            double f0,
            double f1,
            double f2,
            double f3,
            double[] b0,
            double[] b1,
            double[] b2,
            double[] b3,
            double[] c,
            int width) {
        for (int j = 0; j < width; j++) {
            double sum = Math.fma(f0, b0[j], c[j]);
            sum = Math.fma(f1, b1[j], sum);
            sum = Math.fma(f2, b2[j], sum);
            c[j] = Math.fma(f3, b3[j], sum);
        }
    }

    private static void dots(
            double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
        int n = x.columns();
        boolean dense = x.columnStep() == 1;
        double[] row = dense ? a : new double[n];
        for (int i = 0; i < x.rows(); i++) {
            int ai = x.offset() + i * x.rowStep();
            if (!dense) {
                for (int k = 0; k < n; k++) {
                    row[k] = a[ai + k * x.columnStep()];
                }
                ai = 0;
            }
            int ci = to.offset() + i * to.rowStep();
            int bs = y.columnStep();
            int j = 0;
            for (; j + 7 < y.columns(); j += 8) {
                dot8(row, ai, b, y.offset() + j * bs, bs, n, c, ci + j, onto);
            }
            for (; j < y.columns(); j++) {
                double first = onto ? c[ci + j] : -0d;
                c[ci + j] = dot(row, ai, b, y.offset() + j * bs, n, first);
            }
        }
    }

    /** Adds n products to a sum; adding the first to -0 leaves it as it is, its sign included. */
    private static double dot(double[] a, int i, double[] b, int j, int n, double sum) {
        double s = sum;
        for (int k = 0; k < n; k++) {
            s = Math.fma(a[i + k], b[j + k], s);
        }
        return s;
    }

    /** The dot products of one row with eight columns, {@code bs} apart, side by side. */
    private static void dot8(
            double[] a, int i, double[] b, int j, int bs, int n, double[] c, int at, boolean onto) {
        int j1 = j + bs;
        int j2 = j1 + bs;
        int j3 = j2 + bs;
        int j4 = j3 + bs;
        int j5 = j4 + bs;
        int j6 = j5 + bs;
        int j7 = j6 + bs;
        double s0 = onto ? c[at] : -0d;
        double s1 = onto ? c[at + 1] : -0d;
        double s2 = onto ? c[at + 2] : -0d;
        double s3 = onto ? c[at + 3] : -0d;
        double s4 = onto ? c[at + 4] : -0d;
        double s5 = onto ? c[at + 5] : -0d;
        double s6 = onto ? c[at + 6] : -0d;
        double s7 = onto ? c[at + 7] : -0d;
        for (int k = 0; k < n; k++) {
            double f = a[i + k];
            s0 = Math.fma(f, b[j + k], s0);
            s1 = Math.fma(f, b[j1 + k], s1);
            s2 = Math.fma(f, b[j2 + k], s2);
            s3 = Math.fma(f, b[j3 + k], s3);
            s4 = Math.fma(f, b[j4 + k], s4);
            s5 = Math.fma(f, b[j5 + k], s5);
            s6 = Math.fma(f, b[j6 + k], s6);
            s7 = Math.fma(f, b[j7 + k], s7);
        }
        c[at] = s0;
        c[at + 1] = s1;
        c[at + 2] = s2;
        c[at + 3] = s3;
        c[at + 4] = s4;
        c[at + 5] = s5;
        c[at + 6] = s6;
        c[at + 7] = s7;
    }
}
