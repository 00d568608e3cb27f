package dev.cresset.engine;

/**
 * The transforms of a fast convolution with three weights: {@code y = A'((G w) (B' x))}, in one
 * dimension; {@link WinogradConvolution} applies them along both.
 *
 * <p>A transform works on a sequence of cells, {@code x[from]}, {@code x[from + step]}, …, each of
 * them an array with an element for each of many tiles; it puts its results into the first cells of
 * the same sequence. So loops run over tiles, and C2 vectorises them.
 */
sealed interface WinogradTile permits TileOfTwo, TileOfFour {
    /** The number of weights along each dimension. */
    int WEIGHTS = 3;

    /** Returns the number of results along each dimension, m. */
    int results();

    /** Returns the number of products along each dimension, {@code m + 2}. */
    default int points() {
        return results() + WEIGHTS - 1;
    }

    /** {@code B' x}: from {@code m + 2} elements of a plane. */
    void input(float[][] x, int from, int step, int length);

    /** {@code G w}: from 3 weights to {@code m + 2} cells. */
    void weight(float[][] x, int from, int step, int length);

    /** {@code A' p}: from {@code m + 2} products to m results. */
    void output(float[][] x, int from, int step, int length);

    /** {@code A g}, the adjoint of {@link #output}: from m gradients to {@code m + 2} cells. */
    void gradient(float[][] x, int from, int step, int length);

    /** {@code G' p}, the adjoint of {@link #weight}: from {@code m + 2} sums to 3 gradients. */
    void weightGradient(float[][] x, int from, int step, int length);
}
