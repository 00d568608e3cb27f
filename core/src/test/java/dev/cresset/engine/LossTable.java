package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.LossOp;
import dev.cresset.op.LossReduction;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.Set;

/** Losses of classes and of label sequences, for which there is the reference kernel alone. */
final class LossTable {
    private static final Set<DType> FLOATS = Set.of(DType.FLOAT32, DType.FLOAT64);

    private LossTable() {}

    static void add(List<OpTable.Row> rows) {
        Shape x = Shape.of(3, 4);
        for (LossReduction reduction : LossReduction.values()) {
            row(rows, new LossOp.MultiMargin(2, 0.5, reduction), x, Shape.of(3), Shape.of(4));
            row(rows, new LossOp.MultilabelMargin(reduction), x, x);
        }
        LossOp.Ctc ctc = new LossOp.Ctc(3, true, new int[] {5, 4}, new int[] {2, 1});
        Shape logs = Shape.of(5, 2, 4);
        row(rows, ctc, logs, Shape.of(2, 2));
        rows.add(
                new OpTable.Row(
                        new LossOp.CtcGradient(ctc),
                        FLOATS,
                        Set.of(),
                        (d, f, r) -> {
                            View[] in = {
                                SampleViews.ordinary(d, logs, f, r),
                                SampleViews.indices(DType.INT64, Shape.of(2, 2), f, 3, r),
                                View.allocate(d, Shape.of(2)),
                                View.allocate(d, Shape.of(2, 5, 5))
                            };
                            View g = SampleViews.ordinary(d, Shape.of(2), f, r);
                            Engines.REFERENCE.run(
                                    ctc, d, new View[] {in[0], in[1]}, new View[] {in[2], in[3]});
                            return new View[] {g, in[0], in[1], in[2], in[3]};
                        },
                        Tolerance.EXACT,
                        1));
    }

    private static void row(
            List<OpTable.Row> rows, LossOp op, Shape x, Shape target, Shape... weights) {
        rows.add(
                new OpTable.Row(
                        op,
                        FLOATS,
                        Set.of(),
                        (d, f, r) -> {
                            View[] in = new View[2 + weights.length];
                            in[0] = SampleViews.ordinary(d, x, f, r);
                            in[1] = SampleViews.indices(DType.INT64, target, f, 3, r);
                            for (int i = 0; i < weights.length; i++) {
                                in[2 + i] = SampleViews.ordinary(d, weights[i], f, r);
                            }
                            return in;
                        },
                        Tolerance.EXACT,
                        1));
    }
}
