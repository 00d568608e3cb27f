package dev.cresset.engine;

/** Tiles of a matrix copied to and from a dense scratch tile. */
final class Tiles {
    private Tiles() {}

    /** Copies the m x n elements at {@code c[at…]}, with the steps of a grid, into a tile. */
    static void load(Object c, int at, Grid steps, Object tile, int m, int n, int width) {
        int rs = steps.rowStep();
        int cs = steps.columnStep();
        for (int i = 0; i < m; i++) {
            switch (c) {
                case float[] x -> {
                    float[] t = (float[]) tile;
                    for (int j = 0; j < n; j++) {
                        t[i * width + j] = x[at + i * rs + j * cs];
                    }
                }
                case double[] x -> {
                    double[] t = (double[]) tile;
                    for (int j = 0; j < n; j++) {
                        t[i * width + j] = x[at + i * rs + j * cs];
                    }
                }
                default -> throw new AssertionError(c.getClass());
            }
        }
    }

    /** Copies the first m x n elements of a tile to {@code c[at…]}, with the steps of a grid. */
    static void store(Object tile, int width, Object c, int at, Grid steps, int m, int n) {
        int rs = steps.rowStep();
        int cs = steps.columnStep();
        switch (c) {
            case float[] x -> store((float[]) tile, width, x, at, rs, cs, m, n);
            case double[] x -> store((double[]) tile, width, x, at, rs, cs, m, n);
            default -> throw new AssertionError(c.getClass());
        }
    }

    private static void store(
            float[] tile, int width, float[] x, int at, int rs, int cs, int m, int n) {
        if (cs == 1) {
            for (int i = 0; i < m; i++) {
                System.arraycopy(tile, i * width, x, at + i * rs, n);
            }
        } else {
            // Columns of the tile are the dense rows of a transposed result.
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < m; i++) {
                    x[at + i * rs + j * cs] = tile[i * width + j];
                }
            }
        }
    }

    private static void store(
            double[] tile, int width, double[] x, int at, int rs, int cs, int m, int n) {
        if (cs == 1) {
            for (int i = 0; i < m; i++) {
                System.arraycopy(tile, i * width, x, at + i * rs, n);
            }
        } else {
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < m; i++) {
                    x[at + i * rs + j * cs] = tile[i * width + j];
                }
            }
        }
    }
}
