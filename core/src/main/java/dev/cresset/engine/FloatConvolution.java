package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of float32 as matrix products whose right factor, the windows, is packed as the
 * product reads it (Chellapilla et al. 2006, without the matrix of columns).
 *
 * <p>Terms are added in ascending order of (channel, kernel place) from the bias on, in every
 * engine and with any number of threads: results are the same to the last bit.
 */
final class FloatConvolution {
    /*
     * Planes are copied with their padding, so that a window's term is a fixed distance from its start
     * (WindowPacker). The product is weight * windows. The adjoint with stride 1 is a convolution with
     * the kernel turned round; with larger strides weight^T * x is added back to the windows. The
     * weight's gradient is g * windows^T, in blocks of results that are summed one by one: sums over
     * all examples would lose digits in one long chain.
     */

    /** So many results of one product at least; small planes of several examples go together. */
    private static final int RESULTS = 512;

    /** The results whose windows a weight's gradient lays out and adds in one chain. */
    private static final int CHAIN = 256;

    /** Up to so many results for each channel, they are computed line by line. */
    private static final int FEW_ROWS = 4;

    private final Products products;
    private final int[] size;
    private final int[] out;
    private final int[] stride;
    private final int[] padding;
    private final int[] extent;
    private final int channels;
    private final int groups;
    private final int plane;
    private final int results;
    private final int[] terms;

    private FloatConvolution(
            Products products,
            int[] size,
            int[] kernel,
            int[] out,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups,
            int channels) {
        this.products = products;
        this.size = size;
        this.out = out;
        this.stride = stride;
        this.padding = padding;
        this.groups = groups;
        this.channels = channels;
        this.extent = new int[3];
        for (int d = 0; d < 3; d++) {
            int read = (out[d] - 1) * stride[d] + (kernel[d] - 1) * dilation[d] + 1;
            extent[d] = padding[d] == 0 ? Math.max(size[d], read) : read;
        }
        this.plane = extent[0] * extent[1] * extent[2];
        this.results = out[0] * out[1] * out[2];
        this.terms = terms(kernel, dilation);
    }

    static void convolution(NeuralOp.Convolution op, View[] in, View y, Products products) {
        float[] x = Floats.dense(in[0]);
        float[] w = Floats.dense(in[1]);
        float @Nullable [] bias = in.length > 2 ? Floats.dense(in[2]) : null;
        float[] to = Floats.target(y);
        Shape sizes = in[1].shape();
        int n = op.stride().length;
        int[] kernel = three(Arrays.copyOfRange(sizes.toArray(), 2, sizes.rank()), 1);
        int[] stride = three(op.stride(), 1);
        int[] padding = three(op.padding(), 0);
        int[] dilation = three(op.dilation(), 1);
        int[] small = last(in[0].shape(), n);
        int[] large = last(y.shape(), n);
        int examples = in[0].shape().size(0);
        int ins = in[0].shape().size(1);
        int outs = y.shape().size(1);
        int groups = op.groups();
        if (y.numel() == 0) {
            return;
        }
        if (!op.transposed()) {
            new FloatConvolution(
                            products,
                            small,
                            kernel,
                            large,
                            stride,
                            padding,
                            dilation,
                            groups,
                            ins / groups)
                    .forward(examples, x, w, bias, outs / groups, to);
        } else if (stride[0] == 1 && stride[1] == 1 && stride[2] == 1) {
            int[] turned = new int[3];
            for (int d = 0; d < 3; d++) {
                turned[d] = dilation[d] * (kernel[d] - 1) - padding[d];
            }
            float[] v = turn(w, groups, ins / groups, outs / groups, product(kernel));
            new FloatConvolution(
                            products,
                            small,
                            kernel,
                            large,
                            stride,
                            turned,
                            dilation,
                            groups,
                            ins / groups)
                    .forward(examples, x, v, bias, outs / groups, to);
        } else {
            new FloatConvolution(
                            products,
                            large,
                            kernel,
                            small,
                            stride,
                            padding,
                            dilation,
                            groups,
                            outs / groups)
                    .adjoint(examples, x, w, bias, ins / groups, to);
        }
        Floats.store(to, y);
    }

    /** The gradient of a weight. */
    static void weight(NeuralOp.ConvolutionWeight op, View[] in, View out, Products products) {
        Shape x = in[0].shape();
        int n = op.stride().length;
        int groups = op.groups();
        float[] to = Floats.target(out);
        if (in[1].numel() == 0 || out.numel() == 0) {
            Arrays.fill(to, 0);
        } else {
            new FloatConvolution(
                            products,
                            last(x, n),
                            three(op.kernel(), 1),
                            last(in[1].shape(), n),
                            three(op.stride(), 1),
                            three(op.padding(), 0),
                            three(op.dilation(), 1),
                            groups,
                            x.size(1) / groups)
                    .weight(
                            x.size(0),
                            Floats.dense(in[0]),
                            Floats.dense(in[1]),
                            in[1].shape().size(1) / groups,
                            to);
        }
        Floats.store(to, out);
    }

