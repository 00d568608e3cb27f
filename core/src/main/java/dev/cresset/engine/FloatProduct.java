package dev.cresset.engine;

import java.util.Arrays;

/** The product of two float32 matrices. */
final class FloatProduct {
    /*
     * Rows of the result gather multiples of rows of b, four at a time: loops that C2 vectorises. A
     * tile of b is copied, row by row into arrays of their own (C2 is sure that loops do not overlap only
     * where arrays are indexed from 0), and stays in the second-level cache while every row of a passes
     * over it. A few rows times a b that is dense along the inner dimension are
     * dot products instead, and tiny products are plain sums. Terms are added in ascending order of the inner index, beginning with the
     * first product and fused (rounded once), as in PyTorch's kernels on x86: bit-identical for every
     * tiling and every engine.
     */
    private static final int INNER = 128;
    private static final int COLUMNS = 512;
    static final int FEW_ROWS = 4;
    private static final long TINY = 512;

    private FloatProduct() {}

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}; the rows of c are dense. */
    static void multiply(float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
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
            float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
        int n = x.columns();
        int as = x.columnStep();
        int bs = y.rowStep();
        for (int i = 0; i < to.rows(); i++) {
            int ai = x.offset() + i * x.rowStep();
            int ci = to.offset() + i * to.rowStep();
            for (int j = 0; j < to.columns(); j++) {
                int bj = y.offset() + j * y.columnStep();
                float sum = onto ? c[ci + j] : -0f;
                for (int k = 0; k < n; k++) {
                    sum = Math.fma(a[ai + k * as], b[bj + k * bs], sum);
                }
                c[ci + j] = sum;
            }
        }
    }

    private static void tiles(
            float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
        float[][] panel = new float[Math.min(INNER, y.rows())][Math.min(COLUMNS, y.columns())];
        float[] sums = new float[Math.min(COLUMNS, y.columns())];
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

    private static void pack(float[] b, int from, Grid y, float[][] panel, int depth, int width) {
        for (int k = 0; k < depth; k++) {
            int at = from + k * y.rowStep();
            if (y.columnStep() == 1) {
                System.arraycopy(b, at, panel[k], 0, width);
                continue;
            }
            float[] row = panel[k];
            for (int j = 0; j < width; j++) {
                row[j] = b[at + j * y.columnStep()];
            }
        }
    }

    /** {@code c[j] (+)= a[0] b[0][j] + a[1] b[1][j] + …}. */
    private static void row(
            float[] a,
            int ai,
            int as,
            float[][] b,
            int depth,
            float[] c,
            int width,
            boolean first) {
        int k = 0;
        if (first) {
            scale(a[ai], b[0], c, width);
            k = 1;
        }
        for (; k + 3 < depth; k += 4) {
            int at = ai + k * as;
            float a0 = a[at];
            float a1 = a[at + as];
            float a2 = a[at + 2 * as];
            float a3 = a[at + 3 * as];
            add4(a0, a1, a2, a3, b[k], b[k + 1], b[k + 2], b[k + 3], c, width);
        }
        for (; k < depth; k++) {
            add(a[ai + k * as], b[k], c, width);
        }
    }

    private static void scale(float f, float[] b, float[] c, int width) {
        for (int j = 0; j < width; j++) {
            c[j] = f * b[j];
        }
    }

    private static void add(float f, float[] b, float[] c, int width) {
        for (int j = 0; j < width; j++) {
            c[j] = Math.fma(f, b[j], c[j]);
        }
    }

    private static void add4(
            float f0,
            float f1,
            float f2,
            float f3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] c,
            int width) {
        for (int j = 0; j < width; j++) {
            float sum = Math.fma(f0, b0[j], c[j]);
            sum = Math.fma(f1, b1[j], sum);
            sum = Math.fma(f2, b2[j], sum);
            c[j] = Math.fma(f3, b3[j], sum);
        }
    }

    private static void dots(
            float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
        int n = x.columns();
        boolean dense = x.columnStep() == 1;
        float[] row = dense ? a : new float[n];
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
                float first = onto ? c[ci + j] : -0f;
                c[ci + j] = dot(row, ai, b, y.offset() + j * bs, n, first);
            }
        }
    }

    /** Adds n products to a sum; adding the first to -0 leaves it as it is, its sign included. */
    static float dot(float[] a, int i, float[] b, int j, int n, float sum) {
        float s = sum;
        for (int k = 0; k < n; k++) {
            s = Math.fma(a[i + k], b[j + k], s);
        }
        return s;
    }

    /** The dot products of one row with eight columns, {@code bs} apart, side by side. */
    private static void dot8(
            float[] a, int i, float[] b, int j, int bs, int n, float[] c, int at, boolean onto) {
        int j1 = j + bs;
        int j2 = j1 + bs;
        int j3 = j2 + bs;
        int j4 = j3 + bs;
        int j5 = j4 + bs;
        int j6 = j5 + bs;
        int j7 = j6 + bs;
        float s0 = onto ? c[at] : -0f;
        float s1 = onto ? c[at + 1] : -0f;
        float s2 = onto ? c[at + 2] : -0f;
        float s3 = onto ? c[at + 3] : -0f;
        float s4 = onto ? c[at + 4] : -0f;
        float s5 = onto ? c[at + 5] : -0f;
        float s6 = onto ? c[at + 6] : -0f;
        float s7 = onto ? c[at + 7] : -0f;
        for (int k = 0; k < n; k++) {
            float f = a[i + k];
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
