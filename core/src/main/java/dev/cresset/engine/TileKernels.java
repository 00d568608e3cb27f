package dev.cresset.engine;

/**
 * The compiled micro-kernels of one element type and the size of their tile.
 *
 * @param type {@code float.class} or {@code double.class}
 * @param rows the rows of a tile
 * @param columns the columns of a tile
 * @param panel reads the left factor from a panel, whose rows are neighbours
 * @param lines reads the left factor from plain rows, whose columns are neighbours
 */
record TileKernels(Class<?> type, int rows, int columns, MicroKernel panel, MicroKernel lines) {
    /** Returns a new array of the type. */
    Object array(int length) {
        return type == float.class ? new float[length] : new double[length];
    }
}
