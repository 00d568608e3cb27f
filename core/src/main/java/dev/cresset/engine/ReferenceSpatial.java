package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.PadMode;
import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;

/** Convolution, pooling and padding, one result at a time, as their definitions read. */
final class ReferenceSpatial {
    private ReferenceSpatial() {}

    static void run(NeuralOp.Spatial op, View[] in, View[] out) {
        switch (op) {
            case NeuralOp.Convolution c -> {
                if (c.transposed()) {
                    transposed(c, in, out[0]);
                } else {
                    convolution(c, in, out[0]);
                }
            }
            case NeuralOp.ConvolutionWeight c -> weight(c, in[0], in[1], out[0]);
            case NeuralOp.MaxPool m -> maxPool(m, in[0], out[0], out[1]);
            case NeuralOp.Averaging a -> average(a, in[0], out[0]);
            case NeuralOp.Spread s -> spread(s, in[0], out[0]);
            case NeuralOp.Pad p -> pad(p, in[0], out[0]);
            case PlaneOp p -> ReferencePlanes.run(p, in, out);
        }
    }

    /** The sizes and attributes of a convolution, with three spatial dimensions. */
    private record Frame(
            int[] size, int[] kernel, int[] out, int[] stride, int[] padding, int[] dilation) {
        static Frame of(
                Shape x, int[] kernel, Shape y, int[] stride, int[] padding, int[] dilation) {
            int n = stride.length;
            return new Frame(
                    last(x, n),
                    three(kernel, 1),
                    last(y, n),
                    three(stride, 1),
                    three(padding, 0),
                    three(dilation, 1));
        }

        /**
         * Returns the place in the input of a result and a kernel place, or -1 if it is outside.
         */
        int place(int[] o, int[] k) {
            int at = 0;
            for (int d = 0; d < 3; d++) {
                int i = o[d] * stride[d] - padding[d] + k[d] * dilation[d];
                if (i < 0 || i >= size[d]) {
                    return -1;
                }
                at = at * size[d] + i;
            }
            return at;
        }

        /** Returns the place that PyTorch names for a window without elements: beyond the edge. */
        int outside(int[] o) {
            return Windows.outside(o, size, stride, padding, dilation);
        }

        static int count(int[] sizes) {
            return sizes[0] * sizes[1] * sizes[2];
        }

        static int[] at(int linear, int[] sizes) {
            int rest = linear / sizes[2];
            return new int[] {rest / sizes[1], rest % sizes[1], linear % sizes[2]};
        }
    }

    private static void convolution(NeuralOp.Convolution op, View[] in, View y) {
        View x = in[0];
        View w = in[1];
        Frame f =
                Frame.of(
                        x.shape(),
                        tail(w.shape()),
                        y.shape(),
                        op.stride(),
                        op.padding(),
                        op.dilation());
        int channels = w.shape().size(1);
        int kernel = Frame.count(f.kernel);
        int plane = Frame.count(f.size);
        int results = Frame.count(f.out);
        int outs = y.shape().size(1);
        int perGroup = outs / op.groups();
        for (int i = 0; i < y.numel(); i++) {
            int o = i / results % outs;
            int n = i / results / outs;
            int[] at = Frame.at(i % results, f.out);
            double sum = in.length > 2 ? in[2].doubleAt(o) : 0;
            for (int c = 0; c < channels; c++) {
                int source = (n * x.shape().size(1) + o / perGroup * channels + c) * plane;
                for (int k = 0; k < kernel; k++) {
                    int p = f.place(at, Frame.at(k, f.kernel));
                    if (p >= 0) {
                        sum += x.doubleAt(source + p) * w.doubleAt((o * channels + c) * kernel + k);
                    }
                }
            }
            y.setDouble(i, sum);
        }
    }

