package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.NeuralOp;

/** Pooling as loops over planes, in double. */
final class PlainPooling {
    private PlainPooling() {}

    static void max(NeuralOp.MaxPool op, View from, View y, View index) {
        int n = op.kernel().length;
        int[] size = last(from.shape(), n);
        int[] out = last(y.shape(), n);
        int[] kernel = three(op.kernel(), 1);
        int[] stride = three(op.stride(), 1);
        int[] padding = three(op.padding(), 0);
        int[] dilation = three(op.dilation(), 1);
        double[] x = Dense.load(from);
        double[] values = new double[y.numel()];
        double[] places = new double[values.length];
        int plane = size[0] * size[1] * size[2];
        int at = 0;
        for (int base = 0; at < values.length; base += plane) {
            for (int a = 0; a < out[0]; a++) {
                int a0 = a * stride[0] - padding[0];
                for (int b = 0; b < out[1]; b++) {
                    int b0 = b * stride[1] - padding[1];
                    for (int c = 0; c < out[2]; c++) {
                        int c0 = c * stride[2] - padding[2];
                        int best = -1;
                        double most = Double.NEGATIVE_INFINITY;
                        for (int i = 0; i < kernel[0]; i++) {
                            int p = a0 + i * dilation[0];
                            if (p < 0 || p >= size[0]) {
                                continue;
                            }
                            for (int j = 0; j < kernel[1]; j++) {
                                int q = b0 + j * dilation[1];
                                if (q < 0 || q >= size[1]) {
                                    continue;
                                }
                                int line = (p * size[1] + q) * size[2];
                                for (int k = 0; k < kernel[2]; k++) {
                                    int r = c0 + k * dilation[2];
                                    if (r < 0 || r >= size[2]) {
                                        continue;
                                    }
                                    double v = x[base + line + r];
                                    if (best < 0 || v > most || Double.isNaN(v)) {
                                        best = line + r;
                                        most = v;
                                    }
                                }
                            }
                        }
                        values[at] = most;
                        places[at++] =
                                best >= 0
                                        ? best
                                        : Windows.outside(
                                                new int[] {a, b, c},
                                                size,
                                                stride,
                                                padding,
                                                dilation);
                    }
                }
            }
        }
        Dense.store(values, y);
        Dense.store(places, index);
    }

    static void average(NeuralOp.Averaging op, View from, View y) {
        Windows w = Windows.of(op, from.shape(), y.shape());
        double[] x = Dense.load(from);
        double[] out = new double[y.numel()];
        each(w, out.length, (at, window, divisor) -> out[at] = mean(window.sum(x), divisor));
        Dense.store(out, y);
    }

    static void spread(NeuralOp.Spread op, View gradient, View to) {
        Windows w = Windows.of(op.pool(), to.shape(), gradient.shape());
        double[] g = Dense.load(gradient);
        double[] out = new double[to.numel()];
        each(w, g.length, (at, window, divisor) -> window.add(out, mean(g[at], divisor)));
        Dense.store(out, to);
    }

    private static double mean(double sum, double divisor) {
        return sum == 0 && divisor == 0 ? 0 : sum / divisor;
    }

    private interface Visit {
        void at(int result, Window window, double divisor);
    }

    /** Visits every result with its window. */
    private static void each(Windows w, int count, Visit visit) {
        Window window = new Window(w.size());
        int at = 0;
        for (int base = 0; at < count; base += w.plane()) {
            for (int a = 0; a < w.out()[0]; a++) {
                for (int b = 0; b < w.out()[1]; b++) {
                    for (int c = 0; c < w.out()[2]; c++) {
                        window.base = base;
                        window.set(0, w, a);
                        window.set(1, w, b);
                        window.set(2, w, c);
                        visit.at(at++, window, w.divisor(a, b, c));
                    }
                }
            }
        }
    }

    /** One window of one plane. */
    private static final class Window {
        private final int[] size;
        private final int[] start = new int[3];
        private final int[] end = new int[3];
        private int base;

        Window(int[] size) {
            this.size = size;
        }

        void set(int dim, Windows w, int result) {
            start[dim] = w.start()[dim][result];
            end[dim] = w.end()[dim][result];
        }

        double sum(double[] x) {
            double sum = 0;
            for (int p = start[0]; p < end[0]; p++) {
                for (int q = start[1]; q < end[1]; q++) {
                    int line = base + (p * size[1] + q) * size[2];
                    for (int r = start[2]; r < end[2]; r++) {
                        sum += x[line + r];
                    }
                }
            }
            return sum;
        }

        void add(double[] x, double value) {
            for (int p = start[0]; p < end[0]; p++) {
                for (int q = start[1]; q < end[1]; q++) {
                    int line = base + (p * size[1] + q) * size[2];
                    for (int r = start[2]; r < end[2]; r++) {
                        x[line + r] += value;
                    }
                }
            }
        }
    }
}
