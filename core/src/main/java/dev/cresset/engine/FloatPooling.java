package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;

/** The maxima of float32 windows and their places, plane by plane on every thread. */
final class FloatPooling {
    /*
     * Maxima of random numbers are unpredictable branches. So a window's elements are ranked by an
     * integer, of which Math.max takes the largest without a branch: the value's bits, ordered as values
     * are, above the place's complement. Places count within a plane; a line's results are taken
     * together, kernel place by kernel place. Two by two windows are compared by the signs of
     * differences instead.
     */

    /** The comparisons that are worth a task. */
    private static final long TASK = 1 << 16;

    /** Below the rank of every element. */
    private static final long NONE = Long.MIN_VALUE;

    /** From this rank on, elements are NaN. */
    private static final long NAN =
            ((long) Float.floatToIntBits(Float.POSITIVE_INFINITY) + 1) << Integer.SIZE;

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
        boolean squares = pool.areSquares();
        Workers.ranges(
                planes,
                tasks,
                (first, end) -> {
                    for (int p = first; p < end; p++) {
                        int at = p * pool.results;
                        if (squares) {
                            pool.squares(x, p * pool.plane, values, places, at);
                        } else {
                            pool.plane(x, p * pool.plane, values, places, at);
                        }
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

    /** Returns whether windows are two by two elements side by side, all inside. */
    private boolean areSquares() {
        boolean flat = kernel[0] == 1 && stride[0] == 1 && padding[0] == 0 && padding[1] == 0;
        return flat && padding[2] == 0 && isPair(1) && isPair(2);
    }

    private boolean isPair(int d) {
        return kernel[d] == 2 && stride[d] == 2 && dilation[d] == 1 && 2 * out[d] <= size[d];
    }

    private void squares(float[] x, int base, float[] values, long[] places, int to) {
        int width = size[2];
        int at = to;
        for (int row = 0; row < out[0] * out[1]; row++) {
            int line = base + (row / out[1] * size[1] + row % out[1] * 2) * width;
            for (int c = 0; c < out[2]; c++, at++) {
                int best = square(x, line + 2 * c, width);
                values[at] = x[best];
                places[at] = (long) best - base;
            }
        }
    }

    /** Returns the place of a maximum, by the signs of differences. */
    private static int square(float[] x, int i, int width) {
        int j = i + width;
        float above = x[i] - x[i + 1];
        float below = x[j] - x[j + 1];
        int first = i + (Float.floatToRawIntBits(above + 0f) >>> 31); // -0 becomes 0
        int second = j + (Float.floatToRawIntBits(below + 0f) >>> 31);
        float last = x[first] - x[second];
        if ((above + below + last) * 0 != 0) { // an infinity or NaN
            return largest(x, new int[] {i, i + 1, j, j + 1});
        }
        return first + ((Float.floatToRawIntBits(last + 0f) >> 31) & (second - first));
    }

    /** Returns the first place of the largest element, the last one of NaN. */
    private static int largest(float[] x, int[] places) {
        int best = places[0];
        for (int place : places) {
            if (x[place] > x[best] || Float.isNaN(x[place])) {
                best = place;
            }
        }
        return best;
    }

    private void plane(float[] x, int base, float[] values, long[] places, int to) {
        long[] best = new long[out[2]];
        int at = to;
        for (int a = 0; a < out[0]; a++) {
            int a0 = a * stride[0] - padding[0];
            for (int b = 0; b < out[1]; b++) {
                int b0 = b * stride[1] - padding[1];
                Arrays.fill(best, NONE);
                for (int i = first(0, a0); i < end(0, a0); i++) {
                    int layer = (a0 + i * dilation[0]) * size[1];
                    for (int j = first(1, b0); j < end(1, b0); j++) {
                        line(x, base, (layer + b0 + j * dilation[1]) * size[2], best);
                    }
                }
                for (int c = 0; c < best.length; c++, at++) {
                    long rank = best[c];
                    int place = ~(int) rank;
                    if (rank >= NAN) {
                        place = lastNan(x, base, a, b, c);
                    } else if (rank == NONE) {
                        values[at] = Float.NEGATIVE_INFINITY;
                        places[at] = outside(a, b, c);
                        continue;
                    }
                    values[at] = x[base + place];
                    places[at] = place;
                }
            }
        }
    }

    /** Lets the elements of a line take part in the windows of a line of results. */
    private void line(float[] x, int base, int line, long[] best) {
        int step = stride[2];
        for (int k = 0; k < kernel[2]; k++) {
            int shift = k * dilation[2] - padding[2];
            int from = shift >= 0 ? 0 : (step - 1 - shift) / step;
            int end = Math.min(best.length, Math.floorDiv(size[2] - 1 - shift, step) + 1);
            for (int c = from; c < end; c++) {
                int place = line + shift + c * step;
                best[c] = Math.max(best[c], rank(x[base + place], place));
            }
        }
    }

    /**
     * Returns a number that orders elements as a window's maximum does: by value, zeros of both
     * signs being equal, then the earlier place. NaN is the largest.
     */
    private static long rank(float x, int place) {
        int bits = Float.floatToIntBits(x + 0f); // -0 becomes 0
        int order = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) order << 32 | (~place & 0xffffffffL);
    }

    /** Returns the place that PyTorch names for a window with NaN: that of the last one. */
    private int lastNan(float[] x, int base, int a, int b, int c) {
        int a0 = a * stride[0] - padding[0];
        int b0 = b * stride[1] - padding[1];
        int c0 = c * stride[2] - padding[2];
        for (int i = end(0, a0) - 1; i >= first(0, a0); i--) {
            for (int j = end(1, b0) - 1; j >= first(1, b0); j--) {
                int line = ((a0 + i * dilation[0]) * size[1] + b0 + j * dilation[1]) * size[2];
                for (int k = end(2, c0) - 1; k >= first(2, c0); k--) {
                    int place = line + c0 + k * dilation[2];
                    if (Float.isNaN(x[base + place])) {
                        return place;
                    }
                }
            }
        }
        throw new IllegalStateException("a window without NaN");
    }
}