    private static void transposed(NeuralOp.Convolution op, View[] in, View y) {
        View x = in[0];
        View w = in[1];
        // the plane that is written plays the input, x the result
        Frame f =
                Frame.of(
                        y.shape(),
                        tail(w.shape()),
                        x.shape(),
                        op.stride(),
                        op.padding(),
                        op.dilation());
        int perGroup = w.shape().size(1);
        int channels = x.shape().size(1) / op.groups();
        int kernel = Frame.count(f.kernel);
        int plane = Frame.count(f.size);
        int results = Frame.count(f.out);
        int outs = y.shape().size(1);
        double[] sums = new double[y.numel()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.length > 2 ? in[2].doubleAt(i / plane % outs) : 0;
        }
        for (int i = 0; i < x.numel(); i++) {
            int c = i / results % x.shape().size(1);
            int n = i / results / x.shape().size(1);
            int[] at = Frame.at(i % results, f.out);
            for (int o = 0; o < perGroup; o++) {
                int target = (n * outs + c / channels * perGroup + o) * plane;
                for (int k = 0; k < kernel; k++) {
                    int p = f.place(at, Frame.at(k, f.kernel));
                    if (p >= 0) {
                        sums[target + p] +=
                                x.doubleAt(i) * w.doubleAt((c * perGroup + o) * kernel + k);
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            y.setDouble(i, sums[i]);
        }
    }

    private static void weight(NeuralOp.ConvolutionWeight op, View x, View g, View out) {
        Frame f =
                Frame.of(
                        x.shape(),
                        op.kernel(),
                        g.shape(),
                        op.stride(),
                        op.padding(),
                        op.dilation());
        int channels = out.shape().size(1);
        int outs = out.shape().size(0);
        int perGroup = outs / op.groups();
        int kernel = Frame.count(f.kernel);
        int plane = Frame.count(f.size);
        int results = Frame.count(f.out);
        for (int i = 0; i < out.numel(); i++) {
            int[] k = Frame.at(i % kernel, f.kernel);
            int c = i / kernel % channels;
            int o = i / kernel / channels;
            double sum = 0;
            for (int n = 0; n < x.shape().size(0); n++) {
                int source = (n * x.shape().size(1) + o / perGroup * channels + c) * plane;
                for (int r = 0; r < results; r++) {
                    int p = f.place(Frame.at(r, f.out), k);
                    if (p >= 0) {
                        sum += g.doubleAt((n * outs + o) * results + r) * x.doubleAt(source + p);
                    }
                }
            }
            out.setDouble(i, sum);
        }
    }

    private static void maxPool(NeuralOp.MaxPool op, View x, View y, View index) {
        Frame f =
                Frame.of(
                        x.shape(),
                        op.kernel(),
                        y.shape(),
                        op.stride(),
                        op.padding(),
                        op.dilation());
        int plane = Frame.count(f.size);
        int results = Frame.count(f.out);
        int kernel = Frame.count(f.kernel);
        for (int i = 0; i < y.numel(); i++) {
            int[] at = Frame.at(i % results, f.out);
            int source = i / results * plane;
            int best = -1;
            for (int k = 0; k < kernel; k++) {
                int p = f.place(at, Frame.at(k, f.kernel));
                if (p >= 0 && (best < 0 || exceeds(x, source + p, source + best))) {
                    best = p;
                }
            }
            if (best < 0) {
                y.setDouble(i, lowest(x.dtype()));
                index.setLong(i, f.outside(at));
                continue;
            }
            if (x.dtype().isFloatingPoint()) {
                y.setDouble(i, x.doubleAt(source + best));
            } else {
                y.setLong(i, x.longAt(source + best));
            }
            index.setLong(i, best);
        }
    }

    /** Returns what every element of a dtype exceeds or equals. */
    static double lowest(DType dtype) {
        return switch (dtype) {
            case INT64 -> Long.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT8 -> Byte.MIN_VALUE;
            case UINT8, BOOL -> 0;
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> Double.NEGATIVE_INFINITY;
        };
    }

    private static boolean exceeds(View x, int i, int best) {
        if (!x.dtype().isFloatingPoint()) {
            return x.longAt(i) > x.longAt(best);
        }
        double v = x.doubleAt(i);
        return v > x.doubleAt(best) || Double.isNaN(v);
    }

    private static void average(NeuralOp.Averaging op, View x, View y) {
        Windows w = Windows.of(op, x.shape(), y.shape());
        for (int i = 0; i < y.numel(); i++) {
            int[] o = Frame.at(i % w.results(), w.out());
            int source = i / w.results() * w.plane();
            double sum = 0;
            for (int a = w.start()[0][o[0]]; a < w.end()[0][o[0]]; a++) {
                for (int b = w.start()[1][o[1]]; b < w.end()[1][o[1]]; b++) {
                    for (int c = w.start()[2][o[2]]; c < w.end()[2][o[2]]; c++) {
                        int p = (a * w.size()[1] + b) * w.size()[2] + c;
                        sum += x.doubleAt(source + p);
                    }
                }
            }
            y.setDouble(i, mean(sum, w.divisor(o[0], o[1], o[2])));
        }
    }

    private static double mean(double sum, double divisor) {
        return sum == 0 && divisor == 0 ? 0 : sum / divisor;
    }

    private static void spread(NeuralOp.Spread op, View g, View out) {
        Windows w = Windows.of(op.pool(), out.shape(), g.shape());
        double[] sums = new double[out.numel()];
        for (int i = 0; i < g.numel(); i++) {
            int[] o = Frame.at(i % w.results(), w.out());
            int target = i / w.results() * w.plane();
            double part = mean(g.doubleAt(i), w.divisor(o[0], o[1], o[2]));
            for (int a = w.start()[0][o[0]]; a < w.end()[0][o[0]]; a++) {
                for (int b = w.start()[1][o[1]]; b < w.end()[1][o[1]]; b++) {
                    for (int c = w.start()[2][o[2]]; c < w.end()[2][o[2]]; c++) {
                        sums[target + (a * w.size()[1] + b) * w.size()[2] + c] += part;
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            out.setDouble(i, sums[i]);
        }
    }

    private static void pad(NeuralOp.Pad op, View x, View y) {
        int rank = x.shape().rank();
        for (int i = 0; i < y.numel(); i++) {
            int rest = i;
            int at = 0;
            int step = 1;
            boolean inside = true;
            for (int d = rank - 1; d >= 0; d--) {
                int size = x.shape().size(d);
                int p = source(op, d, rest % y.shape().size(d) - op.before()[d], size);
                rest /= y.shape().size(d);
                inside &= p >= 0;
                at += p * step;
                step *= size;
            }
            if (!inside) {
                y.setDouble(i, op.value());
            } else if (x.dtype().isFloatingPoint()) {
                y.setDouble(i, x.doubleAt(at));
            } else {
                y.setLong(i, x.longAt(at));
            }
        }
    }

    /** Returns the index that an index of a padded dimension shows, -1 for none. */
    static int source(NeuralOp.Pad op, int dim, int i, int size) {
        if (op.mode() != PadMode.CIRCULAR && i >= 0 && i < size) {
            return i;
        }
        return switch (op.mode()) {
            case CONSTANT -> -1;
            case REFLECT -> i < 0 ? -i : 2 * (size - 1) - i;
            case REPLICATE -> i < 0 ? 0 : size - 1;
            case CIRCULAR -> {
                // what is left after cutting off goes around
                int first = Math.max(-op.before()[dim], 0);
                int end = size - Math.max(-op.after()[dim], 0);
                yield first + Math.floorMod(i - first, end - first);
            }
        };
    }

    private static int[] tail(Shape weight) {
        return java.util.Arrays.copyOfRange(weight.toArray(), 2, weight.rank());
    }
}
