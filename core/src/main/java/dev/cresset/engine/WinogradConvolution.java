package dev.cresset.engine;

import dev.cresset.engine.WinogradScratch.Use;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of float32 planes with three by three weights and stride 1 by minimal filtering
 * (Winograd 1980, Lavin and Gray 2016): m by m results are the transform of the products of the
 * transforms of a window and of a weight, (m + 2)^2 multiplications instead of 9 m^2.
 *
 * <p>Sums over channels are matrix products, one for each cell of a transform, so that every engine
 * and any number of threads give the same bits.
 */
final class WinogradConvolution {
    /*
     * Some rows of tiles are transformed at a time, so that they stay in the caches: the windows,
     * V[cell][channel, tile], and the products M[cell][result, tile] = U[cell][result, channel] V[cell],
     * where U are the weights. A weight's gradient is the transposed algorithm: the gradients'
     * transform times the windows', in chains of one block's tiles that are added one by one.
     */

    /** So many elements of V and M in a block, unless that is too few tiles. */
    private static final int BLOCK = 1 << 18;

    private static final int LEAST_TILES = 64;

    /** The elements of a cell that are transformed together. */
    private static final int RUN = 256;

    /** From so many blocks on, blocks are the tasks; before, the parts of their work. */
    private static final int MANY_BLOCKS = 8;

    /** The elements of a transform and the multiplications that are worth a task. */
    private static final long TASK = 1 << 15;

    private static final long MULTIPLICATIONS = 1 << 20;

    private static final WinogradTile[] TILES = {new TileOfFour(), new TileOfTwo()};

    /** What an element of a transform costs, in multiplications of a matrix product. */
    private static final double ELEMENT = 40;

    /** What a multiplication of {@link DirectConvolution} costs, packing included. */
    private static final double DIRECT = 1.25;

    private final Products products;
    private final WinogradTile tile;
    private final int[] size;
    private final int[] padding;
    private final int[] out;
    private final int ins;
    private final int outs;
    private final int cells;
    private final WinogradGrid grid;
    private final int blockRows;
    private final int blocks;

    WinogradConvolution(
            Products products,
            WinogradTile tile,
            ConvolutionGeometry geometry,
            int examples,
            int ins,
            int outs) {
        this.products = products;
        this.tile = tile;
        this.size = plane(geometry.size());
        this.padding = plane(geometry.padding());
        this.out = plane(geometry.out());
        this.ins = ins;
        this.outs = outs;
        this.cells = tile.points() * tile.points();
        this.grid = WinogradGrid.of(examples, out[0], out[1], tile.results());
        this.blockRows = grid.rowsOfBlock(Math.max(LEAST_TILES, BLOCK / (cells * (ins + outs))));
        int rows = examples * grid.rows();
        this.blocks = (rows + blockRows - 1) / blockRows;
    }

    private static int[] plane(int[] three) {
        return new int[] {three[1], three[2]};
    }

    /** Returns a convolution, or null if there is none or if it is not the faster way. */
    static @Nullable WinogradConvolution of(
            Products products,
            ConvolutionGeometry geometry,
            int examples,
            int groups,
            int ins,
            int outs) {
        if (groups != 1 || !suits(geometry)) {
            return null;
        }
        double least = DIRECT * geometry.kernelSize() * geometry.results() * examples * ins * outs;
        WinogradTile best = null;
        for (WinogradTile tile : TILES) {
            double cost = cost(tile, geometry, examples, ins, outs);
            if (cost < least) {
                least = cost;
                best = tile;
            }
        }
        return best == null
                ? null
                : new WinogradConvolution(products, best, geometry, examples, ins, outs);
    }

    /** Returns whether weights are three by three, and windows side by side. */
    static boolean suits(ConvolutionGeometry g) {
        boolean flat = g.size()[0] == 1 && g.out()[0] == 1 && g.padding()[0] == 0;
        return flat
                && Arrays.equals(
                        g.kernel(), new int[] {1, WinogradTile.WEIGHTS, WinogradTile.WEIGHTS})
                && g.hasUnitStride()
                && Arrays.equals(g.dilation(), new int[] {1, 1, 1});
    }

