package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of float32 as matrix products whose right factor, the windows, is packed as the
 * product reads it (Chellapilla et al. 2006, without the matrix of columns).
 *
 * <p>Terms are added in ascending order of (channel, kernel place) from the bias on, in every
 * engine and with any number of threads: results are the same to the last bit.
 */
final class DirectConvolution {
    /*
     * The product is weight * windows. The adjoint is weight^T * x, added back to the windows. The
     * weight's gradient is g * windows^T, in blocks of results that are summed one by one: sums over
     * all examples would lose digits in one long chain.
     */

    /** So many results of one product at least; small planes of several examples go together. */
    private static final int RESULTS = 512;

    /** The results whose windows a weight's gradient lays out and adds in one chain. */
    private static final int CHAIN = 256;

    private final Products products;
    private final ConvolutionGeometry geometry;
    private final int groups;
    private final int channels;
    private final int all;
    private final PaddedPlanes planes;
    private final int plane;
    private final int results;
    private final int[] terms;
    private final boolean copies;

    /** Whether a window is one element, so that the windows are the planes themselves. */
    private final boolean pointwise;

    /** A convolution of planes of so many channels for each group. */
    DirectConvolution(Products products, ConvolutionGeometry geometry, int groups, int channels) {
        this.products = products;
        this.geometry = geometry;
        this.groups = groups;
        this.channels = channels;
        this.all = groups * channels;
        this.planes = new PaddedPlanes(geometry, all);
        this.plane = planes.plane();
        this.results = geometry.results();
        this.terms = planes.terms(channels);
        this.copies = planes.areCopies();
        this.pointwise =
                !copies
                        && geometry.kernelSize() == 1
                        && geometry.hasUnitStride()
                        && Arrays.equals(geometry.size(), geometry.out());
    }

    /** Computes the results, {@code perGroup} for each group. */
    void forward(
            int examples, float[] x, float[] w, float @Nullable [] bias, int perGroup, float[] y) {
        int outs = groups * perGroup;
        int depth = terms.length;
        int block = Math.min(examples, (RESULTS + results - 1) / results);
        float[] read = copies ? new float[block * all * plane] : x;
        boolean lineByLine = DepthwiseConvolution.suits(channels, perGroup);
        float[] together = block == 1 || lineByLine ? y : new float[perGroup * block * results];
        if (bias != null) {
            for (int row = 0; row < examples * outs; row++) {
                Arrays.fill(y, row * results, (row + 1) * results, bias[row % outs]);
            }
        }
        int[] ofBlock = planes.lines(block);
        for (int n = 0; n < examples; n += block) {
            int count = Math.min(block, examples - n);
            int first = copies ? 0 : n * all * plane;
            planes.pad(x, n, count, read);
            int[] lines = count == block ? ofBlock : Arrays.copyOf(ofBlock, count * results);
            for (int g = 0; g < groups; g++) {
                int start = first + g * channels * plane;
                WindowPacker windows = new WindowPacker(read, start, terms, lines);
                Grid weights = new Grid(perGroup, depth, g * perGroup * depth, depth, 1);
                int to = (n * outs + g * perGroup) * results;
                if (lineByLine) {
                    DepthwiseConvolution.run(
                            geometry, windows, w, weights, y, to, outs, bias != null);
                } else if (together == y) {
                    Grid rows = new Grid(perGroup, results, to, results, 1);
                    if (pointwise) {
                        Grid right = new Grid(channels, results, start, plane, 1);
                        products.multiply(w, weights, read, right, y, rows, bias != null);
                    } else {
                        products.multiply(w, weights, windows, y, rows, bias != null);
                    }
                } else {
                    int wide = count * results;
                    if (bias != null) {
                        gather(y, to, outs, perGroup, count, together);
                    }
                    Grid rows = new Grid(perGroup, wide, 0, wide, 1);
                    products.multiply(w, weights, windows, together, rows, bias != null);
                    scatter(together, y, to, outs, perGroup, count);
                }
            }
        }
    }

