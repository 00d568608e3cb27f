package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.DType;
import dev.cresset.op.PlaneOp;

/**
 * Which places each maximum of uneven windows is taken over, in three dimensions.
 *
 * @param size the sizes of a plane
 * @param out the sizes of its result
 * @param start for each dimension and result the first place
 * @param end for each dimension and result one past the last place
 */
record MaxWindows(int[] size, int[] out, int[][] start, int[][] end) {
    /** Returns the windows of an adaptive pool: all planes have the same. */
    static MaxWindows of(PlaneOp.AdaptiveMaxPool op, View x, View y) {
        int n = op.sizes().length;
        MaxWindows w = empty(last(x.shape(), n), last(y.shape(), n));
        for (int d = 0; d < 3; d++) {
            long size = w.size[d];
            long count = w.out[d];
            for (int o = 0; o < count; o++) {
                w.start[d][o] = (int) (o * size / count);
                w.end[d][o] = (int) (((o + 1) * size + count - 1) / count);
            }
        }
        return w;
    }

    /** Returns the windows of one plane of a fractional pool. */
    static MaxWindows of(PlaneOp.FractionalMaxPool op, View x, View samples, View y, int plane) {
        int n = op.sizes().length;
        int[] kernel = three(op.kernel(), 1);
        MaxWindows w = empty(last(x.shape(), n), last(y.shape(), n));
        for (int d = 0; d < 3; d++) {
            int i = d - (3 - n);
            // of two dimensions the samples are for the last one first
            double sample = i < 0 ? 0 : samples.doubleAt(plane * n + (n == 2 ? 1 - i : i));
            int room = w.size[d] - kernel[d];
            for (int o = 0; o < w.out[d]; o++) {
                int from =
                        o == w.out[d] - 1 ? room : step(sample, o, room, w.out[d] - 1, x.dtype());
                w.start[d][o] = from;
                w.end[d][o] = from + kernel[d];
            }
        }
        return w;
    }

    /** Rounds like PyTorch, so that a window begins at the same place. */
    private static int step(double sample, int o, int room, int steps, DType dtype) {
        if (dtype == DType.FLOAT64) {
            double alpha = (double) room / steps;
            return (int) ((o + sample) * alpha) - (int) (sample * alpha);
        }
        float s = (float) sample;
        float alpha = (float) room / steps;
        return (int) ((o + s) * alpha) - (int) (s * alpha);
    }

    private static MaxWindows empty(int[] size, int[] out) {
        int[][] start = new int[3][];
        int[][] end = new int[3][];
        for (int d = 0; d < 3; d++) {
            start[d] = new int[out[d]];
            end[d] = new int[out[d]];
        }
        return new MaxWindows(size, out, start, end);
    }

    /** Returns the number of elements of a plane. */
    int plane() {
        return size[0] * size[1] * size[2];
    }

    /** Returns the number of results of a plane. */
    int results() {
        return out[0] * out[1] * out[2];
    }
}
