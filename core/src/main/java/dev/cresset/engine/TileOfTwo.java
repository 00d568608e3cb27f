package dev.cresset.engine;

/**
 * Two results from four products: F(2, 3) of Lavin and Gray 2016, through 0, 1, -1 and infinity.
 */
record TileOfTwo() implements WinogradTile {
    @Override
    public int results() {
        return 2;
    }

    @Override
    public void input(float[][] x, int from, int step, int length) {
        input(x[from], x[from + step], x[from + 2 * step], x[from + 3 * step], length);
    }

    private static void input(float[] x0, float[] x1, float[] x2, float[] x3, int length) {
        for (int i = 0; i < length; i++) {
            float a = x1[i];
            float b = x2[i];
            x0[i] = x0[i] - b;
            x1[i] = b + a;
            x2[i] = b - a;
            x3[i] = x3[i] - a;
        }
    }

    @Override
    public void weight(float[][] x, int from, int step, int length) {
        weight(x[from], x[from + step], x[from + 2 * step], x[from + 3 * step], length);
    }

    private static void weight(float[] x0, float[] x1, float[] x2, float[] x3, int length) {
        for (int i = 0; i < length; i++) {
            float even = 0.5f * (x0[i] + x2[i]);
            float odd = 0.5f * x1[i];
            float last = x2[i];
            x1[i] = even + odd;
            x2[i] = even - odd;
            x3[i] = last;
        }
    }

    @Override
    public void output(float[][] x, int from, int step, int length) {
        output(x[from], x[from + step], x[from + 2 * step], x[from + 3 * step], length);
    }

    private static void output(float[] x0, float[] x1, float[] x2, float[] x3, int length) {
        for (int i = 0; i < length; i++) {
            float a = x1[i];
            float b = x2[i];
            x0[i] = x0[i] + (a + b);
            x1[i] = x3[i] + (a - b);
        }
    }

    @Override
    public void gradient(float[][] x, int from, int step, int length) {
        gradient(x[from], x[from + step], x[from + 2 * step], x[from + 3 * step], length);
    }

    private static void gradient(float[] x0, float[] x1, float[] x2, float[] x3, int length) {
        for (int i = 0; i < length; i++) {
            float a = x0[i];
            float b = x1[i];
            x1[i] = a + b;
            x2[i] = a - b;
            x3[i] = b;
        }
    }

    @Override
    public void weightGradient(float[][] x, int from, int step, int length) {
        weightGradient(x[from], x[from + step], x[from + 2 * step], x[from + 3 * step], length);
    }

    private static void weightGradient(float[] x0, float[] x1, float[] x2, float[] x3, int length) {
        for (int i = 0; i < length; i++) {
            float even = 0.5f * (x1[i] + x2[i]);
            float odd = 0.5f * (x1[i] - x2[i]);
            x0[i] = x0[i] + even;
            x1[i] = odd;
            x2[i] = x3[i] + even;
        }
    }
}
