package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;

/**
 * Which places of a plane each result of an averaging pool is the mean of.
 *
 * <p>All have three spatial dimensions: missing ones are put in front, with size 1.
 *
 * @param size the sizes of the plane
 * @param out the sizes of the result
 * @param start for each dimension and each result the first place
 * @param end for each dimension and each result one past the last place
 * @param padded for each dimension and each result the length with padding
 * @param divisor what sums are divided by, 0 for the count of places
 * @param countPadding whether places in the padding count
 */
record Windows(
        int[] size,
        int[] out,
        int[][] start,
        int[][] end,
        int[][] padded,
        int divisor,
        boolean countPadding) {
    /** Returns the windows of a pool on planes of a shape's last dimensions. */
    static Windows of(NeuralOp.Averaging op, Shape x, Shape y) {
        return switch (op) {
            case NeuralOp.AvgPool a -> {
                int n = a.kernel().length;
                Windows w = empty(last(x, n), last(y, n), a.divisor(), a.countIncludePad());
                for (int d = 3 - n; d < 3; d++) {
                    int i = d - (3 - n);
                    int pad = a.padding()[i];
                    for (int o = 0; o < w.out[d]; o++) {
                        int from = o * a.stride()[i] - pad;
                        int to = Math.min(from + a.kernel()[i], w.size[d] + pad);
                        w.set(d, o, Math.max(from, 0), Math.min(to, w.size[d]), to - from);
                    }
                }
                yield w;
            }
            case NeuralOp.AdaptiveAvgPool a -> {
                int n = a.sizes().length;
                Windows w = empty(last(x, n), last(y, n), 0, false);
                for (int d = 3 - n; d < 3; d++) {
                    long size = w.size[d];
                    long count = w.out[d];
                    for (int o = 0; o < count; o++) {
                        int from = (int) (o * size / count);
                        int to = (int) (((o + 1) * size + count - 1) / count);
                        w.set(d, o, from, to, to - from);
                    }
                }
                yield w;
            }
        };
    }

    /** Returns a shape's last {@code n} sizes, with ones in front to make three. */
    static int[] last(Shape x, int n) {
        int[] out = {1, 1, 1};
        for (int i = 0; i < n; i++) {
            out[3 - n + i] = x.size(x.rank() - n + i);
        }
        return out;
    }

    /** Returns attributes with a filling in front to make three. */
    static int[] three(int[] values, int fill) {
        int[] out = {fill, fill, fill};
        System.arraycopy(values, 0, out, 3 - values.length, values.length);
        return out;
    }

    /** Returns the place that PyTorch names for a window without elements: beyond the edge. */
    static int outside(int[] o, int[] size, int[] stride, int[] padding, int[] dilation) {
        int at = 0;
        for (int d = 0; d < 3; d++) {
            int first = o[d] * stride[d] - padding[d];
            at = at * size[d] + (first < 0 ? Math.floorMod(first, dilation[d]) : first);
        }
        return at;
    }

    private static Windows empty(int[] size, int[] out, int divisor, boolean countPadding) {
        int[][] start = new int[3][];
        int[][] end = new int[3][];
        int[][] padded = new int[3][];
        for (int d = 0; d < 3; d++) {
            start[d] = new int[out[d]];
            end[d] = new int[out[d]];
            padded[d] = new int[out[d]];
            java.util.Arrays.fill(end[d], 1);
            java.util.Arrays.fill(padded[d], 1);
        }
        return new Windows(size, out, start, end, padded, divisor, countPadding);
    }

    private void set(int d, int o, int from, int to, int length) {
        start[d][o] = from;
        end[d][o] = Math.max(from, to);
        padded[d][o] = length;
    }

    /** Returns what the sum over a window is divided by. */
    double divisor(int a, int b, int c) {
        if (divisor != 0) {
            return divisor;
        }
        return countPadding
                ? (double) padded[0][a] * padded[1][b] * padded[2][c]
                : (double) (end[0][a] - start[0][a])
                        * (end[1][b] - start[1][b])
                        * (end[2][c] - start[2][c]);
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
