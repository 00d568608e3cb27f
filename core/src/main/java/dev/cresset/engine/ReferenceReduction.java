package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Reduction;

/** Reductions, one element at a time. */
final class ReferenceReduction {
    private ReferenceReduction() {}

    static void run(Reduction op, View x, View[] out) {
        Lines lines = Lines.of(x.layout(), op.dims());
        int n = lines.along().numel();
        int count = lines.kept().numel();
        for (int i = 0; i < count; i++) {
            Line line = new Line(x, lines, i, n);
            switch (op) {
                case Reduction.Reduce r -> reduce(r.kind(), line, out[0], i);
                case Reduction.Var v -> out[0].setDouble(i, variance(line, v.correction()));
                case Reduction.Std s ->
                        out[0].setDouble(i, Math.sqrt(variance(line, s.correction())));
                case Reduction.VectorNorm v -> out[0].setDouble(i, norm(line, v.p()));
                case Reduction.ArgExtreme a -> out[0].setLong(i, extreme(line, a.max()));
                case Reduction.Extreme e -> {
                    int at = extreme(line, e.max());
                    if (x.dtype().isFloatingPoint()) {
                        out[0].setDouble(i, line.at(at));
                    } else {
                        out[0].setLong(i, line.longAt(at));
                    }
                    out[1].setLong(i, at);
                }
            }
        }
    }

    private record Line(View x, Lines lines, int i, int n) {
        double at(int j) {
            return Element.getDouble(x.dtype(), x.storage(), lines.index(i, j));
        }

        long longAt(int j) {
            return Element.getLong(x.dtype(), x.storage(), lines.index(i, j));
        }
    }

    private static void reduce(Reduction.Kind kind, Line line, View out, int i) {
        boolean floating = line.x.dtype().isFloatingPoint();
        int n = line.n;
        switch (kind) {
            case SUM -> {
                if (floating) {
                    out.setDouble(i, total(line));
                } else {
                    long s = 0;
                    for (int j = 0; j < n; j++) {
                        s += line.longAt(j);
                    }
                    out.setLong(i, s);
                }
            }
            case MEAN -> out.setDouble(i, total(line) / n);
            case PROD -> {
                if (floating) {
                    double p = 1;
                    for (int j = 0; j < n; j++) {
                        p *= line.at(j);
                    }
                    out.setDouble(i, p);
                } else {
                    long p = 1;
                    for (int j = 0; j < n; j++) {
                        p *= line.longAt(j);
                    }
                    out.setLong(i, p);
                }
            }
            case AMAX, AMIN -> {
                int at = extreme(line, kind == Reduction.Kind.AMAX);
                if (floating) {
                    out.setDouble(i, line.at(at));
                } else {
                    out.setLong(i, line.longAt(at));
                }
            }
            case ALL -> {
                boolean all = true;
                for (int j = 0; j < n; j++) {
                    all &= isTrue(line, j);
                }
                out.setLong(i, all ? 1 : 0);
            }
            case ANY -> {
                boolean any = false;
                for (int j = 0; j < n; j++) {
                    any |= isTrue(line, j);
                }
                out.setLong(i, any ? 1 : 0);
            }
            case LOGSUMEXP -> {
                double max = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < n; j++) {
                    max = Math.max(max, line.at(j));
                }
                double shift = Double.isInfinite(max) ? 0 : max;
                double s = 0;
                for (int j = 0; j < n; j++) {
                    s += Math.exp(line.at(j) - shift);
                }
                out.setDouble(i, Math.log(s) + shift);
            }
        }
    }

    private static boolean isTrue(Line line, int j) {
        DType d = line.x.dtype();
        return d.isFloatingPoint() ? line.at(j) != 0 : line.longAt(j) != 0;
    }

    /** Up to eight float32 numbers are added in float32, in order, as PyTorch adds them. */
    private static double total(Line line) {
        if (line.x.dtype() != DType.FLOAT32 || line.n == 0 || line.n > 8) {
            return sum(line);
        }
        float s = (float) line.at(0);
        for (int j = 1; j < line.n; j++) {
            s += (float) line.at(j);
        }
        return s;
    }

    private static double sum(Line line) {
        double s = line.n == 0 ? 0 : line.at(0);
        for (int j = 1; j < line.n; j++) {
            s += line.at(j);
        }
        return s;
    }

    private static double variance(Line line, double correction) {
        double mean = sum(line) / line.n;
        double s = 0;
        for (int j = 0; j < line.n; j++) {
            double d = line.at(j) - mean;
            s += d * d;
        }
        return s / Math.max(0, line.n - correction);
    }

    private static double norm(Line line, double p) {
        double s = p == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : 0;
        for (int j = 0; j < line.n; j++) {
            double a = Math.abs(line.at(j));
            if (p == Double.POSITIVE_INFINITY) {
                s = Math.max(s, a);
            } else if (p == Double.NEGATIVE_INFINITY) {
                s = Math.min(s, a);
            } else if (p == 0) {
                s += a != 0 ? 1 : 0;
            } else {
                s += p == 1 ? a : p == 2 ? a * a : Math.pow(a, p);
            }
        }
        boolean root = p != 0 && p != 1 && !Double.isInfinite(p);
        return !root ? s : p == 2 ? Math.sqrt(s) : Math.pow(s, 1 / p);
    }

    /** Returns the first place of the extreme; a NaN is more extreme than any number. */
    private static int extreme(Line line, boolean max) {
        int best = 0;
        boolean floating = line.x.dtype().isFloatingPoint();
        for (int j = 1; j < line.n; j++) {
            boolean better;
            if (floating) {
                double b = line.at(best);
                double v = line.at(j);
                better = !Double.isNaN(b) && (Double.isNaN(v) || (max ? v > b : v < b));
            } else {
                long b = line.longAt(best);
                long v = line.longAt(j);
                better = max ? v > b : v < b;
            }
            best = better ? j : best;
        }
        return best;
    }
}