    /** Returns what a pass costs, in multiplications of a matrix product. */
    private static double cost(
            WinogradTile tile, ConvolutionGeometry geometry, int examples, int ins, int outs) {
        int[] out = geometry.out();
        double tiles = WinogradGrid.of(examples, out[1], out[2], tile.results()).tiles();
        double weights = (double) ins * outs;
        double products = Math.max(tiles, WinogradGrid.STRIP) * weights;
        double transforms = tiles * (ins + outs) + weights;
        return tile.points() * tile.points() * (products + ELEMENT * transforms);
    }

    /**
     * Computes the results of all planes.
     *
     * @param w weights (outs, ins, 3, 3), or (ins, outs, 3, 3) and turned round
     * @return false if a result is not finite; then NaN and infinities may have spread to all
     *     results of a tile
     */
    boolean forward(float[] x, float[] w, boolean turned, float @Nullable [] bias, float[] y) {
        float[][] u = weights(w, turned);
        AtomicBoolean finite = new AtomicBoolean(true);
        int most = blockRows * grid.columns();
        Workers.ranges(
                blocks,
                blocks < MANY_BLOCKS ? 1 : blocks,
                (from, to) -> {
                    float[][] v = WinogradScratch.arrays(Use.WINDOWS, cells, ins * most);
                    float[][] m = WinogradScratch.arrays(Use.PRODUCTS, cells, outs * most);
                    for (int b = from; b < to; b++) {
                        Block block = new Block(b);
                        block.windows(x, v);
                        block.multiply(u, v, m);
                        if (!block.results(m, bias, y)) {
                            finite.set(false);
                        }
                    }
                });
        return finite.get();
    }

    /**
     * Computes the gradient of weights (outs, ins, 3, 3).
     *
     * @return false if it is not finite
     */
    boolean weight(float[] x, float[] g, float[] to) {
        int most = blockRows * grid.columns();
        float[][] v = WinogradScratch.arrays(Use.WINDOWS, cells, ins * most);
        float[][] m = WinogradScratch.arrays(Use.PRODUCTS, cells, outs * most);
        float[][] sums = WinogradScratch.arrays(Use.WEIGHTS, cells, outs * ins);
        for (int b = 0; b < blocks; b++) {
            Block block = new Block(b);
            block.windows(x, v);
            block.gradients(g, m);
            block.addProducts(m, v, sums, b == 0);
        }
        AtomicBoolean finite = new AtomicBoolean(true);
        int count = Math.max(1, RUN / ins);
        int runs = (outs + count - 1) / count;
        Workers.ranges(
                runs,
                Workers.tasks((long) cells * outs * ins, TASK, runs),
                (from, end) -> {
                    WinogradCells run = new WinogradCells(tile, count * ins);
                    for (int r = from * count; r < Math.min(end * count, outs); r += count) {
                        int length = Math.min(count, outs - r) * ins;
                        run.load(sums, r * ins, length);
                        run.weightGradient(length);
                        if (!run.finite(WinogradTile.WEIGHTS, length)) {
                            finite.set(false);
                        }
                        run.writeWeights(to, r * ins * 9, length);
                    }
                });
        return finite.get();
    }

    /** Returns the transforms of weights, {@code u[cell][result, channel]}. */
    private float[][] weights(float[] w, boolean turned) {
        float[][] u = WinogradScratch.arrays(Use.WEIGHTS, cells, outs * ins);
        int count = Math.max(1, RUN / ins);
        int runs = (outs + count - 1) / count;
        Workers.ranges(
                runs,
                Workers.tasks((long) cells * outs * ins, TASK, runs),
                (from, end) -> {
                    WinogradCells run = new WinogradCells(tile, count * ins);
                    for (int r = from * count; r < Math.min(end * count, outs); r += count) {
                        int rows = Math.min(count, outs - r);
                        for (int i = 0; i < rows; i++) {
                            int at = turned ? (r + i) * 9 : (r + i) * ins * 9;
                            run.readWeights(w, at, turned ? outs * 9 : 9, turned, i * ins, ins);
                        }
                        run.weight(rows * ins);
                        run.store(u, r * ins, rows * ins);
                    }
                });
        return u;
    }

    /** Some rows of tiles. */
    private final class Block {
        private final int first;
        private final int end;
        private final int tiles;

        Block(int index) {
            first = index * blockRows;
            end = Math.min(first + blockRows, grid.examples() * grid.rows());
            tiles = (end - first) * grid.columns();
        }

