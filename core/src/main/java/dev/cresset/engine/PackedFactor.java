package dev.cresset.engine;

import dev.cresset.op.DType;

/**
 * The right factor of matrix products, packed once for many of them, as the weight of a recurrent
 * layer is, by which the state is multiplied at every step.
 *
 * <p>Bits are those of {@link BlockedProduct}: one accumulator for each element, to which terms are
 * added in ascending order.
 */
final class PackedFactor implements Products.Factor {
    /*
     * Blocks of at most TERMS terms lie one after the other, each in strips as wide as a tile. A product
     * takes strip by strip past all panels of rows, for one block after the other, so that a strip is read
     * from the outer caches once. Tasks are ranges of strips.
     */
    private static final int TERMS = 512;

    /** The multiplications that are worth a task. */
    private static final long TASK = 1 << 20;

    private final TileKernels kernels;
    private final Scratch scratch;
    private final Storage memory;
    private final Object packed;
    private final int inner;
    private final int depth;
    private final int columns;
    private final int strips;

    /** Packs a matrix of floats. */
    PackedFactor(TileKernels kernels, Object matrix, Grid grid) {
        this.kernels = kernels;
        this.scratch = new Scratch(kernels);
        inner = grid.rows();
        columns = grid.columns();
        int width = kernels.columns();
        strips = (columns + width - 1) / width;
        int blocks = Math.max(1, (inner + TERMS - 1) / TERMS);
        depth = (inner + blocks - 1) / blocks;
        memory = ArrayPool.allocate(DType.FLOAT32, strips * width * inner);
        packed = memory.array();
        Packer lines = new VectorPacker(matrix, grid.transposed());
        for (int k = 0; k < inner; k += depth) {
            int d = Math.min(depth, inner - k);
            for (int s = 0; s < strips; s++) {
                int count = Math.min(width, columns - s * width);
                lines.pack(s * width, count, k, d, packed, place(s, k, d), width);
            }
        }
    }

    /** Returns where the terms [k, k + d) of a strip begin. */
    private int place(int strip, int k, int d) {
        return kernels.columns() * (strips * k + strip * d);
    }

    @Override
    public void done() {
        ArrayPool.give(memory);
    }

    @Override
    public void multiply(float[] a, Grid x, float[] c, Grid to) {
        if (to.rows() == 0) {
            return;
        }
        int tasks = Workers.tasks((long) to.rows() * columns * inner, TASK, strips);
        Workers.ranges(strips, tasks, (from, until) -> strips(a, x, c, to, from, until));
    }

    private void strips(Object a, Grid x, Object c, Grid to, int from, int until) {
        int height = kernels.rows();
        Packer left = new GridPacker(a, x);
        boolean lines = left.linesInPlace();
        int packedFrom = lines ? to.rows() / height * height : 0;
        Object panels = scratch.left((to.rows() - packedFrom + height) * inner);
        for (int i = packedFrom; i < to.rows(); i += height) {
            int count = Math.min(height, to.rows() - i);
            left.pack(i, count, 0, inner, panels, (i - packedFrom) * inner, height);
        }
        for (int s = from; s < until; s++) {
            for (int k = 0; k < inner; k += depth) {
                int d = Math.min(depth, inner - k);
                int b = place(s, k, d);
                for (int i = 0; i < to.rows(); i += height) {
                    if (i < packedFrom) {
                        MicroKernel kernel = kernels.lines();
                        tile(kernel, d, a, left.index(i, k), left.step(), b, c, to, i, s, k > 0);
                    } else {
                        int at = (i - packedFrom) * inner + k * height;
                        tile(kernels.panel(), d, panels, at, height, b, c, to, i, s, k > 0);
                    }
                }
            }
        }
    }

    /** Computes one tile, in place or, at the edges, in a scratch tile. */
    private void tile(
            MicroKernel kernel,
            int d,
            Object a,
            int ai,
            int as,
            int b,
            Object c,
            Grid to,
            int row,
            int strip,
            boolean onto) {
        int width = kernels.columns();
        int m = Math.min(kernels.rows(), to.rows() - row);
        int n = Math.min(width, columns - strip * width);
        int at = to.offset() + row * to.rowStep() + strip * width * to.columnStep();
        if (m == kernels.rows() && n == width && to.columnStep() == 1) {
            kernel.run(d, a, ai, as, packed, b, width, c, at, to.rowStep(), onto);
            return;
        }
        Object tile = scratch.tile();
        if (onto) {
            Tiles.load(c, at, to, tile, m, n, width);
        }
        kernel.run(d, a, ai, as, packed, b, width, tile, 0, width, onto);
        Tiles.store(tile, width, c, at, to, m, n);
    }
}
