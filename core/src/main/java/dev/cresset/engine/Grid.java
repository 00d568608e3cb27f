package dev.cresset.engine;

/**
 * A matrix in a storage: element (i, j) lies at {@code offset + i * rowStep + j * columnStep}.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param offset the place of the first element
 * @param rowStep the distance from one row to the next
 * @param columnStep the distance from one column to the next
 */
record Grid(int rows, int columns, int offset, int rowStep, int columnStep) {
    /** Returns a matrix, or one of a batch of them. */
    static Grid of(Layout x, int batch) {
        int d = x.shape().rank() - 2;
        int offset = x.offset() + (d == 1 ? batch * x.stride(0) : 0);
        return new Grid(
                x.shape().size(d), x.shape().size(d + 1), offset, x.stride(d), x.stride(d + 1));
    }

    /** Returns a vector as a matrix of one row; a 0-dim layout as one of one element. */
    static Grid row(Layout x) {
        boolean vector = x.shape().rank() == 1;
        return new Grid(1, vector ? x.shape().size(0) : 1, x.offset(), 0, vector ? x.stride(0) : 1);
    }

    Grid transposed() {
        return new Grid(columns, rows, offset, columnStep, rowStep);
    }
}
