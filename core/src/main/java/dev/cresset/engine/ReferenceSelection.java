package dev.cresset.engine;

import dev.cresset.op.Selection;
import java.util.Arrays;
import java.util.Comparator;

/** Ops that order elements: indices sorted by a comparison of elements, NaN as the largest. */
final class ReferenceSelection {
    private ReferenceSelection() {}

    static void run(Selection op, View x, View[] out) {
        int[] dims = x.shape().rank() == 0 ? new int[0] : new int[] {op.dim()};
        Lines from = Lines.of(x.layout(), dims);
        boolean one = out[0].shape().rank() != x.shape().rank();
        Lines to = Lines.of(out[0].layout(), one ? new int[0] : dims);
        for (int i = 0; i < from.kept().numel(); i++) {
            int[] picked = pick(op, new Line(x, from, i));
            for (int j = 0; j < picked.length; j++) {
                int place = to.index(i, j);
                int source = from.index(i, picked[j]);
                if (x.dtype().isFloatingPoint()) {
                    double v = Element.getDouble(x.dtype(), x.storage(), source);
                    Element.setDouble(x.dtype(), out[0].storage(), place, v);
                } else {
                    long v = Element.getLong(x.dtype(), x.storage(), source);
                    Element.setLong(x.dtype(), out[0].storage(), place, v);
                }
                Element.setLong(out[1].dtype(), out[1].storage(), place, picked[j]);
            }
        }
    }

    /** The indices along a line that an op picks, in order. */
    private static int[] pick(Selection op, Line line) {
        return switch (op) {
            case Selection.Sort s -> order(line, s.descending());
            case Selection.Topk t -> topk(line, t);
            case Selection.Kthvalue k ->
                    new int[] {
                        ReferencePartition.kth(
                                line.size(), k.k() - 1, (i, j) -> line.compare(i, j) > 0)
                    };
            case Selection.Median m -> new int[] {median(line, m.ignoreNan())};
            case Selection.Mode m -> new int[] {mode(line)};
        };
    }

    private static int[] order(Line line, boolean descending) {
        Integer[] order = new Integer[line.size()];
        Arrays.setAll(order, i -> i);
        Comparator<Integer> ascending = line::compare;
        Arrays.sort(order, descending ? ascending.reversed() : ascending);
        return Arrays.stream(order).mapToInt(i -> i).toArray();
    }

    private static int[] topk(Line line, Selection.Topk op) {
        return op.largest()
                ? ReferencePartition.first(line.size(), op.k(), (i, j) -> line.compare(i, j) > 0)
                : ReferencePartition.first(line.size(), op.k(), (i, j) -> line.compare(i, j) < 0);
    }

    private static int median(Line line, boolean ignoreNan) {
        int numbers = 0;
        int firstNan = -1;
        for (int j = line.size() - 1; j >= 0; j--) {
            boolean nan = line.isNan(j);
            numbers += nan ? 0 : 1;
            firstNan = nan ? j : firstNan;
        }
        if (firstNan >= 0 && (!ignoreNan || numbers == 0)) {
            return firstNan;
        }
        return order(line, false)[(numbers - 1) / 2];
    }

    private static int mode(Line line) {
        int[] order = order(line, false);
        int best = 0;
        int most = 0;
        int run = 0;
        for (int j = 0; j < order.length; j++) {
            boolean same =
                    j > 0 && !line.isNan(order[j]) && line.compare(order[j - 1], order[j]) == 0;
            run = same ? run + 1 : 1;
            if (run > most) {
                most = run;
                best = order[j];
            }
        }
        return best;
    }

    private record Line(View x, Lines lines, int i) {
        int size() {
            return lines.along().numel();
        }

        boolean isNan(int j) {
            return x.dtype().isFloatingPoint()
                    && Double.isNaN(Element.getDouble(x.dtype(), x.storage(), lines.index(i, j)));
        }

        int compare(int j, int k) {
            int a = lines.index(i, j);
            int b = lines.index(i, k);
            if (!x.dtype().isFloatingPoint()) {
                return Long.compare(
                        Element.getLong(x.dtype(), x.storage(), a),
                        Element.getLong(x.dtype(), x.storage(), b));
            }
            double v = Element.getDouble(x.dtype(), x.storage(), a);
            double w = Element.getDouble(x.dtype(), x.storage(), b);
            return v == w ? 0 : Double.compare(v, w);
        }
    }
}
