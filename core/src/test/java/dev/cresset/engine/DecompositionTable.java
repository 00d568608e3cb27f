package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Decomposition;
import dev.cresset.op.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Matrix factorisations, which only the reference engine computes. */
final class DecompositionTable {
    private static final Set<DType> REALS = EnumSet.of(DType.FLOAT32, DType.FLOAT64);
    private static final Set<DType> NONE = EnumSet.noneOf(DType.class);
    private static final List<Shape> SHAPES =
            List.of(Shape.of(3, 4, 4), Shape.of(2, 2), Shape.of(0, 3, 3), Shape.of(0, 0));

    private DecompositionTable() {}

    static void add(List<OpTable.Row> rows) {
        for (Decomposition op :
                List.of(
                        new Decomposition.Cholesky(true),
                        new Decomposition.LuFactor(true),
                        new Decomposition.Qr(false),
                        new Decomposition.Geqrf(),
                        new Decomposition.Eigh(true),
                        new Decomposition.Svd(true),
                        new Decomposition.LdlFactor())) {
            for (Shape shape : SHAPES) {
                row(rows, op, (d, f, r) -> new View[] {SampleViews.random(d, shape, f, r)});
            }
        }
        row(
                rows,
                new Decomposition.SolveTriangular(true, false),
                (d, f, r) ->
                        new View[] {
                            SampleViews.ordinary(d, Shape.of(2, 3, 3), f, r),
                            SampleViews.ordinary(d, Shape.of(2, 3, 5), f, r)
                        });
        row(
                rows,
                new Decomposition.LdlSolve(),
                (d, f, r) ->
                        new View[] {
                            SampleViews.ordinary(d, Shape.of(2, 3, 3), f, r),
                            pivots(Shape.of(2, 3)),
                            SampleViews.ordinary(d, Shape.of(2, 3, 5), f, r)
                        });
        OpTable.Inputs pivots = (d, f, r) -> new View[] {pivots(Shape.of(2, 3))};
        Set<DType> whole = EnumSet.of(DType.INT32);
        rows.add(
                new OpTable.Row(
                        new Decomposition.PivotOrder(4), whole, NONE, pivots, Tolerance.EXACT, 1));
    }

    private static View pivots(Shape shape) {
        View out = View.allocate(DType.INT32, shape);
        for (int i = 0; i < out.numel(); i++) {
            out.setLong(i, 3);
        }
        return out;
    }

    private static void row(List<OpTable.Row> rows, Decomposition op, OpTable.Inputs inputs) {
        rows.add(new OpTable.Row(op, REALS, NONE, inputs, Tolerance.EXACT, 2));
    }
}
