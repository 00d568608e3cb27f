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
