package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Interpolation;
import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;

/** The ops over planes, one result at a time. */
final class ReferencePlanes {
    private ReferencePlanes() {}

    static void run(PlaneOp op, View[] in, View[] out) {
        switch (op) {
            case PlaneOp.AdaptiveMaxPool p -> {
                MaxWindows w = MaxWindows.of(p, in[0], out[0]);
                for (int plane = 0; plane * w.results() < out[0].numel(); plane++) {
                    maximum(w, plane, in[0], out);
                }
            }
            case PlaneOp.FractionalMaxPool p -> {
                for (int plane = 0; plane < in[1].numel() / p.sizes().length; plane++) {
                    MaxWindows w = MaxWindows.of(p, in[0], in[1], out[0], plane);
                    maximum(w, plane, in[0], out);
                }
            }
            case PlaneOp.MaxUnpool p -> unpool(p, in[0], in[1], out[0]);
            case PlaneOp.Unfold u -> unfold(u.blocks(), in[0], out[0]);
            case PlaneOp.Fold f -> fold(f.blocks(), in[0], out[0]);
            case PlaneOp.Resample r -> resample(r, in[0], out[0]);
            case PlaneOp.ResampleAdjoint r -> adjoint(r.of(), in[0], out[0]);
            case PlaneOp.GridSample g -> GridKernel.forward(g, in[0], in[1], out[0]);
            case PlaneOp.GridSampleGradient g -> GridKernel.backward(g.of(), in, out);
        }
    }

    private static void maximum(MaxWindows w, int plane, View x, View[] out) {
        for (int r = 0; r < w.results(); r++) {
            int[] o = at(r, w.out());
            int best = -1;
            for (int a = w.start()[0][o[0]]; a < w.end()[0][o[0]]; a++) {
                for (int b = w.start()[1][o[1]]; b < w.end()[1][o[1]]; b++) {
                    for (int c = w.start()[2][o[2]]; c < w.end()[2][o[2]]; c++) {
                        int p = (a * w.size()[1] + b) * w.size()[2] + c;
                        double v = x.doubleAt(plane * w.plane() + p);
                        if (best < 0
                                || v > x.doubleAt(plane * w.plane() + best)
                                || Double.isNaN(v)) {
                            best = p;
                        }
                    }
                }
            }
            out[0].setDouble(plane * w.results() + r, x.doubleAt(plane * w.plane() + best));
            out[1].setLong(plane * w.results() + r, best);
        }
    }

    private static int[] at(int linear, int... sizes) {
        int rest = linear / sizes[2];
        return new int[] {rest / sizes[1], rest % sizes[1], linear % sizes[2]};
    }

    static void checkPlaces(PlaneOp.MaxUnpool op, View places, int plane) {
        for (int i = 0; i < places.numel(); i++) {
            long at = places.longAt(i);
            if (at < 0 || at >= plane) {
                throw new IllegalArgumentException(
                        "max_unpool"
                                + op.sizes().length
                                + "d: Found an invalid max index: "
                                + at
                                + " (output volumes are of size "
                                + Shape.of(op.sizes()).listText()
                                + ")");
            }
        }
    }

    private static void unpool(PlaneOp.MaxUnpool op, View x, View places, View y) {
        int plane = (int) Shape.of(op.sizes()).numel();
        checkPlaces(op, places, plane);
        int count = 1;
        for (int d = x.shape().rank() - op.sizes().length; d < x.shape().rank(); d++) {
            count *= x.shape().size(d);
        }
        for (int i = 0; i < y.numel(); i++) {
            y.setDouble(i, 0);
        }
        for (int i = 0; i < x.numel(); i++) {
            y.setDouble(i / count * plane + (int) places.longAt(i), x.doubleAt(i));
        }
    }

    /** Returns the place in a plane that row and column of unfolded blocks show, -1 for none. */
    private static int place(
            PlaneOp.Blocks b, int row, int column, int blocksAcross, int height, int width) {
        int k = row % (b.kernel()[0] * b.kernel()[1]);
        int[] block = {column / blocksAcross, column % blocksAcross};
        int[] inner = {k / b.kernel()[1], k % b.kernel()[1]};
        int[] at = new int[2];
        for (int d = 0; d < 2; d++) {
            at[d] = block[d] * b.stride()[d] - b.padding()[d] + inner[d] * b.dilation()[d];
        }
        boolean inside = at[0] >= 0 && at[0] < height && at[1] >= 0 && at[1] < width;
        return inside ? at[0] * width + at[1] : -1;
    }

