package dev.cresset.engine;

/**
 * A matrix product in blocks that fit the caches, with a micro-kernel for each tile (Goto and van
 * de Geijn 2008).
 *
 * <p>Every element of the result has one accumulator, to which terms are added in ascending order
 * of the inner index; where a block of terms ends, the accumulator rests in the result. So
 * blocking, tiles and threads do not show in the result.
 */
final class BlockedProduct {
    /*
     * Columns of the result go in blocks of COLUMNS, terms in blocks of at most TERMS, rows in blocks
     * of about ROWS. The right factor's block is packed once, in strips as wide as a tile; each task
     * takes strip by strip past all its rows of the left factor, so that both stay in the second-level
     * cache. The left factor is read where it is, element by element, unless neither its rows nor its
     * columns are neighbours, or columns that lie far apart would be read often: then a task packs its
     * rows. A right factor that is read only a few times is read in place too. Tiles at the edge, and
     * tiles of a result whose rows are not dense, are computed in a scratch tile.
     */
    private static final int TERMS = 1024;
    private static final int ROWS = 128;
    private static final int COLUMNS = 2048;

    /** Up to so many columns, a left factor whose rows are neighbours is read in place. */
    private static final int FEW_COLUMNS = 1024;

    /** Up to so many rows, a right factor whose columns are neighbours is read in place. */
    private static final int FEW_ROWS = 128;

    /** The multiplications that are worth a task. */
    private static final long TASK = 1 << 20;

    private final TileKernels kernels;
    private final Scratch scratch;

    BlockedProduct(TileKernels kernels) {
        this.kernels = kernels;
        this.scratch = new Scratch(kernels);
    }

    /**
     * {@code c = a b}, or {@code c = c + a b} if {@code onto}.
     *
     * @param inner the number of terms, at least 1
     * @param a the left factor; its lines are rows
     * @param b the right factor; its lines are columns
     * @param to where the result is, in any strides
     */
    void multiply(int inner, Packer a, Packer b, Object c, Grid to, boolean onto) {
        int rows = to.rows();
        int columns = to.columns();
        int width = kernels.columns();
        boolean left = a.linesInPlace() || (columns <= FEW_COLUMNS && a.termsInPlace());
        boolean right = rows <= FEW_ROWS && b.termsInPlace();
        int most = TERMS;
        if (left && !a.linesInPlace()) {
            // A line of the cache holds a term of several tiles' rows: it should stay until the
            // last.
            most = TERMS / 2;
        } else if (left && to.columnStep() != 1) {
            // Transposed results go through scratch tiles: once, if blocks of terms may be long.
            most = 4 * TERMS;
        }
        int blocks = (inner + most - 1) / most;
        int depth = (inner + blocks - 1) / blocks;
        for (int j = 0; j < columns; j += COLUMNS) {
            int n = Math.min(COLUMNS, columns - j);
            int strips = (n + width - 1) / width;
            for (int k = 0; k < inner; k += depth) {
                int d = Math.min(depth, inner - k);
                Object packed = scratch.right(strips * width * d);
                Block block =
                        new Block(a, b, packed, c, to, j, n, k, d, left, right, k > 0 || onto);
                int packing = Workers.tasks((long) strips * width * d, 1 << 16, 16);
                Workers.ranges(strips, packing, block::pack);
                block.run(rows);
            }
        }
    }

    /** The product of a block of terms with a block of columns. */
    private final class Block {
        private final Packer a;
        private final Packer b;
        private final Object packed;
        private final Object c;
        private final Grid to;
        private final int column;
        private final int columns;
        private final int k;
        private final int depth;
        private final boolean left;
        private final boolean right;
        private final boolean onto;
        private final int width = kernels.columns();
        private final int height = kernels.rows();

        Block(
                Packer a,
                Packer b,
                Object packed,
                Object c,
                Grid to,
                int column,
                int columns,
                int k,
                int depth,
                boolean left,
                boolean right,
                boolean onto) {
            this.a = a;
            this.b = b;
            this.packed = packed;
            this.c = c;
            this.to = to;
            this.column = column;
            this.columns = columns;
            this.k = k;
            this.depth = depth;
            this.left = left;
            this.right = right;
            this.onto = onto;
        }

        /** Packs strips [from, to) of the right factor, those that are not read in place. */
        void pack(int from, int to) {
            if (!right) {
                int lines = Math.min(columns, to * width) - from * width;
                b.packAll(
                        column + from * width,
                        lines,
                        k,
                        depth,
                        packed,
                        from * width * depth,
                        width);
                return;
            }
            for (int s = from; s < to; s++) {
                int count = Math.min(width, columns - s * width);
                if (count < width) {
                    b.pack(column + s * width, count, k, depth, packed, s * width * depth, width);
                }
            }
        }

        /** Computes the block, split into tasks of rows and, if those are few, of strips. */
        void run(int rows) {
            int strips = (columns + width - 1) / width;
            int most = Workers.tasks((long) rows * columns * depth, TASK, Integer.MAX_VALUE);
            int parts = (rows + ROWS - 1) / ROWS;
            int along = Math.clamp(most / parts, 1, Math.max(1, Math.min(strips / 2, 8)));
            if (along == 1 && parts == 1 && most > 1) {
                parts = Math.min(most, (rows + 4 * height - 1) / (4 * height));
            }
            int panels = (rows + height - 1) / height;
            int p = parts;
            int q = along;
            Workers.run(
                    p * q,
                    t -> {
                        int i = t / q;
                        int j = t % q;
                        rows(
                                (int) ((long) panels * i / p) * height,
                                Math.min(rows, (int) ((long) panels * (i + 1) / p) * height),
                                (int) ((long) strips * j / q),
                                (int) ((long) strips * (j + 1) / q));
                    });
        }

        private void rows(int fromRow, int toRow, int fromStrip, int toStrip) {
            Object panels = scratch.left((toRow - fromRow + height) * depth);
            Object tile = scratch.tile();
            MicroKernel inPlace = a.linesInPlace() ? kernels.lines() : kernels.panel();
            for (int i = fromRow; i < toRow; i += height) {
                int count = Math.min(height, toRow - i);
                if (!left || count < height) {
                    a.pack(i, count, k, depth, panels, (i - fromRow) * depth, height);
                }
            }
            for (int s = fromStrip; s < toStrip; s++) {
                int n = Math.min(width, columns - s * width);
                boolean there = right && n == width;
                Object y = there ? b.array() : packed;
                int yi = there ? b.index(column + s * width, k) : s * width * depth;
                int ys = there ? b.step() : width;
                for (int i = fromRow; i < toRow; i += height) {
                    int m = Math.min(height, toRow - i);
                    int at =
                            to.offset() + i * to.rowStep() + (column + s * width) * to.columnStep();
                    boolean whole = n == width && m == height && to.columnStep() == 1;
                    Object target = whole ? c : tile;
                    int ti = whole ? at : 0;
                    int ts = whole ? to.rowStep() : width;
                    if (!whole && onto) {
                        Tiles.load(c, at, to, tile, m, n, width);
                    }
                    if (left && m == height) {
                        int xi = a.index(i, k);
                        inPlace.run(
                                depth, a.array(), xi, a.step(), y, yi, ys, target, ti, ts, onto);
                    } else {
                        int xi = (i - fromRow) * depth;
                        kernels.panel()
                                .run(depth, panels, xi, height, y, yi, ys, target, ti, ts, onto);
                    }
                    if (!whole) {
                        Tiles.store(tile, width, c, at, to, m, n);
                    }
                }
            }
        }
    }
}
