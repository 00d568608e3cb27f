package dev.cresset.engine;

import dev.cresset.op.Scan;

/** Ops along one dimension, one element at a time. */
final class ReferenceScan {
    private ReferenceScan() {}

    static void run(Scan op, View x, View[] out) {
        boolean scalar = x.shape().rank() == 0;
        int[] dims = scalar ? new int[0] : new int[] {op.dim()};
        Lines from = Lines.of(x.layout(), dims);
        Lines to = Lines.of(out[0].layout(), dims);
        int n = from.along().numel();
        for (int i = 0; i < from.kept().numel(); i++) {
            switch (op) {
                case Scan.Cumsum c -> cumsum(x, from, out[0], to, i, n);
                case Scan.Cumprod c -> cumprod(x, from, out[0], to, i, n);
                case Scan.Cumextreme c -> extreme(c.max(), x, from, out, to, i, n);
                case Scan.Logcumsumexp l -> logcumsumexp(x, from, out[0], to, i, n);
                case Scan.Softmax s -> softmax(x, from, out[0], to, i, n, false);
                case Scan.LogSoftmax s -> softmax(x, from, out[0], to, i, n, true);
            }
        }
    }

    private static void cumsum(View x, Lines from, View out, Lines to, int i, int n) {
        double sum = 0;
        long whole = 0;
        for (int j = 0; j < n; j++) {
            if (out.dtype().isFloatingPoint()) {
                double v = get(x, from, i, j);
                sum = j == 0 ? v : sum + v;
                set(out, to, i, j, sum);
            } else {
                whole += Element.getLong(x.dtype(), x.storage(), from.index(i, j));
                Element.setLong(out.dtype(), out.storage(), to.index(i, j), whole);
            }
        }
    }

    private static void cumprod(View x, Lines from, View out, Lines to, int i, int n) {
        double product = 1;
        long whole = 1;
        for (int j = 0; j < n; j++) {
            if (out.dtype().isFloatingPoint()) {
                product *= get(x, from, i, j);
                set(out, to, i, j, product);
            } else {
                whole *= Element.getLong(x.dtype(), x.storage(), from.index(i, j));
                Element.setLong(out.dtype(), out.storage(), to.index(i, j), whole);
            }
        }
    }

    /** NaN, once met, stays the extreme; of equals the last counts. */
    private static void extreme(
            boolean max, View x, Lines from, View[] out, Lines to, int i, int n) {
        boolean floating = x.dtype().isFloatingPoint();
        int at = 0;
        for (int j = 1; j <= n; j++) {
            int place = to.index(i, j - 1);
            if (floating) {
                double best = get(x, from, i, at);
                double v = get(x, from, i, j - 1);
                boolean better = Double.isNaN(v) || (max ? v >= best : v <= best);
                at = better ? j - 1 : at;
                set(out[0], to, i, j - 1, get(x, from, i, at));
            } else {
                long best = Element.getLong(x.dtype(), x.storage(), from.index(i, at));
                long v = Element.getLong(x.dtype(), x.storage(), from.index(i, j - 1));
                boolean better = max ? v >= best : v <= best;
                at = better ? j - 1 : at;
                Element.setLong(out[0].dtype(), out[0].storage(), place, better ? v : best);
            }
            Element.setLong(out[1].dtype(), out[1].storage(), place, at);
        }
    }

    private static void logcumsumexp(View x, Lines from, View out, Lines to, int i, int n) {
        double sum = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            double v = get(x, from, i, j);
            double low = Math.min(sum, v);
            double high = Math.max(sum, v);
            boolean equalInfinities = low == high && Double.isInfinite(low);
            sum = equalInfinities ? low : high + Math.log1p(Math.exp(low - high));
            set(out, to, i, j, sum);
        }
    }

    private static void softmax(View x, Lines from, View out, Lines to, int i, int n, boolean log) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            max = Math.max(max, get(x, from, i, j));
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += Math.exp(get(x, from, i, j) - max);
        }
        double logSum = Math.log(sum);
        for (int j = 0; j < n; j++) {
            double d = get(x, from, i, j) - max;
            set(out, to, i, j, log ? d - logSum : Math.exp(d) / sum);
        }
    }

    private static double get(View x, Lines lines, int i, int j) {
        return Element.getDouble(x.dtype(), x.storage(), lines.index(i, j));
    }

    private static void set(View x, Lines lines, int i, int j, double value) {
        Element.setDouble(x.dtype(), x.storage(), lines.index(i, j), value);
    }
}
