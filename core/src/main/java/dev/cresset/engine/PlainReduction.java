package dev.cresset.engine;

import dev.cresset.op.Reduction;

/**
 * Reductions as one or two passes of {@link RealFold}, {@link WholeFold} or {@link ExtremeFold}.
 */
final class PlainReduction {
    private static final int FEW = 8;

    private PlainReduction() {}

    /** Executes an op; {@code rows} sums long rows of floats. */
    static void run(Reduction op, View x, View[] out, RowMath rows) {
        if (op instanceof Reduction.Reduce r && sumOfFew(r, x, out[0])) {
            return;
        }
        Lines lines = Lines.of(x.layout(), op.dims());
        switch (op) {
            case Reduction.Reduce r -> reduce(r.kind(), x, lines, out[0], rows);
            case Reduction.Var v -> variance(x, lines, v.correction(), false, out[0]);
            case Reduction.Std s -> variance(x, lines, s.correction(), true, out[0]);
            case Reduction.VectorNorm n -> norm(x, lines, n.p(), out[0]);
            case Reduction.ArgExtreme a -> ExtremeFold.run(x, lines, a.max(), null, out[0]);
            case Reduction.Extreme e -> ExtremeFold.run(x, lines, e.max(), out[0], out[1]);
        }
    }

    private static void reduce(Reduction.Kind kind, View x, Lines lines, View out, RowMath rows) {
        boolean floating = x.dtype().isFloatingPoint();
        switch (kind) {
            case SUM -> {
                if (floating) {
                    write(sums(x, lines, rows), out);
                } else {
                    write(new WholeFold(x, lines, Combine.SUM, false).run(), out);
                }
            }
            case PROD -> plain(floating, Combine.PROD, x, lines, out);
            case AMAX -> plain(floating, Combine.MAX, x, lines, out);
            case AMIN -> plain(floating, Combine.MIN, x, lines, out);
            case ALL -> truth(floating, Combine.MIN, x, lines, out);
            case ANY -> truth(floating, Combine.MAX, x, lines, out);
            case MEAN -> {
                double[] sum = sums(x, lines, rows);
                int n = lines.along().numel();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] /= n;
                }
                write(sum, out);
            }
            case LOGSUMEXP -> logSumExp(x, lines, out);
        }
    }

    /**
     * Returns the sum of each line. Up to eight floats are added one after the other in float32, as
     * PyTorch adds them, so that small results are equal to the last bit; more are added in double.
     */
    private static double[] sums(View x, Lines lines, RowMath rows) {
        int n = lines.along().numel();
        if (isFloats(x, lines)) {
            return new FloatSum(x, lines, rows).run();
        }
        if (n > FEW && x.storage() instanceof Storage.Floats f && isRows(x.layout(), lines)) {
            return columns(f.array, x.layout().offset(), n, lines.kept().numel());
        }
        if (!(x.storage() instanceof Storage.Floats floats) || n == 0 || n > FEW) {
            return new RealFold(x, lines, Combine.SUM).run();
        }
        int[] places = Runs.places(lines.kept());
        int[] steps = Runs.places(lines.along());
        double[] out = new double[places.length];
        for (int i = 0; i < out.length; i++) {
            float sum = floats.array[places[i] + steps[0]];
            for (int j = 1; j < n; j++) {
                sum += floats.array[places[i] + steps[j]];
            }
            out[i] = sum;
        }
        return out;
    }

    /**
     * Adds a few dense floats, or a few dense rows of them, as {@link #sums} does; or does nothing.
     */
    private static boolean sumOfFew(Reduction.Reduce op, View x, View out) {
        int rank = x.shape().rank();
        int[] dims = op.dims();
        boolean all = dims.length == rank;
        boolean mean = op.kind() == Reduction.Kind.MEAN;
        if (!(mean || op.kind() == Reduction.Kind.SUM)
                || !(all || (rank == 2 && dims.length == 1 && dims[0] == 0))
                || !x.layout().isContiguous()
                || !out.layout().isContiguous()
                || !(x.storage() instanceof Storage.Floats from)
                || !(out.storage() instanceof Storage.Floats to)) {
            return false;
        }
        int n = all ? x.numel() : x.shape().size(0);
        int m = all ? 1 : x.shape().size(1);
        if (n < 1 || n > FEW) {
            return false;
        }
        for (int i = 0; i < m; i++) {
            int at = x.layout().offset() + i;
            float sum = from.array[at];
            for (int j = 1; j < n; j++) {
                sum += from.array[at + j * m];
            }
            to.array[out.layout().offset() + i] = mean ? (float) ((double) sum / n) : sum;
        }
        return true;
    }

    /** Whether the lines are the columns of a dense matrix. */
    private static boolean isRows(Layout x, Lines lines) {
        return x.isContiguous()
                && lines.kept().isContiguous()
                && lines.kept().numel() > 1
                && lines.kept().shape().rank() > 0
                && lines.along().shape().rank() == 1
                && lines.along().stride(0) == lines.kept().numel();
    }

    /** The sums of the columns of a dense matrix, row after row. */
    private static double[] columns(float[] a, int from, int rows, int columns) {
        double[] sum = new double[columns];
        for (int j = 0; j < columns; j++) {
            sum[j] = a[from + j];
        }
        for (int i = 1; i < rows; i++) {
            int row = from + i * columns;
            for (int j = 0; j < columns; j++) {
                sum[j] += a[row + j];
            }
        }
        return sum;
    }

    /** Returns whether an op sums floats that lie densely along or across the lines. */
    static boolean sumsFloats(Reduction op, View x) {
        return op instanceof Reduction.Reduce r
                && (r.kind() == Reduction.Kind.SUM || r.kind() == Reduction.Kind.MEAN)
                && x.storage() instanceof Storage.Floats
                && isFloats(x, Lines.of(x.layout(), op.dims()));
    }

    private static boolean isFloats(View x, Lines lines) {
        return x.storage() instanceof Storage.Floats
                && lines.along().numel() > FEW
                && FloatSum.suits(lines);
    }

    private static void plain(boolean floating, Combine how, View x, Lines lines, View out) {
        if (floating) {
            write(new RealFold(x, lines, how).run(), out);
        } else {
            write(new WholeFold(x, lines, how, false).run(), out);
        }
    }

    private static void truth(boolean floating, Combine how, View x, Lines lines, View out) {
        if (floating) {
            write(new RealFold(x, lines, how, RealFold.Step.TRUTH, new double[0], 0).run(), out);
        } else {
            write(new WholeFold(x, lines, how, true).run(), out);
        }
    }

    private static void variance(View x, Lines lines, double correction, boolean root, View out) {
        int n = lines.along().numel();
        double[] mean = new RealFold(x, lines, Combine.SUM).run();
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= n;
        }
        double[] sum = new RealFold(x, lines, Combine.SUM, RealFold.Step.FROM, mean, 2).run();
        for (int i = 0; i < sum.length; i++) {
            double v = sum[i] / Math.max(0, n - correction);
            sum[i] = root ? Math.sqrt(v) : v;
        }
        write(sum, out);
    }

    private static void logSumExp(View x, Lines lines, View out) {
        double[] shift = new RealFold(x, lines, Combine.MAX).run();
        for (int i = 0; i < shift.length; i++) {
            shift[i] = Double.isInfinite(shift[i]) ? 0 : shift[i];
        }
        double[] sum = new RealFold(x, lines, Combine.SUM, RealFold.Step.EXP, shift, 0).run();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.log(sum[i]) + shift[i];
        }
        write(sum, out);
    }

    private static void norm(View x, Lines lines, double p, View out) {
        Combine how =
                p == Double.POSITIVE_INFINITY
                        ? Combine.MAX
                        : p == Double.NEGATIVE_INFINITY ? Combine.MIN : Combine.SUM;
        RealFold.Step step =
                p == 0
                        ? RealFold.Step.TRUTH
                        : p == 2
                                ? RealFold.Step.SQUARE
                                : p == 1 || how != Combine.SUM
                                        ? RealFold.Step.ABS
                                        : RealFold.Step.POWER;
        double[] norm = new RealFold(x, lines, how, step, new double[0], p).run();
        for (int i = 0; i < norm.length; i++) {
            switch (step) {
                case SQUARE -> norm[i] = Math.sqrt(norm[i]);
                case POWER -> norm[i] = Math.pow(norm[i], 1 / p);
                case ABS -> norm[i] = Math.abs(norm[i]); // the greatest of none is 0
                case NONE, TRUTH, FROM, EXP -> {}
            }
            if (how == Combine.MAX && lines.along().numel() == 0) {
                norm[i] = 0;
            }
        }
        write(norm, out);
    }

    private static void write(double[] values, View out) {
        if (out.layout().isContiguous()) {
            Chunk.store(values, values.length, out, out.layout().offset(), 1);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            out.setDouble(i, values[i]);
        }
    }

    private static void write(long[] values, View out) {
        for (int i = 0; i < values.length; i++) {
            out.setLong(i, values[i]);
        }
    }
}
