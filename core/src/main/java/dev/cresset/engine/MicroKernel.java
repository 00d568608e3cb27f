package dev.cresset.engine;

/**
 * The innermost loop of a matrix product: one tile of the result, held in registers.
 *
 * <p>A tile has a fixed number of rows and columns, {@link TileKernels#rows()} by {@link
 * TileKernels#columns()}. For each element, terms are added to one accumulator in ascending order
 * of the inner index, each product and sum rounded once (fused); the first is a product.
 */
interface MicroKernel {
    /**
     * Computes a tile: {@code c = a b}, or {@code c = c + a b} if {@code onto}. Arrays are all
     * {@code float[]} or all {@code double[]}, as the kernel was made for.
     *
     * @param depth the inner size, at least 0
     * @param a the left factor, from index {@code ai} on; {@code as} is the distance of its columns
     *     (a panel, whose rows are neighbours) or of its rows (plain rows, whose columns are)
     * @param b the right factor, from index {@code bi} on in rows {@code bs} apart
     * @param c the tile, from index {@code ci} on in rows {@code cs} apart
     */
    void run(
            int depth,
            Object a,
            int ai,
            int as,
            Object b,
            int bi,
            int bs,
            Object c,
            int ci,
            int cs,
            boolean onto);
}
