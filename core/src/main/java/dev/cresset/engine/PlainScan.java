package dev.cresset.engine;

import dev.cresset.op.Scan;

/** Ops along one dimension: each line is loaded as doubles or longs, worked on and stored. */
final class PlainScan {
    /*
     * Where the dimension is not the dense one, a line's elements lie far apart; eight neighbouring
     * elements share a cache line, which the next seven lines find again.
     */
    private static final int LONG = 64;

    /** The elements that are worth a task. */
    private static final int TASK = 1 << 15;

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

    /**
     * Executes an op.
     *
     * @param rows computes with long lines of float32 in a softmax
     */
    static void run(Scan op, View x, View out, RowMath rows) {
        int[] dims = x.shape().rank() == 0 ? new int[0] : new int[] {op.dim()};
        Lines from = Lines.of(x.layout(), dims);
        Lines to = Lines.of(out.layout(), dims);
        int n = from.along().numel();
        if (n == 0 || from.kept().numel() == 0) {
            return;
        }
        if (isAcross(op, x, out)) {
            FloatSoftmaxLines.forward(op.dim(), op instanceof Scan.LogSoftmax, x, out, rows);
            return;
        }
        int step = dims.length == 0 ? 1 : x.layout().stride(op.dim());
        int outStep = dims.length == 0 ? 1 : out.layout().stride(op.dim());
        int[] starts = Runs.places(from.kept());
        int[] targets = Runs.places(to.kept());
        int tasks = Workers.tasks((long) n * starts.length, TASK, starts.length);
        if (isLong(op, x, n)) {
            boolean log = op instanceof Scan.LogSoftmax;
            Workers.ranges(
                    starts.length,
                    tasks,
                    (first, last) -> {
                        float[] line = new float[n];
                        float[] e = new float[log ? n : 0];
                        double[] lanes = new double[RowMath.LANES];
                        for (int i = first; i < last; i++) {
                            Chunk.load(x, starts[i], step, n, line);
                            if (log) {
                                FloatSoftmax.logSoftmax(line, e, n, rows, lanes);
                            } else {
                                FloatSoftmax.softmax(line, n, rows, lanes);
                            }
                            Chunk.store(line, n, out, targets[i], outStep);
                        }
                    });
        } else if (out.dtype().isFloatingPoint()) {
            Workers.ranges(
                    starts.length,
                    tasks,
                    (first, last) -> {
                        double[] line = new double[n];
                        for (int i = first; i < last; i++) {
                            Chunk.load(x, starts[i], step, n, line);
                            real(op, line);
                            Chunk.store(line, n, out, targets[i], outStep);
                        }
                    });
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

    /**
     * Returns whether an op is a softmax of lines that are long enough for float arithmetic:
     * shorter ones, such as the classes of a classifier, are computed in double, so that what a
     * user prints is right to the last digit.
     */
    static boolean isLong(Scan op, View x, int n) {
        return isSoftmax(op) && isLong(n) && x.storage() instanceof Storage.Floats;
    }

    /** Returns whether lines are long enough for float arithmetic. */
    static boolean isLong(int n) {
        return n >= LONG;
    }

    private static boolean isSoftmax(Scan op) {
        return op instanceof Scan.Softmax || op instanceof Scan.LogSoftmax;
    }

    /** Returns whether the lines of a softmax lie beside each other. */
    private static boolean isAcross(Scan op, View x, View out) {
        return isSoftmax(op)
                && op.dim() < x.shape().rank() - 1
                && x.layout().stride(op.dim()) > 1
                && FloatSoftmaxLines.takes(op.dim(), x, out);
    }

    private static void real(Scan op, double[] line) {
        switch (op) {
            case Scan.Cumsum c -> cumsum(line);
            case Scan.Softmax s -> softmax(line);
            case Scan.LogSoftmax s -> logSoftmax(line);
            case Scan.Cumprod c -> throw PlainEngine.unsupported(op);
            case Scan.Cumextreme c -> throw PlainEngine.unsupported(op);
            case Scan.Logcumsumexp c -> throw PlainEngine.unsupported(op);
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
