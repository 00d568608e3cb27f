package dev.cresset.engine;

/** Copies between a line of many windows and the cells that hold its elements. */
final class WindowLine {
    /*
     * All elements of a line in one loop: the start of a window is read and checked once for them.
     */
    private WindowLine() {}

    /** Copies element k of the window that starts at {@code starts[t] + shift} to cell k. */
    static void read(int length, float[] x, int[] starts, int shift, float[][] c, int p, int at) {
        switch (length) {
            case 2 -> take(x, starts, shift, c[p], c[p + 1], at);
            case 4 -> take(x, starts, shift, c[p], c[p + 1], c[p + 2], c[p + 3], at);
            case 6 ->
                    take(
                            x, starts, shift, c[p], c[p + 1], c[p + 2], c[p + 3], c[p + 4],
                            c[p + 5], at);
            default -> throw new IllegalArgumentException("windows of length " + length);
        }
    }

    /** Undoes {@link #read}, and adds a number to each element. */
    static void write(
            int length,
            float[][] c,
            int p,
            int at,
            float bias,
            float[] y,
            int[] starts,
            int shift) {
        switch (length) {
            case 2 -> put(c[p], c[p + 1], at, bias, y, starts, shift);
            case 4 -> put(c[p], c[p + 1], c[p + 2], c[p + 3], at, bias, y, starts, shift);
            default -> throw new IllegalArgumentException("windows of length " + length);
        }
    }

    private static void take(float[] x, int[] starts, int shift, float[] c0, float[] c1, int at) {
        for (int t = 0; t < starts.length; t++) {
            int i = starts[t] + shift;
            c0[at + t] = x[i];
            c1[at + t] = x[i + 1];
        }
    }

    private static void take(
            float[] x,
            int[] starts,
            int shift,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            int at) {
        for (int t = 0; t < starts.length; t++) {
            int i = starts[t] + shift;
            c0[at + t] = x[i];
            c1[at + t] = x[i + 1];
            c2[at + t] = x[i + 2];
            c3[at + t] = x[i + 3];
        }
    }

    private static void take(
            float[] x,
            int[] starts,
            int shift,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            float[] c4,
            float[] c5,
            int at) {
        for (int t = 0; t < starts.length; t++) {
            int i = starts[t] + shift;
            c0[at + t] = x[i];
            c1[at + t] = x[i + 1];
            c2[at + t] = x[i + 2];
            c3[at + t] = x[i + 3];
            c4[at + t] = x[i + 4];
            c5[at + t] = x[i + 5];
        }
    }

    private static void put(
            float[] c0, float[] c1, int at, float bias, float[] y, int[] starts, int shift) {
        for (int t = 0; t < starts.length; t++) {
            int i = starts[t] + shift;
            y[i] = c0[at + t] + bias;
            y[i + 1] = c1[at + t] + bias;
        }
    }

    private static void put(
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            int at,
            float bias,
            float[] y,
            int[] starts,
            int shift) {
        for (int t = 0; t < starts.length; t++) {
            int i = starts[t] + shift;
            y[i] = c0[at + t] + bias;
            y[i + 1] = c1[at + t] + bias;
            y[i + 2] = c2[at + t] + bias;
            y[i + 3] = c3[at + t] + bias;
        }
    }
}
