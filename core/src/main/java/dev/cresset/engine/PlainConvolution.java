package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;

/** Convolutions as matrix products, in double. */
final class PlainConvolution {
    /*
     * The planes of one example and group are laid out as a matrix with a row for each (channel, kernel
     * place) and a column for each result ("im2col", Chellapilla et al. 2006). Then a convolution is
     * weight * columns, its adjoint is columns of weight^T * x added back to the planes, and the weight's
     * gradient is g * columns^T.
     */
    private final int[] size;
    private final int[] kernel;
    private final int[] out;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final int plane;
    private final int kernelSize;
    private final int results;

    private PlainConvolution(ConvolutionGeometry geometry) {
        size = geometry.size();
        kernel = geometry.kernel();
        out = geometry.out();
        stride = geometry.stride();
        padding = geometry.padding();
        dilation = geometry.dilation();
        plane = geometry.plane();
        kernelSize = geometry.kernelSize();
        results = geometry.results();
    }

    static void convolution(NeuralOp.Convolution op, View[] in, View y) {
        double[] bias = in.length > 2 ? Dense.load(in[2]) : null;
        double[] result = new double[y.numel()];
        PlainConvolution c =
                new PlainConvolution(
                        ConvolutionGeometry.of(op, in[0].shape(), in[1].shape(), y.shape()));
        if (op.transposed()) {
            c.transposed(op.groups(), in[0], in[1], y.shape().size(1), result);
        } else {
            c.forward(op.groups(), in[0], in[1], y.shape().size(1), result);
        }
        if (bias != null) {
            addBias(result, bias, y.shape());
        }
        Dense.store(result, y);
    }

    private static void addBias(double[] y, double[] bias, Shape shape) {
        int channels = bias.length;
        int length = channels == 0 || shape.size(0) == 0 ? 0 : y.length / channels / shape.size(0);
        for (int row = 0; row * length < y.length; row++) {
            double b = bias[row % channels];
            for (int i = row * length; i < (row + 1) * length; i++) {
                y[i] += b;
            }
        }
    }

    private void forward(int groups, View from, View weight, int outs, double[] y) {
        double[] x = Dense.load(from);
        double[] w = Dense.load(weight);
        int examples = from.shape().size(0);
        int channels = from.shape().size(1) / groups;
        int perGroup = outs / groups;
        int depth = channels * kernelSize;
        double[] columns = new double[depth * results];
        for (int n = 0; n < examples; n++) {
            for (int g = 0; g < groups; g++) {
                columns(x, (n * groups + g) * channels * plane, channels, columns);
                DoubleProduct.multiply(
                        w,
                        new Grid(perGroup, depth, g * perGroup * depth, depth, 1),
                        columns,
                        new Grid(depth, results, 0, results, 1),
                        y,
                        new Grid(
                                perGroup, results, (n * outs + g * perGroup) * results, results, 1),
                        false);
            }
        }
    }

    private void transposed(int groups, View from, View weight, int outs, double[] y) {
        double[] x = Dense.load(from);
        double[] w = Dense.load(weight);
        int examples = from.shape().size(0);
        int channels = from.shape().size(1) / groups;
        int perGroup = outs / groups;
        int depth = perGroup * kernelSize;
        double[] columns = new double[depth * results];
        for (int n = 0; n < examples; n++) {
            for (int g = 0; g < groups; g++) {
                DoubleProduct.multiply(
                        w,
                        new Grid(depth, channels, g * channels * depth, 1, depth),
                        x,
                        new Grid(
                                channels,
                                results,
                                (n * groups + g) * channels * results,
                                results,
                                1),
                        columns,
                        new Grid(depth, results, 0, results, 1),
                        false);
                addColumns(columns, perGroup, y, (n * outs + g * perGroup) * plane);
            }
        }
    }

    static void weight(NeuralOp.ConvolutionWeight op, View[] in, View out) {
        PlainConvolution c =
                new PlainConvolution(ConvolutionGeometry.of(op, in[0].shape(), in[1].shape()));
        double[] sums = new double[out.numel()];
        c.weight(op.groups(), in[0], in[1], sums);
        Dense.store(sums, out);
    }

    private void weight(int groups, View from, View gradient, double[] sums) {
        double[] x = Dense.load(from);
        double[] g = Dense.load(gradient);
        int examples = from.shape().size(0);
        int channels = from.shape().size(1) / groups;
        int outs = gradient.shape().size(1);
        int perGroup = outs / groups;
        int depth = channels * kernelSize;
        double[] columns = new double[depth * results];
        double[] part = new double[perGroup * depth];
        for (int n = 0; n < examples; n++) {
            for (int i = 0; i < groups; i++) {
                columns(x, (n * groups + i) * channels * plane, channels, columns);
                DoubleProduct.multiply(
                        g,
                        new Grid(
                                perGroup, results, (n * outs + i * perGroup) * results, results, 1),
                        columns,
                        new Grid(results, depth, 0, 1, results),
                        part,
                        new Grid(perGroup, depth, 0, depth, 1),
                        false);
                int at = i * part.length;
                for (int j = 0; j < part.length; j++) {
                    sums[at + j] += part[j];
                }
            }
        }
    }

    /** Lays planes out as columns; places outside are 0. */
    private void columns(double[] x, int from, int channels, double[] columns) {
        Arrays.fill(columns, 0);
        int step = stride[2];
        for (int row = 0; row < channels * kernelSize; row++) {
            int source = from + row / kernelSize * plane;
            int shift = padding[2] - row % kernel[2] * dilation[2];
            int first = first(shift, step);
            int end = end(shift, step, size[2], out[2]);
            for (int line = 0; line < out[0] * out[1]; line++) {
                int at = line(row, line);
                if (at < 0) {
                    continue;
                }
                int place = source + at * size[2] - shift;
                int to = row * results + line * out[2];
                for (int i = first; i < end; i++) {
                    columns[to + i] = x[place + i * step];
                }
            }
        }
    }

    /** Adds columns back to the planes that {@link #columns} would read them from. */
    private void addColumns(double[] columns, int channels, double[] y, int to) {
        int step = stride[2];
        for (int row = 0; row < channels * kernelSize; row++) {
            int target = to + row / kernelSize * plane;
            int shift = padding[2] - row % kernel[2] * dilation[2];
            int first = first(shift, step);
            int end = end(shift, step, size[2], out[2]);
            for (int line = 0; line < out[0] * out[1]; line++) {
                int at = line(row, line);
                if (at < 0) {
                    continue;
                }
                int place = target + at * size[2] - shift;
                int from = row * results + line * out[2];
                for (int i = first; i < end; i++) {
                    y[place + i * step] += columns[from + i];
                }
            }
        }
    }

    /** Returns the line of the plane that a row and a line of results read, -1 if it is outside. */
    private int line(int row, int line) {
        int k = row / kernel[2];
        int a = line / out[1] * stride[0] - padding[0] + k / kernel[1] % kernel[0] * dilation[0];
        int b = line % out[1] * stride[1] - padding[1] + k % kernel[1] * dilation[1];
        return a < 0 || a >= size[0] || b < 0 || b >= size[1] ? -1 : a * size[1] + b;
    }

    /** Returns the first i with {@code i * step >= shift}. */
    private static int first(int shift, int step) {
        return shift <= 0 ? 0 : (shift + step - 1) / step;
    }

    /** Returns one past the last i with {@code i * step - shift < size}, at most {@code count}. */
    private static int end(int shift, int step, int size, int count) {
        return Math.min(count, Math.floorDiv(size - 1 + shift, step) + 1);
    }
}
