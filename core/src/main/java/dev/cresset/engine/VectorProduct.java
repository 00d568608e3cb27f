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
    static final long LEAST = 1 << 13;

    private static final int FEW_ROWS = 4;

    /**
     * Up to so many rows, a product with a transposed right factor and enough terms is computed
     * transposed: that factor is then the left one, and read in place.
     */
    private static final int SWAPPED_ROWS = 256;

    /** Narrow tiles are a tenth slower: they pay where they leave out so much of the padding. */
    private static final double NARROW_SHARE = 0.9;

    private final TiledProduct wide;

    /** For results of fewer columns than the others' tiles have; null if there is none. */
    private final @Nullable TiledProduct narrow;

    /** For a few rows. */
    private final TiledProduct row;

    private VectorProduct(Class<?> type) {
        wide = new TiledProduct(TileCompiler.compile(type));
        TileKernels kernels = TileCompiler.compileNarrow(type);
        narrow = kernels == null ? null : new TiledProduct(kernels);
        row = new TiledProduct(TileCompiler.compileRow(type));
    }

    TileKernels kernels() {
        return wide.kernels();
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
        return isForRow(x, y) ? row.isWarm() : x.rows() > FEW_ROWS && isWarm();
    }

    /** Returns whether so many multiplications are worth blocks, and the kernels are compiled. */
    boolean takes(long work) {
        return work >= LEAST && isWarm();
    }

    /**
     * {@code c = a b}, or {@code c = c + a b} if {@code onto}, with a right factor as it is packed.
     */
    void multiply(Object a, Grid x, Packer b, Object c, Grid to, boolean onto) {
        forColumns(to.columns()).multiply(x.columns(), new VectorPacker(a, x), b, c, to, onto);
    }

    /**
     * Returns a right factor packed for products with up to so many rows, or null if those are not
     * worth it or the kernels not compiled.
     *
     * @param eager whether that does not matter
     */
    @Nullable PackedFactor factor(Object b, Grid y, int rows, boolean eager) {
        boolean few = rows < FEW_ROWS && y.columns() >= row.kernels().columns();
        TiledProduct by = few ? row : wide;
        long work = (long) rows * y.rows() * y.columns();
        return eager || (work >= LEAST && by.isWarm())
                ? new PackedFactor(by.kernels(), b, y)
                : null;
    }

    /** Returns whether the kernels are compiled; asks for that if need be. */
    boolean isWarm() {
        return wide.isWarm();
    }

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}, in blocks; terms are not none. */
    void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto) {
        Packer left = new VectorPacker(a, x);
        Packer right = new VectorPacker(b, y.transposed());
        if (isForRow(x, y)) {
            row.multiply(x.columns(), left, right, c, to, onto);
        } else if (isSwapped(x, y)) {
            forColumns(x.rows()).multiply(x.columns(), right, left, c, to.transposed(), onto);
        } else {
            forColumns(y.columns()).multiply(x.columns(), left, right, c, to, onto);
        }
    }

    /** Returns whether a few rows are multiplied with a wide matrix of dense rows. */
    private boolean isForRow(Grid x, Grid y) {
        return x.rows() < FEW_ROWS && y.columnStep() == 1 && y.columns() >= row.kernels().columns();
    }

    /** Returns whether computing the transposed result packs less than it costs to transpose. */
    private static boolean isSwapped(Grid x, Grid y) {
        return y.rowStep() == 1
                && y.columnStep() != 1
                && x.rows() <= SWAPPED_ROWS
                && x.columns() >= 3 * x.rows();
    }

    /** Returns the product whose tiles suit so many columns; until it is compiled, the wide one. */
    private TiledProduct forColumns(int columns) {
        if (narrow == null
                || narrow.padded(columns) > NARROW_SHARE * wide.padded(columns)
                || (!narrow.isWarm() && wide.isWarm())) {
            return wide;
        }
        return narrow;
    }
}
