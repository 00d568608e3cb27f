package dev.cresset.engine;

/**
 * Tiles as they are transformed: of each of the {@code points * points} cells of a tile an array
 * with an element for each of some tiles. Cell (i, j) is the array {@code i * points + j}.
 */
final class WinogradCells {
    /* The arrays belong to the thread: it has one such object at a time. */
    private final WinogradTile tile;
    private final int points;
    final float[][] cells;

    WinogradCells(WinogradTile tile, int most) {
        this.tile = tile;
        this.points = tile.points();
        this.cells = WinogradScratch.arrays(WinogradScratch.Use.RUN, points * points, most);
    }

    /** A transform along one dimension. */
    private interface Along {
        void apply(float[][] x, int from, int step, int length);
    }

    /** Transforms the columns of {@code before} by {@code before} cells, then the rows of those. */
    private void both(Along along, int before, int after, int length) {
        for (int j = 0; j < before; j++) {
            along.apply(cells, j, points, length);
        }
        for (int i = 0; i < after; i++) {
            along.apply(cells, i * points, 1, length);
        }
    }

    void input(int length) {
        both(tile::input, points, points, length);
    }

    void weight(int length) {
        both(tile::weight, WinogradTile.WEIGHTS, points, length);
    }

    void output(int length) {
        both(tile::output, points, tile.results(), length);
    }

    void gradient(int length) {
        both(tile::gradient, tile.results(), points, length);
    }

    void weightGradient(int length) {
        both(tile::weightGradient, points, WinogradTile.WEIGHTS, length);
    }

    /** Copies the first tiles from larger arrays. */
    void load(float[][] from, int at, int length) {
        for (int p = 0; p < points * points; p++) {
            System.arraycopy(from[p], at, cells[p], 0, length);
        }
    }

    /** Copies the first tiles to larger arrays. */
    void store(float[][] to, int at, int length) {
        for (int p = 0; p < points * points; p++) {
            System.arraycopy(cells[p], 0, to[p], at, length);
        }
    }

    /** Returns whether the first {@code side} by {@code side} cells are finite numbers. */
    boolean finite(int side, int length) {
        float[] zeros = new float[length];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                addZeros(cells[i * points + j], zeros);
            }
        }
        for (float zero : zeros) {
            if (zero != 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds 0 for each finite number, NaN for others. */
    private static void addZeros(float[] x, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += x[i] * 0;
        }
    }

    /** Takes three by three weights, {@code step} apart from tile to tile; turned round or not. */
    void readWeights(float[] w, int from, int step, boolean turned, int at, int count) {
        for (int i = 0; i < WinogradTile.WEIGHTS; i++) {
            int row = (turned ? 2 - i : i) * points;
            float[] first = cells[turned ? row + 2 : row];
            float[] last = cells[turned ? row : row + 2];
            takeThree(
                    w,
                    from + i * WinogradTile.WEIGHTS,
                    step,
                    first,
                    cells[row + 1],
                    last,
                    at,
                    count);
        }
    }

    private static void takeThree(
            float[] w, int from, int step, float[] a, float[] b, float[] c, int at, int count) {
        for (int i = 0; i < count; i++) {
            int k = from + i * step;
            a[at + i] = w[k];
            b[at + i] = w[k + 1];
            c[at + i] = w[k + 2];
        }
    }

    /** Writes three by three weights of neighbouring tiles. */
    void writeWeights(float[] w, int from, int count) {
        for (int i = 0; i < WinogradTile.WEIGHTS; i++) {
            for (int j = 0; j < WinogradTile.WEIGHTS; j++) {
                put(cells[i * points + j], w, from + i * WinogradTile.WEIGHTS + j, count);
            }
        }
    }

    private static void put(float[] cell, float[] w, int from, int count) {
        int step = WinogradTile.WEIGHTS * WinogradTile.WEIGHTS;
        for (int i = 0; i < count; i++) {
            w[from + i * step] = cell[i];
        }
    }
}