    private static void unfold(PlaneOp.Blocks b, View x, View y) {
        int height = x.shape().size(x.shape().rank() - 2);
        int width = x.shape().size(x.shape().rank() - 1);
        int across = b.counts(height, width)[1];
        int columns = y.shape().size(y.shape().rank() - 1);
        int block = b.kernel()[0] * b.kernel()[1];
        for (int i = 0; i < y.numel(); i++) {
            int row = i / columns;
            int p = place(b, row, i % columns, across, height, width);
            y.setDouble(i, p < 0 ? 0 : x.doubleAt(row / block * height * width + p));
        }
    }

    private static void fold(PlaneOp.Blocks b, View x, View y) {
        int height = y.shape().size(y.shape().rank() - 2);
        int width = y.shape().size(y.shape().rank() - 1);
        int across = b.counts(height, width)[1];
        int columns = x.shape().size(x.shape().rank() - 1);
        int block = b.kernel()[0] * b.kernel()[1];
        double[] sums = new double[y.numel()];
        for (int i = 0; i < x.numel(); i++) {
            int row = i / columns;
            int p = place(b, row, i % columns, across, height, width);
            if (p >= 0) {
                sums[row / block * height * width + p] += x.doubleAt(i);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            y.setDouble(i, sums[i]);
        }
    }

    private interface Tap {
        void at(int result, int place, double weight);
    }

    /** Visits every result with every place that it is made of. */
    private static void each(Taps[] t, int planes, Tap visit) {
        int[] out = {t[0].results(), t[1].results(), t[2].results()};
        int results = out[0] * out[1] * out[2];
        int plane = t[0].size() * t[1].size() * t[2].size();
        for (int i = 0; i < planes * results; i++) {
            int[] o = at(i % results, out);
            for (int a = 0; a < t[0].index()[o[0]].length; a++) {
                for (int b = 0; b < t[1].index()[o[1]].length; b++) {
                    for (int c = 0; c < t[2].index()[o[2]].length; c++) {
                        int line = t[0].index()[o[0]][a] * t[1].size() + t[1].index()[o[1]][b];
                        visit.at(
                                i,
                                i / results * plane + line * t[2].size() + t[2].index()[o[2]][c],
                                t[0].weight()[o[0]][a]
                                        * t[1].weight()[o[1]][b]
                                        * t[2].weight()[o[2]][c]);
                    }
                }
            }
        }
    }

    private static void resample(PlaneOp.Resample op, View x, View y) {
        boolean smooth = op.by() != Interpolation.NEAREST && op.by() != Interpolation.NEAREST_EXACT;
        if (x.dtype() == DType.UINT8 && smooth && op.sizes().length == 2) {
            Taps[] taps = Taps.of(op, DType.FLOAT64, spatial(x));
            long[] bytes = new long[x.numel()];
            java.util.Arrays.setAll(bytes, x::longAt);
            bytes = ByteResample.run(taps[1], taps[2], bytes);
            for (int i = 0; i < bytes.length; i++) {
                y.setLong(i, bytes[i]);
            }
            return;
        }
        Taps[] taps = Taps.of(op, x.dtype(), spatial(x));
        double[] sums = new double[y.numel()];
        each(taps, planes(x), (r, p, w) -> sums[r] += x.doubleAt(p) * w);
        store(sums, y);
    }

    private static void adjoint(PlaneOp.Resample op, View g, View y) {
        Taps[] taps = Taps.of(op, g.dtype(), spatial(y));
        double[] sums = new double[y.numel()];
        each(taps, planes(y), (r, p, w) -> sums[p] += g.doubleAt(r) * w);
        store(sums, y);
    }

    static int[] spatial(View x) {
        int[] sizes = x.shape().toArray();
        return java.util.Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    static int planes(View x) {
        return x.shape().size(0) * x.shape().size(1);
    }

    /** Writes sums; for uint8 rounded and clamped. */
    static void store(double[] sums, View y) {
        boolean bytes = y.dtype() == DType.UINT8;
        for (int i = 0; i < sums.length; i++) {
            y.setDouble(i, bytes ? Math.clamp(Math.rint(sums[i]), 0, 255) : sums[i]);
        }
    }
}
