package dev.cresset.engine;

import static dev.cresset.engine.OpTable.ALL;
import static dev.cresset.engine.OpTable.FLOATS;

import dev.cresset.op.DType;
import dev.cresset.op.Indexing;
import dev.cresset.op.Movement;
import dev.cresset.op.Op;
import dev.cresset.op.Scan;
import dev.cresset.op.Selection;
import dev.cresset.op.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Ops that order, move, scatter and accumulate, with their inputs. */
final class OrderingTable {
    private static final Set<DType> NONE = EnumSet.noneOf(DType.class);

    private OrderingTable() {}

    static void add(List<OpTable.Row> rows) {
        for (Op op :
                List.of(
                        new Selection.Sort(1, true),
                        new Selection.Topk(2, 1, true),
                        new Selection.Kthvalue(2, 0, false),
                        new Selection.Median(1, true, true),
                        new Selection.Mode(0, false),
                        new Scan.Cumprod(1),
                        new Scan.Cumextreme(true, 0),
                        new Movement.Flip(0, 1),
                        new Movement.Roll(new int[] {2}, new int[] {1}),
                        new Movement.Tril(-1),
                        new Movement.Triu(1),
                        new Movement.Repeat(2, 1, 3))) {
            row(rows, op, ALL, NONE);
        }
        row(rows, new Scan.Logcumsumexp(1), FLOATS, NONE);
        scatter(rows, new Indexing.Scatter(1), ALL);
        for (Indexing.Fold fold : Indexing.Fold.values()) {
            scatter(rows, new Indexing.ScatterReduce(1, fold, true), NONE);
        }
    }

    private static void row(List<OpTable.Row> rows, Op op, Set<DType> dtypes, Set<DType> plain) {
        OpTable.Inputs inputs =
                (d, f, r) -> new View[] {SampleViews.random(d, Shape.of(3, 5), f, r)};
        rows.add(new OpTable.Row(op, dtypes, plain, inputs, Tolerance.EXACT, 2));
    }

    private static void scatter(List<OpTable.Row> rows, Op op, Set<DType> plain) {
        OpTable.Inputs inputs =
                (d, f, r) ->
                        new View[] {
                            SampleViews.random(d, Shape.of(3, 5), f, r),
                            SampleViews.indices(
                                    DType.INT64, Shape.of(2, 4), SampleViews.Form.CONTIGUOUS, 5, r),
                            SampleViews.random(d, Shape.of(2, 4), f, r)
                        };
        rows.add(new OpTable.Row(op, ALL, plain, inputs, Tolerance.EXACT, 2));
    }
}