    private void forward(
            int examples, float[] x, float[] w, float @Nullable [] bias, int perGroup, float[] y) {
        int outs = groups * perGroup;
        int depth = terms.length;
        int block = Math.min(examples, (RESULTS + results - 1) / results);
        float[] planes = padded() ? new float[block * groups * channels * plane] : x;
        boolean lineByLine = channels == 1 && perGroup <= FEW_ROWS;
        float[] together = block == 1 || lineByLine ? y : new float[perGroup * block * results];
        if (bias != null) {
            for (int row = 0; row < examples * outs; row++) {
                Arrays.fill(y, row * results, (row + 1) * results, bias[row % outs]);
            }
        }
        int[] all = lines(block);
        for (int n = 0; n < examples; n += block) {
            int count = Math.min(block, examples - n);
            int first = padded() ? 0 : n * groups * channels * plane;
            pad(x, n, count, planes);
            int[] lines = count == block ? all : Arrays.copyOf(all, count * results);
            for (int g = 0; g < groups; g++) {
                int start = first + g * channels * plane;
                WindowPacker windows = new WindowPacker(planes, start, terms, lines);
                Grid weights = new Grid(perGroup, depth, g * perGroup * depth, depth, 1);
                int to = (n * outs + g * perGroup) * results;
                if (lineByLine) {
                    depthwise(windows, w, weights, y, to, outs, bias != null);
                } else if (together == y) {
                    Grid rows = new Grid(perGroup, results, to, results, 1);
                    products.multiply(w, weights, windows, y, rows, bias != null);
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

    /** One channel at a time: line by line of the results, in loops that C2 vectorises. */
    private void depthwise(
            WindowPacker windows,
            float[] w,
            Grid weights,
            float[] y,
            int to,
            int outs,
            boolean onto) {
        int length = out[2];
        int examples = windows.lines().length / results;
        int tasks =
                Workers.tasks(
                        (long) examples * weights.rows() * results * terms.length,
                        1 << 18,
                        examples);
        Workers.ranges(
                examples,
                tasks,
                (from, end) -> {
                    float[] sums = new float[length];
                    float[] run = new float[length];
                    for (int row = from * weights.rows(); row < end * weights.rows(); row++) {
                        int n = row / weights.rows();
                        int r = row % weights.rows();
                        int at = to + (n * outs + r) * results;
                        for (int i = 0; i < results; i += length) {
                            if (onto) {
                                System.arraycopy(y, at + i, sums, 0, length);
                            } else {
                                Arrays.fill(sums, -0f);
                            }
                            int line = windows.start() + windows.lines()[n * results + i];
                            for (int k = 0; k < terms.length; k++) {
                                load(windows.planes(), line + terms[k], run);
                                addProduct(w[weights.offset() + r * terms.length + k], run, sums);
                            }
                            System.arraycopy(sums, 0, y, at + i, length);
                        }
                    }
                });
    }

    private void load(float[] planes, int from, float[] run) {
        int step = stride[2];
        if (step == 1) {
            System.arraycopy(planes, from, run, 0, run.length);
            return;
        }
        for (int i = 0; i < run.length; i++) {
            run[i] = planes[from + i * step];
        }
    }

    private static void addProduct(float f, float[] x, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.fma(f, x[i], sums[i]);
        }
    }

    /** The adjoint of {@link #forward}: x has the results' sizes, y the planes'. */
    private void adjoint(
            int examples, float[] x, float[] w, float @Nullable [] bias, int perGroup, float[] y) {
        int depth = terms.length;
        int block = Math.min(examples, (RESULTS + results - 1) / results);
        int ins = groups * perGroup;
        float[] planes = new float[block * groups * channels * plane];
        float[] columns = new float[depth * block * results];
        float[] together = block > 1 ? new float[perGroup * block * results] : x;
        int[] all = lines(block);
        for (int n = 0; n < examples; n += block) {
            int count = Math.min(block, examples - n);
            int wide = count * results;
            int[] lines = count == block ? all : Arrays.copyOf(all, wide);
            Arrays.fill(planes, 0);
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
                new WindowPacker(planes, g * channels * plane, terms, lines).add(columns);
            }
            crop(planes, n, count, bias, y);
        }
    }

    private void weight(int examples, float[] x, float[] gradient, int perGroup, float[] to) {
        int depth = terms.length;
        int outs = groups * perGroup;
        int block = Math.min(examples, Math.max(1, CHAIN / results));
        float[] planes = padded() ? new float[block * groups * channels * plane] : x;
        float[] together = block > 1 ? new float[perGroup * block * results] : gradient;
        int parts = (block * results + CHAIN - 1) / CHAIN;
        int length = (block * results + parts - 1) / parts;
        float[] windows = new float[depth * length];
        float[] sums = new float[perGroup * depth];
        int[] all = lines(block);
        for (int n = 0; n < examples; n += block) {
            int count = Math.min(block, examples - n);
            int first = padded() ? 0 : n * groups * channels * plane;
            pad(x, n, count, planes);
            int[] lines = count == block ? all : Arrays.copyOf(all, count * results);
            for (int g = 0; g < groups; g++) {
                WindowPacker packer =
                        new WindowPacker(planes, first + g * channels * plane, terms, lines);
                int from = (n * outs + g * perGroup) * results;
                int step = results;
                if (block > 1) {
                    gather(gradient, from, outs, perGroup, count, together);
                    from = 0;
                    step = count * results;
                }
                for (int q = 0; q < count * results; q += length) {
                    int wide = Math.min(length, count * results - q);
                    packer.pack(q, wide, 0, depth, windows, 0, wide);
                    boolean only = n == 0 && q == 0;
                    products.multiply(
                            together,
                            new Grid(perGroup, wide, from + q, step, 1),
                            windows,
                            new Grid(wide, depth, 0, 1, wide),
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

    /** Returns whether planes have to be copied. */
    private boolean padded() {
        return !Arrays.equals(size, extent)
                || padding[0] != 0
                || padding[1] != 0
                || padding[2] != 0;
    }

    /** Copies the planes of some examples into padded ones, whose borders are 0. */
    private void pad(float[] x, int n, int count, float[] planes) {
        if (!padded()) {
            return;
        }
        each(
                n,
                count,
                (inner, padded, length) -> System.arraycopy(x, inner, planes, padded, length));
    }

    /** Copies padded planes to the planes of some examples, without their borders. */
    private void crop(float[] planes, int n, int count, float @Nullable [] bias, float[] y) {
        int all = groups * channels;
        int inner = size[0] * size[1] * size[2];
        for (int i = n * all; i < (n + count) * all; i++) {
            Arrays.fill(y, i * inner, (i + 1) * inner, bias == null ? 0 : bias[i % all]);
        }
        each(
                n,
                count,
                (at, padded, length) -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] += planes[padded + i];
                    }
                });
    }

    /** The part of a line that lies both in a plane and in the padded plane. */
    private interface Line {
        void copy(int inner, int padded, int length);
    }

    private void each(int n, int count, Line line) {
        int from = Math.max(0, -padding[2]);
        int length = Math.min(size[2], extent[2] - padding[2]) - from;
        if (length <= 0) {
            return;
        }
        int planes = groups * channels;
        for (int p = 0; p < count * planes; p++) {
            for (int a = 0; a < size[0]; a++) {
                int z = a + padding[0];
                for (int b = 0; b < size[1] && z >= 0 && z < extent[0]; b++) {
                    int row = b + padding[1];
                    if (row >= 0 && row < extent[1]) {
                        int inner =
                                (((n * planes + p) * size[0] + a) * size[1] + b) * size[2] + from;
                        int to = ((p * extent[0] + z) * extent[1] + row) * extent[2];
                        line.copy(inner, to + from + padding[2], length);
                    }
                }
            }
        }
    }

    /** Returns where the windows of some examples start in padded planes. */
    private int[] lines(int count) {
        int[] lines = new int[count * results];
        int i = 0;
        for (int n = 0; n < count; n++) {
            for (int a = 0; a < out[0]; a++) {
                for (int b = 0; b < out[1]; b++) {
                    int at =
                            n * groups * channels * plane
                                    + (a * stride[0] * extent[1] + b * stride[1]) * extent[2];
                    for (int c = 0; c < out[2]; c++) {
                        lines[i++] = at + c * stride[2];
                    }
                }
            }
        }
        return lines;
    }

    /** Returns how far from a window's start its terms are. */
    private int[] terms(int[] kernel, int[] dilation) {
        int[] out = new int[channels * product(kernel)];
        int i = 0;
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < kernel[0]; p++) {
                for (int q = 0; q < kernel[1]; q++) {
                    for (int r = 0; r < kernel[2]; r++) {
                        int row = p * dilation[0] * extent[1] + q * dilation[1];
                        out[i++] = c * plane + row * extent[2] + r * dilation[2];
                    }
                }
            }
        }
        return out;
    }

    /** Returns a weight (ins, outs, kernel) per group as (outs, ins, kernel turned round). */
    private static float[] turn(float[] w, int groups, int ins, int outs, int kernel) {
        float[] out = new float[w.length];
        for (int g = 0; g < groups; g++) {
            int group = g * ins * outs * kernel;
            for (int i = 0; i < ins; i++) {
                for (int o = 0; o < outs; o++) {
                    int from = group + (i * outs + o) * kernel;
                    int to = group + (o * ins + i) * kernel + kernel - 1;
                    for (int k = 0; k < kernel; k++) {
                        out[to - k] = w[from + k];
                    }
                }
            }
        }
        return out;
    }

    private static int product(int[] sizes) {
        return sizes[0] * sizes[1] * sizes[2];
    }
}
