package dev.cresset.engine;

import dev.cresset.op.Indexing;
import java.util.Arrays;

/** {@link Indexing.ScatterReduce}, one element at a time. */
final class ReferenceFold {
    private ReferenceFold() {}

    static void run(Indexing.ScatterReduce op, View[] in, View out) {
        ReferenceIndexing.copy(in[0], out);
        View src = in[2].with(ReferenceIndexing.head(in[2].layout(), in[1].shape()));
        int[] met = new int[out.numel()];
        if (op.includeSelf()) {
            Arrays.fill(met, 1);
        }
        for (int i = 0; i < in[1].numel(); i++) {
            int to = ReferenceIndexing.place("scatter_reduce", out, op.dim(), in[1], i);
            if (met[to]++ == 0) {
                ReferenceIndexing.move(src, i, out, to);
            } else if (out.dtype().isFloatingPoint()) {
                out.setDouble(to, fold(op.fold(), out.doubleAt(to), src.doubleAt(i)));
            } else {
                out.setLong(to, fold(op.fold(), out.longAt(to), src.longAt(i)));
            }
        }
        if (op.fold() == Indexing.Fold.MEAN) {
            divide(out, met);
        }
    }

    private static void divide(View out, int[] by) {
        for (int i = 0; i < by.length; i++) {
            if (by[i] < 2) {
                continue;
            }
            if (out.dtype().isFloatingPoint()) {
                out.setDouble(i, out.doubleAt(i) / by[i]);
            } else {
                out.setLong(i, Math.floorDiv(out.longAt(i), by[i]));
            }
        }
    }

    private static double fold(Indexing.Fold fold, double x, double y) {
        return switch (fold) {
            case SUM, MEAN -> x + y;
            case PROD -> x * y;
            case AMAX -> Math.max(x, y);
            case AMIN -> Math.min(x, y);
        };
    }

    private static long fold(Indexing.Fold fold, long x, long y) {
        return switch (fold) {
            case SUM, MEAN -> x + y;
            case PROD -> x * y;
            case AMAX -> Math.max(x, y);
            case AMIN -> Math.min(x, y);
        };
    }
}
