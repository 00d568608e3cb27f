package dev.cresset.engine;

/**
 * How products of two float matrices are computed: {@code c = a b}, or {@code c = c + a b} if
 * {@code onto}, for a c whose rows are dense.
 *
 * <p>Every implementation adds the terms of an element in ascending order to one accumulator, the
 * first a product, each fused: all give the same bits.
 */
interface Products {
    /** The columns of a packed right factor that plain loops take at a time. */
    int PACKED_COLUMNS = 512;

    /** Loops that C2 vectorises. */
    Products PLAIN =
            new Products() {
                @Override
                public void multiply(
                        float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
                    FloatProduct.multiply(a, x, b, y, c, to, onto);
                }

                @Override
                public void multiply(
                        float[] a, Grid x, Packer b, float[] c, Grid to, boolean onto) {
                    int depth = x.columns();
                    int most = Math.min(PACKED_COLUMNS, to.columns());
                    float[] packed = new float[depth * most];
                    for (int j = 0; j < to.columns(); j += most) {
                        int n = Math.min(most, to.columns() - j);
                        b.pack(j, n, 0, depth, packed, 0, n);
                        Grid y = new Grid(depth, n, 0, n, 1);
                        int at = to.offset() + j * to.columnStep();
                        Grid part = new Grid(to.rows(), n, at, to.rowStep(), to.columnStep());
                        FloatProduct.multiply(a, x, packed, y, c, part, onto);
                    }
                }

                @Override
                public Factor prepared(float[] b, Grid y, int rows) {
                    if (y.columnStep() == 1 || rows <= FloatProduct.FEW_ROWS) {
                        return (a, x, c, to) -> FloatProduct.multiply(a, x, b, y, c, to, false);
                    }
                    float[] dense = new float[y.rows() * y.columns()];
                    Grid places = new Grid(y.rows(), y.columns(), 0, y.columns(), 1);
                    new GridPacker(b, y.transposed())
                            .pack(0, y.columns(), 0, y.rows(), dense, 0, y.columns());
                    return (a, x, c, to) ->
                            FloatProduct.multiply(a, x, dense, places, c, to, false);
                }

                @Override
                public void multiply(
                        double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
                    DoubleProduct.multiply(a, x, b, y, c, to, onto);
                }
            };

    /** float32. */
    void multiply(float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto);

    /** float32, with a right factor that is packed as it is read; its lines are columns. */
    void multiply(float[] a, Grid x, Packer b, float[] c, Grid to, boolean onto);

    /** The rows, of all left factors together, from which on a right factor is worth preparing. */
    int PREPARED_ROWS = 16;

    /**
     * Returns a right factor of float32 for several products, valid as long as its elements are not
     * written.
     *
     * @param rows the most rows that a left factor will have
     * @param times the number of products
     */
    default Factor factor(float[] b, Grid y, int rows, int times) {
        return (long) rows * times < PREPARED_ROWS || y.rows() == 0
                ? (a, x, c, to) -> multiply(a, x, b, y, c, to, false)
                : prepared(b, y, rows);
    }

    /** Returns a right factor, which has terms, packed for products with up to so many rows. */
    Factor prepared(float[] b, Grid y, int rows);

    /** A right factor b. */
    interface Factor {
        /** {@code c = a b}; the rows of c are dense. */
        void multiply(float[] a, Grid x, float[] c, Grid to);

        /** Says that this was the last product: memory may be used for something else. */
        default void done() {}
    }

    /** float64. */
    void multiply(double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto);
}
