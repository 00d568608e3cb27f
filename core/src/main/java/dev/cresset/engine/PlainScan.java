package dev.cresset.engine;

import dev.cresset.op.Scan;

/** Ops along one dimension: each line is loaded as doubles or longs, worked on and stored. */
final class PlainScan {
    /*
     * Where the dimension is not the dense one, a line's elements lie far apart; eight neighbouring
     * elements share a cache line, which the next seven lines find again.
     */
    private PlainScan() {}

    static boolean supports(Scan op) {
        return switch (op) {
            case Scan.Cumsum c -> true;
            case Scan.Softmax s -> true;
            case Scan.LogSoftmax s -> true;
            case Scan.Cumprod c -> false;
            case Scan.Cumextreme c -> false;
            case Scan.Logcumsumexp c -> false;
        };
    }

    static void run(Scan op, View x, View out) {
        int[] dims = x.shape().rank() == 0 ? new int[0] : new int[] {op.dim()};
        Lines from = Lines.of(x.layout(), dims);
        Lines to = Lines.of(out.layout(), dims);
        int n = from.along().numel();
        if (n == 0 || from.kept().numel() == 0) {
            return;
        }
        int step = dims.length == 0 ? 1 : x.layout().stride(op.dim());
        int outStep = dims.length == 0 ? 1 : out.layout().stride(op.dim());
        int[] starts = Runs.places(from.kept());
        int[] targets = Runs.places(to.kept());
        if (out.dtype().isFloatingPoint()) {
            double[] line = new double[n];
            for (int i = 0; i < starts.length; i++) {
                Chunk.load(x, starts[i], step, n, line);
                switch (op) {
                    case Scan.Cumsum c -> cumsum(line);
                    case Scan.Softmax s -> softmax(line);
                    case Scan.LogSoftmax s -> logSoftmax(line);
                    case Scan.Cumprod c -> throw PlainEngine.unsupported(op);
                    case Scan.Cumextreme c -> throw PlainEngine.unsupported(op);
                    case Scan.Logcumsumexp c -> throw PlainEngine.unsupported(op);
                }
                Chunk.store(line, n, out, targets[i], outStep);
            }
        } else {
            long[] line = new long[n];
            for (int i = 0; i < starts.length; i++) {
                Chunk.load(x, starts[i], step, n, line);
                for (int j = 1; j < n; j++) {
                    line[j] += line[j - 1];
                }
                Chunk.store(line, n, out, targets[i], outStep);
            }
        }
    }

    private static void cumsum(double[] x) {
        for (int j = 1; j < x.length; j++) {
            x[j] += x[j - 1];
        }
    }

    private static void softmax(double[] x) {
        double max = max(x);
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            x[j] = Math.exp(x[j] - max);
            sum += x[j];
        }
        for (int j = 0; j < x.length; j++) {
            x[j] /= sum;
        }
    }

    private static void logSoftmax(double[] x) {
        double max = max(x);
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            x[j] -= max;
            sum += Math.exp(x[j]);
        }
        double log = Math.log(sum);
        for (int j = 0; j < x.length; j++) {
            x[j] -= log;
        }
    }

    private static double max(double[] x) {
        double max = x[0];
        for (int j = 1; j < x.length; j++) {
            max = Math.max(max, x[j]);
        }
        return max;
    }
}
