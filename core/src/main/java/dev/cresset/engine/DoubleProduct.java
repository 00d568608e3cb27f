package dev.cresset.engine;

import java.util.Arrays;

/** The product of two float64 matrices. */
final class DoubleProduct {
    // As FloatProduct, in double.
    private static final int INNER = 64;
    private static final int COLUMNS = 512;
    private static final int FEW_ROWS = 4;

    private DoubleProduct() {}

    /** {@code c = a b}; the rows of c are dense. */
    static void multiply(double[] a, Grid x, double[] b, Grid y, double[] c, Grid to) {
        if (x.columns() == 0) {
            for (int i = 0; i < to.rows(); i++) {
                int at = to.offset() + i * to.rowStep();
                Arrays.fill(c, at, at + to.columns(), 0);
            }
        } else if (y.rowStep() == 1 && y.columnStep() != 1 && x.rows() <= FEW_ROWS) {
            dots(a, x, b, y, c, to);
        } else {
            tiles(a, x, b, y, c, to);
        }
    }

    private static void tiles(double[] a, Grid x, double[] b, Grid y, double[] c, Grid to) {
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
                    if (k > 0) {
                        System.arraycopy(c, ci, sums, 0, width);
                    }
                    row(a, ai, x.columnStep(), panel, depth, sums, width, k == 0);
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
            c[j] += f * b[j];
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
            c[j] = c[j] + f0 * b0[j] + f1 * b1[j] + f2 * b2[j] + f3 * b3[j];
        }
    }

    private static void dots(double[] a, Grid x, double[] b, Grid y, double[] c, Grid to) {
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
            for (int j = 0; j < y.columns(); j++) {
                c[ci + j] = dot(row, ai, b, y.offset() + j * y.columnStep(), n);
            }
        }
    }

    /** The sum of n >= 1 products, in eight lanes. */
    private static double dot(double[] a, int i, double[] b, int j, int n) {
        double s0 = a[i] * b[j];
        int k = 1;
        if (n >= 8) {
            double s1 = a[i + 1] * b[j + 1];
            double s2 = a[i + 2] * b[j + 2];
            double s3 = a[i + 3] * b[j + 3];
            double s4 = a[i + 4] * b[j + 4];
            double s5 = a[i + 5] * b[j + 5];
            double s6 = a[i + 6] * b[j + 6];
            double s7 = a[i + 7] * b[j + 7];
            for (k = 8; k + 7 < n; k += 8) {
                s0 += a[i + k] * b[j + k];
                s1 += a[i + k + 1] * b[j + k + 1];
                s2 += a[i + k + 2] * b[j + k + 2];
                s3 += a[i + k + 3] * b[j + k + 3];
                s4 += a[i + k + 4] * b[j + k + 4];
                s5 += a[i + k + 5] * b[j + k + 5];
                s6 += a[i + k + 6] * b[j + k + 6];
                s7 += a[i + k + 7] * b[j + k + 7];
            }
            s0 = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        }
        for (; k < n; k++) {
            s0 += a[i + k] * b[j + k];
        }
        return s0;
    }
}
