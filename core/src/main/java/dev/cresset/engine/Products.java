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
                public void multiply(
                        double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
                    DoubleProduct.multiply(a, x, b, y, c, to, onto);
                }
            };

    /** float32. */
    void multiply(float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto);

    /** float32, with a right factor that is packed as it is read; its lines are columns. */
    void multiply(float[] a, Grid x, Packer b, float[] c, Grid to, boolean onto);

    /** float64. */
    void multiply(double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto);
}
