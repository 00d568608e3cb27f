package dev.cresset.engine;

/**
 * How products of two float matrices are computed: {@code c = a b}, or {@code c = c + a b} if {@code
 * onto}, for a c whose rows are dense.
 *
 * <p>Every implementation adds the terms of an element in ascending order to one accumulator, the
 * first a product, each fused: all give the same bits.
 */
interface Products {
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
                        double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
                    DoubleProduct.multiply(a, x, b, y, c, to, onto);
                }
            };

    /** float32. */
    void multiply(float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto);

    /** float64. */
    void multiply(double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto);
}
