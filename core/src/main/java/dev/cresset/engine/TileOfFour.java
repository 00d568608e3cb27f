package dev.cresset.engine;

/** Four results from six products, F(4, 3), through 0, a, -a, b, -b and infinity. */
record TileOfFour() implements WinogradTile {
    /*
     * The points are those of least error for sums of random products (searched over sixteenths as
     * Barabasz et al. 2020 do): the usual 1 and 2 would double it. Their powers are exact in float32.
     * Results at a and -a share their even and odd parts.
     */
    private static final float A = 11f / 16;

    private static final float B = 3f / 2;
    private static final float A2 = A * A;
    private static final float B2 = B * B;
    private static final float A3 = A2 * A;
    private static final float B3 = B2 * B;

    /** The denominators of interpolation at 0, at a and -a, at b and -b. */
    private static final float AT_0 = (float) (1 / ((double) A2 * B2));

    private static final float AT_A = (float) (1 / (2.0 * A2 * (A2 - B2)));
    private static final float AT_B = (float) (1 / (2.0 * B2 * (B2 - A2)));

    @Override
    public int results() {
        return 4;
    }

    @Override
    public void input(float[][] x, int from, int step, int length) {
        input(
                x[from],
                x[from + step],
                x[from + 2 * step],
                x[from + 3 * step],
                x[from + 4 * step],
                x[from + 5 * step],
                length);
    }

    private static void input(
            float[] x0, float[] x1, float[] x2, float[] x3, float[] x4, float[] x5, int length) {
        for (int i = 0; i < length; i++) {
            float p1 = x1[i];
            float p2 = x2[i];
            float p3 = x3[i];
            float p4 = x4[i];
            float evenA = Math.fma(-B2, p2, p4);
            float oddA = A * Math.fma(-B2, p1, p3);
            float evenB = Math.fma(-A2, p2, p4);
            float oddB = B * Math.fma(-A2, p1, p3);
            x0[i] = Math.fma(A2 * B2, x0[i], Math.fma(-(A2 + B2), p2, p4));
            x1[i] = evenA + oddA;
            x2[i] = evenA - oddA;
            x3[i] = evenB + oddB;
            x4[i] = evenB - oddB;
            x5[i] = Math.fma(A2 * B2, p1, Math.fma(-(A2 + B2), p3, x5[i]));
        }
    }

    @Override
    public void weight(float[][] x, int from, int step, int length) {
        weight(
                x[from],
                x[from + step],
                x[from + 2 * step],
                x[from + 3 * step],
                x[from + 4 * step],
                x[from + 5 * step],
                length);
    }

    private static void weight(
            float[] x0, float[] x1, float[] x2, float[] x3, float[] x4, float[] x5, int length) {
        for (int i = 0; i < length; i++) {
            float w0 = x0[i];
            float w1 = x1[i];
            float w2 = x2[i];
            float evenA = AT_A * Math.fma(A2, w2, w0);
            float oddA = AT_A * A * w1;
            float evenB = AT_B * Math.fma(B2, w2, w0);
            float oddB = AT_B * B * w1;
            x0[i] = AT_0 * w0;
            x1[i] = evenA + oddA;
            x2[i] = evenA - oddA;
            x3[i] = evenB + oddB;
            x4[i] = evenB - oddB;
            x5[i] = w2;
        }
    }

    @Override
    public void output(float[][] x, int from, int step, int length) {
        output(
                x[from],
                x[from + step],
                x[from + 2 * step],
                x[from + 3 * step],
                x[from + 4 * step],
                x[from + 5 * step],
                length);
    }

    private static void output(
            float[] x0, float[] x1, float[] x2, float[] x3, float[] x4, float[] x5, int length) {
        for (int i = 0; i < length; i++) {
            float evenA = x1[i] + x2[i];
            float oddA = x1[i] - x2[i];
            float evenB = x3[i] + x4[i];
            float oddB = x3[i] - x4[i];
            x0[i] = x0[i] + (evenA + evenB);
            x1[i] = Math.fma(B, oddB, A * oddA);
            x2[i] = Math.fma(B2, evenB, A2 * evenA);
            x3[i] = Math.fma(B3, oddB, Math.fma(A3, oddA, x5[i]));
        }
    }

    @Override
    public void gradient(float[][] x, int from, int step, int length) {
        gradient(
                x[from],
                x[from + step],
                x[from + 2 * step],
                x[from + 3 * step],
                x[from + 4 * step],
                x[from + 5 * step],
                length);
    }

    private static void gradient(
            float[] x0, float[] x1, float[] x2, float[] x3, float[] x4, float[] x5, int length) {
        for (int i = 0; i < length; i++) {
            float g0 = x0[i];
            float g1 = x1[i];
            float g2 = x2[i];
            float g3 = x3[i];
            float evenA = Math.fma(A2, g2, g0);
            float oddA = Math.fma(A3, g3, A * g1);
            float evenB = Math.fma(B2, g2, g0);
            float oddB = Math.fma(B3, g3, B * g1);
            x1[i] = evenA + oddA;
            x2[i] = evenA - oddA;
            x3[i] = evenB + oddB;
            x4[i] = evenB - oddB;
            x5[i] = g3;
        }
    }

    @Override
    public void weightGradient(float[][] x, int from, int step, int length) {
        weightGradient(
                x[from],
                x[from + step],
                x[from + 2 * step],
                x[from + 3 * step],
                x[from + 4 * step],
                x[from + 5 * step],
                length);
    }

    private static void weightGradient(
            float[] x0, float[] x1, float[] x2, float[] x3, float[] x4, float[] x5, int length) {
        for (int i = 0; i < length; i++) {
            float evenA = AT_A * (x1[i] + x2[i]);
            float oddA = AT_A * A * (x1[i] - x2[i]);
            float evenB = AT_B * (x3[i] + x4[i]);
            float oddB = AT_B * B * (x3[i] - x4[i]);
            x0[i] = Math.fma(AT_0, x0[i], evenA + evenB);
            x1[i] = oddA + oddB;
            x2[i] = Math.fma(B2, evenB, Math.fma(A2, evenA, x5[i]));
        }
    }
}
