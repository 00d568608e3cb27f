package dev.cresset.engine;

/** Blocked products with tiles of one size, and whether their kernels are compiled. */
final class TiledProduct {
    private final TileKernels kernels;
    private final BlockedProduct product;
    private final Warm warm = new Warm(this::warmUp);

    TiledProduct(TileKernels kernels) {
        this.kernels = kernels;
        product = new BlockedProduct(kernels);
    }

    TileKernels kernels() {
        return kernels;
    }

    /** Returns whether the kernels are compiled; asks for that if need be. */
    boolean isWarm() {
        return warm.ready();
    }

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}; terms are not none. */
    void multiply(int inner, Packer a, Packer b, Object c, Grid to, boolean onto) {
        product.multiply(inner, a, b, c, to, onto);
    }

    /** Returns how many columns are computed for a result of so many. */
    int padded(int columns) {
        int width = kernels.columns();
        return (columns + width - 1) / width * width;
    }

    private boolean warmUp() {
        int depth = 32;
        Object a = kernels.array(kernels.rows() * depth);
        Object b = kernels.array(kernels.columns() * depth);
        Object c = kernels.array(kernels.rows() * kernels.columns());
        double terms = (double) kernels.rows() * kernels.columns() * depth;
        for (boolean panel : new boolean[] {true, false}) {
            MicroKernel kernel = panel ? kernels.panel() : kernels.lines();
            int as = panel ? kernels.rows() : depth;
            boolean compiled =
                    Warmup.repeat(
                            terms,
                            i ->
                                    kernel.run(
                                            depth,
                                            a,
                                            0,
                                            as,
                                            b,
                                            0,
                                            kernels.columns(),
                                            c,
                                            0,
                                            kernels.columns(),
                                            i % 2 == 0));
            if (!compiled) {
                return false;
            }
        }
        return true;
    }
}
