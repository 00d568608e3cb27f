package dev.cresset.engine;

/**
 * The tiles that the results of a convolution are covered with.
 *
 * @param examples the number of planes of a channel
 * @param rows the rows of tiles that cover a plane
 * @param columns the tiles of a row
 * @param step the height and width of a tile
 */
record WinogradGrid(int examples, int rows, int columns, int step) {
    /** What a strip of the matrix product is wide: blocks of tiles should fill some of them. */
    static final int STRIP = 32;

    /** The most tiles of a block, if a row has no more. */
    private static final int MOST = 160;

    static WinogradGrid of(int examples, int height, int width, int step) {
        return new WinogradGrid(
                examples, (height + step - 1) / step, (width + step - 1) / step, step);
    }

    /** Returns the number of tiles of all examples. */
    long tiles() {
        return (long) examples * rows * columns;
    }

    /**
     * Returns how many rows go together in a block: as many as {@code most} tiles, or fewer if
     * those fill the strips of a matrix product better.
     */
    int rowsOfBlock(int most) {
        int best = 1;
        double fill = 0;
        int limit = Math.min(examples * rows, Math.max(1, Math.min(most, MOST) / columns));
        for (int r = 1; r <= limit; r++) {
            int tiles = r * columns;
            double f = (double) tiles / ((tiles + STRIP - 1) / STRIP * STRIP);
            if (f >= fill || f > 0.95) {
                best = r;
                fill = Math.max(fill, f);
            }
        }
        return best;
    }
}