        /** Transforms the windows of planes. */
        void windows(float[] x, float[][] v) {
            runs(
                    ins,
                    (from, to) -> {
                        TileRows rows =
                                new TileRows(grid, ins, size, padding, tile.points(), first, end);
                        WinogradCells run = new WinogradCells(tile, count() * tiles);
                        for (int c = from; c < to; c += count()) {
                            int n = read(rows, x, c, to, run);
                            run.input(n);
                            run.store(v, c * tiles, n);
                        }
                    });
        }

        /** Transforms the gradients of results. */
        void gradients(float[] g, float[][] v) {
            runs(
                    outs,
                    (from, to) -> {
                        TileRows rows =
                                new TileRows(
                                        grid, outs, out, new int[2], tile.results(), first, end);
                        WinogradCells run = new WinogradCells(tile, count() * tiles);
                        for (int c = from; c < to; c += count()) {
                            int n = read(rows, g, c, to, run);
                            run.gradient(n);
                            run.store(v, c * tiles, n);
                        }
                    });
        }

        /** Transforms products back. */
        boolean results(float[][] m, float @Nullable [] bias, float[] y) {
            AtomicBoolean finite = new AtomicBoolean(true);
            runs(
                    outs,
                    (from, to) -> {
                        TileRows rows =
                                new TileRows(
                                        grid, outs, out, new int[2], tile.results(), first, end);
                        WinogradCells run = new WinogradCells(tile, count() * tiles);
                        for (int c = from; c < to; c += count()) {
                            int n = Math.min(count(), to - c);
                            run.load(m, c * tiles, n * tiles);
                            run.output(n * tiles);
                            if (!run.finite(tile.results(), n * tiles)) {
                                finite.set(false);
                            }
                            for (int i = 0; i < n; i++) {
                                float b = bias == null ? 0 : bias[c + i];
                                rows.write(run.cells, tile.points(), i * tiles, b, y, c + i);
                            }
                        }
                    });
            return finite.get();
        }

        /** Returns how many channels go together. */
        private int count() {
            return Math.max(1, RUN / tiles);
        }

        /** Splits channels into tasks of whole runs. */
        private void runs(int channels, Workers.Range body) {
            int runs = (channels + count() - 1) / count();
            Workers.ranges(
                    runs,
                    Workers.tasks((long) cells * channels * tiles, TASK, runs),
                    (from, to) -> body.run(from * count(), Math.min(to * count(), channels)));
        }

        private int read(TileRows rows, float[] x, int from, int to, WinogradCells run) {
            int n = Math.min(count(), to - from);
            for (int i = 0; i < n; i++) {
                rows.read(x, from + i, run.cells, tile.points(), i * tiles);
            }
            return n * tiles;
        }

        /** {@code m = u v}, cell by cell. */
        void multiply(float[][] u, float[][] v, float[][] m) {
            Grid left = new Grid(outs, ins, 0, ins, 1);
            Grid right = new Grid(ins, tiles, 0, tiles, 1);
            Grid to = new Grid(outs, tiles, 0, tiles, 1);
            each(p -> products.multiply(u[p], left, v[p], right, m[p], to, false));
        }

        /** {@code sums = sums + g v^T}, cell by cell. */
        void addProducts(float[][] g, float[][] v, float[][] sums, boolean isFirst) {
            Grid left = new Grid(outs, tiles, 0, tiles, 1);
            Grid right = new Grid(tiles, ins, 0, 1, tiles);
            Grid to = new Grid(outs, ins, 0, ins, 1);
            each(p -> {
                float[] chain = isFirst ? sums[p] : WinogradScratch.chain(outs * ins);
                products.multiply(g[p], left, v[p], right, chain, to, false);
                if (!isFirst) {
                    add(chain, sums[p], outs * ins);
                }
            });
        }

        private void each(java.util.function.IntConsumer product) {
            long work = (long) cells * outs * ins * tiles;
            Workers.ranges(
                    cells,
                    Workers.tasks(work, MULTIPLICATIONS, cells),
                    (from, to) -> {
                        for (int p = from; p < to; p++) {
                            product.accept(p);
                        }
                    });
        }
    }

    private static void add(float[] x, float[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += x[i];
        }
    }
}
