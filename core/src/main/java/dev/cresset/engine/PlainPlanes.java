package dev.cresset.engine;

import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;

/** The ops over planes as loops over dense arrays of doubles. */
final class PlainPlanes {
    private PlainPlanes() {}

    static void run(PlaneOp op, View[] in, View[] out) {
        switch (op) {
            case PlaneOp.AdaptiveMaxPool p -> {
                MaxWindows w = MaxWindows.of(p, in[0], out[0]);
                maxima(in[0], out, plane -> w);
            }
            case PlaneOp.FractionalMaxPool p ->
                    maxima(in[0], out, plane -> MaxWindows.of(p, in[0], in[1], out[0], plane));
            case PlaneOp.MaxUnpool p -> unpool(p, in[0], in[1], out[0]);
            case PlaneOp.Unfold u -> unfold(u.blocks(), in[0], out[0]);
            case PlaneOp.Fold f -> fold(f.blocks(), in[0], out[0]);
            case PlaneOp.Resample r -> PlainResample.forward(r, in[0], out[0]);
            case PlaneOp.ResampleAdjoint r -> PlainResample.adjoint(r.of(), in[0], out[0]);
            case PlaneOp.GridSample g -> GridKernel.forward(g, in[0], in[1], out[0]);
            case PlaneOp.GridSampleGradient g -> GridKernel.backward(g.of(), in, out);
        }
    }

    private interface OfPlane {
        MaxWindows windows(int plane);
    }

    private static void maxima(View from, View[] to, OfPlane of) {
        double[] x = Dense.load(from);
        double[] values = new double[to[0].numel()];
        double[] places = new double[values.length];
        int at = 0;
        for (int plane = 0; at < values.length; plane++) {
            MaxWindows w = of.windows(plane);
            int base = plane * w.plane();
            int width = w.size()[2];
            for (int a = 0; a < w.out()[0]; a++) {
                for (int b = 0; b < w.out()[1]; b++) {
                    for (int c = 0; c < w.out()[2]; c++) {
                        int best = -1;
                        double most = Double.NEGATIVE_INFINITY;
                        for (int i = w.start()[0][a]; i < w.end()[0][a]; i++) {
                            for (int j = w.start()[1][b]; j < w.end()[1][b]; j++) {
                                int line = (i * w.size()[1] + j) * width;
                                for (int k = w.start()[2][c]; k < w.end()[2][c]; k++) {
                                    double v = x[base + line + k];
                                    if (best < 0 || v > most || Double.isNaN(v)) {
                                        best = line + k;
                                        most = v;
                                    }
                                }
                            }
                        }
                        values[at] = most;
                        places[at++] = best;
                    }
                }
            }
        }
        Dense.store(values, to[0]);
        Dense.store(places, to[1]);
    }

    private static void unpool(PlaneOp.MaxUnpool op, View from, View places, View y) {
        int plane = (int) Shape.of(op.sizes()).numel();
        ReferencePlanes.checkPlaces(op, places, plane);
        double[] x = Dense.load(from);
        double[] at = Dense.load(places);
        double[] out = new double[y.numel()];
        int planes = plane == 0 ? 0 : out.length / plane;
        int count = planes == 0 ? 0 : x.length / planes;
        for (int p = 0; p < planes; p++) {
            for (int i = p * count; i < (p + 1) * count; i++) {
                out[p * plane + (int) at[i]] = x[i];
            }
        }
        Dense.store(out, y);
    }

    // ---- blocks

    private interface Row {
        /** Takes a run of places of a plane and of columns, some of which lie side by side. */
        void copy(int place, int column, int count, int step);
    }

    /** Visits, for every row of unfolded blocks, the places inside the plane. */
    private static void rows(PlaneOp.Blocks b, int height, int width, int rows, Row visit) {
        int[] counts = b.counts(height, width);
        int block = b.kernel()[0] * b.kernel()[1];
        for (int row = 0; row < rows; row++) {
            int y0 = row % block / b.kernel()[1] * b.dilation()[0] - b.padding()[0];
            int x0 = row % b.kernel()[1] * b.dilation()[1] - b.padding()[1];
            int step = b.stride()[1];
            int first = x0 >= 0 ? 0 : (-x0 + step - 1) / step;
            int end = Math.min(counts[1], x0 >= width ? 0 : (width - 1 - x0) / step + 1);
            int base = row / block * height * width;
            for (int i = 0; i < counts[0] && first < end; i++) {
                int y = y0 + i * b.stride()[0];
                if (y >= 0 && y < height) {
                    visit.copy(
                            base + y * width + x0 + first * step,
                            (row * counts[0] + i) * counts[1] + first,
                            end - first,
                            step);
                }
            }
        }
    }

    private static void unfold(PlaneOp.Blocks b, View from, View y) {
        double[] x = Dense.load(from);
        double[] out = new double[y.numel()];
        int rank = from.shape().rank();
        int rows = out.length / y.shape().size(y.shape().rank() - 1);
        rows(
                b,
                from.shape().size(rank - 2),
                from.shape().size(rank - 1),
                rows,
                (place, column, count, step) -> {
                    if (step == 1) {
                        System.arraycopy(x, place, out, column, count);
                        return;
                    }
                    for (int i = 0; i < count; i++) {
                        out[column + i] = x[place + i * step];
                    }
                });
        Dense.store(out, y);
    }

    private static void fold(PlaneOp.Blocks b, View from, View y) {
        double[] x = Dense.load(from);
        double[] out = new double[y.numel()];
        int rank = y.shape().rank();
        int rows = x.length / from.shape().size(from.shape().rank() - 1);
        rows(
                b,
                y.shape().size(rank - 2),
                y.shape().size(rank - 1),
                rows,
                (place, column, count, step) -> {
                    for (int i = 0; i < count; i++) {
                        out[place + i * step] += x[column + i];
                    }
                });
        Dense.store(out, y);
    }
}
