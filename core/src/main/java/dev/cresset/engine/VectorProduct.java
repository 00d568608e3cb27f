package dev.cresset.engine;

import org.jspecify.annotations.Nullable;

/**
 * Matrix products of one element type on the vector unit: chooses between the blocked product and
 * plain loops, which give the same bits.
 */
final class VectorProduct {
    /** float32. */
    static final VectorProduct FLOAT = new VectorProduct(float.class);

    /** float64. */
    static final VectorProduct DOUBLE = new VectorProduct(double.class);

    /** The multiplications from which on blocks are worth it. */
    private static final long LEAST = 1 << 13;

    private static final int FEW_ROWS = 4;

    /**
     * Up to so many rows, a product with a transposed right factor and enough terms is computed
     * transposed: that factor is then the left one, and read in place.
     */
    private static final int SWAPPED_ROWS = 256;

    private final TileKernels kernels;
    private final BlockedProduct product;
    private final Warm warm = new Warm(this::warmUp);

    /** For a few rows; null if this is that product itself. */
    private final @Nullable VectorProduct few;

    private VectorProduct(Class<?> type) {
        this(TileCompiler.compile(type), new VectorProduct(TileCompiler.compileRow(type), null));
    }

    private VectorProduct(TileKernels kernels, @Nullable VectorProduct few) {
        this.kernels = kernels;
        this.few = few;
        product = new BlockedProduct(kernels);
    }

    TileKernels kernels() {
        return kernels;
    }

    /**
     * Returns whether a product is worth blocks, and the kernels are compiled; asks for that if
     * need be.
     */
    boolean takes(Grid x, Grid y) {
        long work = (long) x.rows() * x.columns() * y.columns();
        if (work < LEAST) {
            return false;
        }
        VectorProduct rows = forFew(x, y);
        return rows != null ? rows.isWarm() : x.rows() > FEW_ROWS && isWarm();
    }

    /** Returns whether so many multiplications are worth blocks, and the kernels are compiled. */
    boolean takes(long work) {
        return work >= LEAST && isWarm();
    }

    /**
     * {@code c = a b}, or {@code c = c + a b} if {@code onto}, with a right factor as it is packed.
     */
    void multiply(Object a, Grid x, Packer b, Object c, Grid to, boolean onto) {
        product.multiply(x.columns(), new GridPacker(a, x), b, c, to, onto);
    }

    /**
     * Returns a right factor packed for products with up to so many rows, or null if those are not
     * worth it or the kernels not compiled.
     *
     * @param eager whether that does not matter
     */
    @Nullable PackedFactor factor(Object b, Grid y, int rows, boolean eager) {
        boolean row = few != null && rows < FEW_ROWS && y.columns() >= few.kernels.columns();
        VectorProduct by = few != null && row ? few : this;
        long work = (long) rows * y.rows() * y.columns();
        return eager || (work >= LEAST && by.isWarm())
                ? new PackedFactor(by.kernels, b, y)
                : null;
    }

    /** Returns whether the kernels are compiled; asks for that if need be. */
    boolean isWarm() {
        return warm.ready();
    }

    /** Returns what multiplies a few rows with a wide matrix of dense rows, or null. */
    private @Nullable VectorProduct forFew(Grid x, Grid y) {
        boolean suits =
                few != null
                        && x.rows() < FEW_ROWS
                        && y.columnStep() == 1
                        && y.columns() >= few.kernels.columns();
        return suits ? few : null;
    }

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}, in blocks; terms are not none. */
    void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto) {
        VectorProduct rows = forFew(x, y);
        if (rows != null) {
            rows.multiply(a, x, b, y, c, to, onto);
            return;
        }
        Packer left = new GridPacker(a, x);
        Packer right = new GridPacker(b, y.transposed());
        boolean swap =
                y.rowStep() == 1
                        && y.columnStep() != 1
                        && x.rows() <= SWAPPED_ROWS
                        && x.columns() >= 3 * x.rows();
        if (swap) {
            product.multiply(x.columns(), right, left, c, to.transposed(), onto);
        } else {
            product.multiply(x.columns(), left, right, c, to, onto);
        }
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
