package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.RecurrentOp;
import dev.cresset.op.RecurrentOp.Kind;
import dev.cresset.op.RecurrentOp.Recurrence;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.Set;

/** Recurrent layers and their gradients, padded and packed, with and without a projection. */
final class RecurrentTable {
    /**
     * The plain engine's tanh is within 4 ulp, and rounds each step where the reference does not;
     * inputs lie in (0, 1), sums have up to 20 terms and pass through 4 steps.
     */
    private static final Tolerance STEPS =
            (dtype, expected, scale) ->
                    (dtype == DType.FLOAT32 ? 400 : 1)
                            * Tolerance.ulp(dtype, Math.max(1, Math.abs(expected)));

    private static final int H = 5;
    private static final int N = 3;

    private RecurrentTable() {}

    static void add(List<OpTable.Row> rows) {
        for (Kind kind : Kind.values()) {
            for (boolean reverse : new boolean[] {false, true}) {
                add(rows, new Recurrence(kind, reverse), Shape.of(4, N), 4 * N, H);
                add(rows, new Recurrence(kind, reverse, 3, 2, 2, 1), Shape.of(8), 8, H);
            }
        }
        add(rows, new Recurrence(Kind.LSTM, false), Shape.of(4, N), 4 * N, 2);
        add(rows, new Recurrence(Kind.LSTM, true, 3, 3, 1), Shape.of(7), 7, 2);
        add(rows, new Recurrence(Kind.GRU, false), Shape.of(1, N), N, H);
    }

    private static void add(
            List<OpTable.Row> out, Recurrence op, Shape leading, int rows, int outputs) {
        int width = op.kind().gates() * H;
        Shape x = with(leading, width);
        Shape y = with(leading, outputs);
        Shape w = Shape.of(width, outputs);
        Shape b = Shape.of(width);
        Shape h = Shape.of(N, outputs);
        Shape c = Shape.of(N, H);
        Shape p = Shape.of(outputs, H);
        Shape gates = Shape.of(rows, 4 * H);
        Shape cells = Shape.of(rows, H);
        RecurrentOp back = new RecurrentOp.RecurrenceGradient(op);
        boolean projected = outputs != H;
        switch (op.kind()) {
            case LSTM -> {
                if (projected) {
                    row(out, op, x, w, b, h, c, p);
                    row(out, back, y, h, c, w, c, gates, cells, p);
                } else {
                    row(out, op, x, w, b, h, c);
                    row(out, back, y, h, c, w, c, gates, cells);
                }
            }
            case GRU -> {
                row(out, op, x, w, b, h);
                row(out, back, y, h, w, h, y, gates);
            }
            case TANH, RELU -> {
                row(out, op, x, w, b, h);
                row(out, back, y, h, w, y);
            }
        }
    }

    private static Shape with(Shape leading, int last) {
        int[] sizes = java.util.Arrays.copyOf(leading.toArray(), leading.rank() + 1);
        sizes[leading.rank()] = last;
        return Shape.of(sizes);
    }

    private static void row(List<OpTable.Row> rows, RecurrentOp op, Shape... shapes) {
        rows.add(
                new OpTable.Row(
                        op,
                        Set.of(DType.FLOAT32, DType.FLOAT64),
                        Set.of(DType.FLOAT32),
                        (d, f, r) -> {
                            View[] in = new View[shapes.length];
                            for (int i = 0; i < in.length; i++) {
                                in[i] = SampleViews.ordinary(d, shapes[i], f, r);
                                for (int j = 0; j < in[i].numel(); j++) {
                                    in[i].setDouble(j, r.nextDouble() - 0.4);
                                }
                            }
                            return in;
                        },
                        STEPS,
                        2));
    }
}
