package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;

/** The maxima of float32 windows and their places, plane by plane on every thread. */
final class FloatPooling {
    /** The comparisons that are worth a task. */
    private static final long TASK = 1 << 16;

    private final int[] size;
    private final int[] out;
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final int plane;
    private final int results;

    private FloatPooling(NeuralOp.MaxPool op, Shape x, Shape y) {
        int n = op.kernel().length;
        size = last(x, n);
        out = last(y, n);
        kernel = three(op.kernel(), 1);
        stride = three(op.stride(), 1);
        padding = three(op.padding(), 0);
        dilation = three(op.dilation(), 1);
        plane = size[0] * size[1] * size[2];
        results = out[0] * out[1] * out[2];
    }

    static boolean supports(View x) {
        return x.dtype() == DType.FLOAT32;
    }

    static void max(NeuralOp.MaxPool op, View from, View y, View index) {
        FloatPooling pool = new FloatPooling(op, from.shape(), y.shape());
        float[] x = Floats.dense(from);
        float[] values = Floats.target(y);
        boolean direct = index.layout().isContiguous() && index.layout().offset() == 0;
        View to = direct ? index : View.allocate(DType.INT64, index.shape());
        long[] places = ((Storage.Longs) to.storage()).array;
        int planes = pool.results == 0 ? 0 : y.numel() / pool.results;
        int window = pool.kernel[0] * pool.kernel[1] * pool.kernel[2];
        int tasks = Workers.tasks((long) y.numel() * window, TASK, planes);
        Workers.ranges(
                planes,
                tasks,
                (first, end) -> {
                    for (int p = first; p < end; p++) {
                        pool.plane(x, p * pool.plane, values, places, p * pool.results);
                    }
                });
        Floats.store(values, y);
        if (!direct) {
            StridedLoops.run(dev.cresset.op.Unary.CLONE, DType.INT64, new View[] {to}, index);
        }
    }

    /**
     * Returns the first kernel place that lies inside, from a window that starts at {@code from}.
     */
    private int first(int d, int from) {
        return from >= 0 ? 0 : (dilation[d] - 1 - from) / dilation[d];
    }

    /** Returns one past the last kernel place that lies inside. */
    private int end(int d, int from) {
        return Math.min(kernel[d], (size[d] - from + dilation[d] - 1) / dilation[d]);
    }

    /** Returns the place that PyTorch names for a window without elements. */
    private int outside(int... o) {
        return Windows.outside(o, size, stride, padding, dilation);
    }

    private void plane(float[] x, int base, float[] values, long[] places, int to) {
        int at = to;
        for (int a = 0; a < out[0]; a++) {
            int a0 = a * stride[0] - padding[0];
            int i0 = first(0, a0);
            int i1 = end(0, a0);
            for (int b = 0; b < out[1]; b++) {
                int b0 = b * stride[1] - padding[1];
                int j0 = first(1, b0);
                int j1 = end(1, b0);
                for (int c = 0; c < out[2]; c++) {
                    int c0 = c * stride[2] - padding[2];
                    int k0 = first(2, c0);
                    int k1 = end(2, c0);
                    int best = -1;
                    float most = Float.NEGATIVE_INFINITY;
                    for (int i = i0; i < i1; i++) {
                        int layer = (a0 + i * dilation[0]) * size[1];
                        for (int j = j0; j < j1; j++) {
                            int line = (layer + b0 + j * dilation[1]) * size[2] + c0;
                            for (int k = k0; k < k1; k++) {
                                int place = line + k * dilation[2];
                                float v = x[base + place];
                                if (v > most || best < 0 || Float.isNaN(v)) {
                                    best = place;
                                    most = v;
                                }
                            }
                        }
                    }
                    values[at] = most;
                    places[at++] = best >= 0 ? best : outside(a, b, c);
                }
            }
        }
    }
}