    /** The adjoint of {@link #forward}: x has the results' sizes, y the planes'. */
    void adjoint(
            int examples, float[] x, float[] w, float @Nullable [] bias, int perGroup, float[] y) {
        int depth = terms.length;
        int block = Math.min(examples, (RESULTS + results - 1) / results);
        int ins = groups * perGroup;
        float[] sums = new float[block * all * plane];
        float[] columns = new float[depth * block * results];
        float[] together = block > 1 ? new float[perGroup * block * results] : x;
        int[] ofBlock = planes.lines(block);
        for (int n = 0; n < examples; n += block) {
            int count = Math.min(block, examples - n);
            int wide = count * results;
            int[] lines = count == block ? ofBlock : Arrays.copyOf(ofBlock, wide);
            Arrays.fill(sums, 0);
            for (int g = 0; g < groups; g++) {
                int from = (n * ins + g * perGroup) * results;
                Grid right = new Grid(perGroup, wide, from, results, 1);
                if (block > 1) {
                    gather(x, from, ins, perGroup, count, together);
                    right = new Grid(perGroup, wide, 0, wide, 1);
                }
                Grid left = new Grid(depth, perGroup, g * perGroup * depth, 1, depth);
                products.multiply(
                        w,
                        left,
                        together,
                        right,
                        columns,
                        new Grid(depth, wide, 0, wide, 1),
                        false);
                new WindowPacker(sums, g * channels * plane, terms, lines).add(columns);
            }
            planes.crop(sums, n, count, bias, y);
        }
    }

    /** Computes the gradient of weights at the gradient of {@link #forward}'s results. */
    void weight(int examples, float[] x, float[] gradient, int perGroup, float[] to) {
        int depth = terms.length;
        int outs = groups * perGroup;
        int block = Math.min(examples, Math.max(1, CHAIN / results));
        float[] read = copies ? new float[block * all * plane] : x;
        float[] together = block > 1 ? new float[perGroup * block * results] : gradient;
        int parts = (block * results + CHAIN - 1) / CHAIN;
        int length = (block * results + parts - 1) / parts;
        float[] windows = new float[depth * length];
        float[] sums = new float[perGroup * depth];
        int[] ofBlock = planes.lines(block);
        for (int n = 0; n < examples; n += block) {
            int count = Math.min(block, examples - n);
            int first = copies ? 0 : n * all * plane;
            planes.pad(x, n, count, read);
            int[] lines = count == block ? ofBlock : Arrays.copyOf(ofBlock, count * results);
            for (int g = 0; g < groups; g++) {
                WindowPacker packer =
                        new WindowPacker(read, first + g * channels * plane, terms, lines);
                int from = (n * outs + g * perGroup) * results;
                int step = results;
                if (block > 1) {
                    gather(gradient, from, outs, perGroup, count, together);
                    from = 0;
                    step = count * results;
                }
                for (int q = 0; q < count * results; q += length) {
                    int wide = Math.min(length, count * results - q);
                    boolean inPlace = pointwise && block == 1;
                    if (!inPlace) {
                        packer.pack(q, wide, 0, depth, windows, 0, wide);
                    }
                    boolean only = n == 0 && q == 0;
                    products.multiply(
                            together,
                            new Grid(perGroup, wide, from + q, step, 1),
                            inPlace ? read : windows,
                            inPlace
                                    ? new Grid(wide, depth, packer.start() + q, 1, plane)
                                    : new Grid(wide, depth, 0, 1, wide),
                            only ? to : sums,
                            new Grid(perGroup, depth, only ? g * sums.length : 0, depth, 1),
                            false);
                    if (!only) {
                        add(sums, to, g * sums.length);
                    }
                }
            }
        }
    }

    private static void add(float[] x, float[] to, int at) {
        for (int i = 0; i < x.length; i++) {
            to[at + i] += x[i];
        }
    }

    /** Copies rows of several examples together: {@code together[row][example][result]}. */
    private void gather(float[] x, int from, int step, int rows, int count, float[] together) {
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < count; n++) {
                System.arraycopy(
                        x,
                        from + (n * step + r) * results,
                        together,
                        (r * count + n) * results,
                        results);
            }
        }
    }

    /** Undoes {@link #gather}. */
    private void scatter(float[] together, float[] y, int to, int step, int rows, int count) {
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < count; n++) {
                System.arraycopy(
                        together,
                        (r * count + n) * results,
                        y,
                        to + (n * step + r) * results,
                        results);
            }
        }
    }
}
