package dev.cresset.engine;

import dev.cresset.op.PlaneOp;

/**
 * Resampling along one dimension after the other, in double; nearest places of floats are copied.
 */
final class PlainResample {
    /** The results that make a task worth while. */
    private static final int TASK = 1 << 15;

    private PlainResample() {}

    static void forward(PlaneOp.Resample op, View from, View y) {
        Taps[] taps = Taps.of(op, from.dtype(), ReferencePlanes.spatial(from));
        if (from.storage() instanceof Storage.Floats source
                && y.storage() instanceof Storage.Floats target
                && from.layout().isContiguous()
                && y.layout().isContiguous()
                && isCopy(taps[0])
                && isCopy(taps[1])
                && isCopy(taps[2])) {
            copy(
                    taps,
                    source.array,
                    from.layout().offset(),
                    target.array,
                    y.layout().offset(),
                    y.numel());
            return;
        }
        double[] x = Dense.load(from);
        int inner = 1;
        for (int d = 2; d >= 0; d--) {
            if (!isSame(taps[d])) {
                x = pass(new Flat(taps[d]), x, inner);
            }
            inner *= taps[d].results();
        }
        Dense.store(x, y);
    }

    static void adjoint(PlaneOp.Resample op, View gradient, View y) {
        Taps[] taps = Taps.of(op, gradient.dtype(), ReferencePlanes.spatial(y));
        double[] g = Dense.load(gradient);
        int inner = taps[0].results() * taps[1].results() * taps[2].results();
        for (int d = 0; d < 3; d++) {
            inner /= Math.max(taps[d].results(), 1);
            if (!isSame(taps[d])) {
                g = back(new Flat(taps[d]), g, inner);
            }
        }
        Dense.store(g, y);
    }

    /** Returns whether every result is a copy of one place. */
    private static boolean isCopy(Taps t) {
        for (int o = 0; o < t.results(); o++) {
            if (t.index()[o].length != 1 || t.weight()[o][0] != 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Taps t) {
        for (int o = 0; o < t.results(); o++) {
            if (t.index()[o].length != 1 || t.index()[o][0] != o) {
                return false;
            }
        }
        return t.results() == t.size();
    }

    private static void copy(Taps[] t, float[] x, int from, float[] y, int to, int count) {
        int width = t[2].results();
        int height = t[1].results();
        int depth = t[0].results();
        int[] columns = new int[width];
        for (int c = 0; c < width; c++) {
            columns[c] = t[2].index()[c][0];
        }
        int rows = width == 0 ? 0 : count / width;
        Workers.ranges(
                rows,
                Workers.tasks(count, TASK, 64),
                (start, end) -> {
                    for (int r = start; r < end; r++) {
                        int plane = r / height / depth;
                        int slice = plane * t[0].size() + t[0].index()[r / height % depth][0];
                        int line = slice * t[1].size() + t[1].index()[r % height][0];
                        int source = from + line * t[2].size();
                        int target = to + r * width;
                        for (int c = 0; c < width; c++) {
                            y[target + c] = x[source + columns[c]];
                        }
                    }
                });
    }

    /**
     * Taps one after the other: those of result o from {@code begin[o]} to {@code begin[o + 1]}.
     */
    private static final class Flat {
        final int size;
        final int results;
        final int[] begin;
        final int[] index;
        final double[] weight;

        Flat(Taps t) {
            size = t.size();
            results = t.results();
            begin = new int[results + 1];
            for (int o = 0; o < results; o++) {
                begin[o + 1] = begin[o] + t.index()[o].length;
            }
            index = new int[begin[results]];
            weight = new double[index.length];
            for (int o = 0; o < results; o++) {
                System.arraycopy(t.index()[o], 0, index, begin[o], t.index()[o].length);
                System.arraycopy(t.weight()[o], 0, weight, begin[o], t.index()[o].length);
            }
        }
    }

    private static double[] pass(Flat t, double[] x, int inner) {
        int outer = x.length / t.size / inner;
        double[] out = new double[outer * t.results * inner];
        Workers.ranges(
                outer,
                Workers.tasks(out.length, TASK, 64),
                (start, end) -> {
                    for (int a = start; a < end; a++) {
                        if (inner == 1) {
                            line(t, x, a * t.size, out, a * t.results);
                        } else {
                            lines(t, x, a * t.size, out, a * t.results, inner);
                        }
                    }
                });
        return out;
    }

    private static void line(Flat t, double[] x, int from, double[] out, int to) {
        for (int o = 0; o < t.results; o++) {
            double sum = 0;
            for (int k = t.begin[o]; k < t.begin[o + 1]; k++) {
                sum += t.weight[k] * x[from + t.index[k]];
            }
            out[to + o] = sum;
        }
    }

    private static void lines(Flat t, double[] x, int from, double[] out, int to, int inner) {
        for (int o = 0; o < t.results; o++) {
            int target = (to + o) * inner;
            for (int k = t.begin[o]; k < t.begin[o + 1]; k++) {
                int source = (from + t.index[k]) * inner;
                double w = t.weight[k];
                for (int i = 0; i < inner; i++) {
                    out[target + i] += w * x[source + i];
                }
            }
        }
    }

    private static double[] back(Flat t, double[] g, int inner) {
        int outer = g.length / t.results / inner;
        double[] out = new double[outer * t.size * inner];
        Workers.ranges(
                outer,
                Workers.tasks(g.length, TASK, 64),
                (start, end) -> {
                    for (int a = start; a < end; a++) {
                        for (int o = 0; o < t.results; o++) {
                            int from = (a * t.results + o) * inner;
                            for (int k = t.begin[o]; k < t.begin[o + 1]; k++) {
                                int to = (a * t.size + t.index[k]) * inner;
                                double w = t.weight[k];
                                for (int i = 0; i < inner; i++) {
                                    out[to + i] += w * g[from + i];
                                }
                            }
                        }
                    }
                });
        return out;
    }
}
