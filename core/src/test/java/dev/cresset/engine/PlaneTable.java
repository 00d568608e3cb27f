package dev.cresset.engine;

import static dev.cresset.engine.OpTable.FLOATS;

import dev.cresset.op.DType;
import dev.cresset.op.GridPadding;
import dev.cresset.op.Interpolation;
import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The ops over planes with their inputs. */
final class PlaneTable {
    /** Both engines compute in double and round once; sums of up to 100 terms in another order. */
    private static final Tolerance SUMS =
            (dtype, expected, scale) ->
                    100 * Tolerance.ulp(DType.FLOAT64, Math.max(4 * scale, Math.abs(expected)))
                            + Tolerance.ulp(dtype, expected);

    private PlaneTable() {}

    static void add(List<OpTable.Row> rows) {
        maxima(rows);
        blocks(rows);
        resampling(rows);
        for (GridPadding beyond : GridPadding.values()) {
            for (Interpolation by :
                    List.of(Interpolation.NEAREST, Interpolation.LINEAR, Interpolation.CUBIC)) {
                grid(rows, new PlaneOp.GridSample(by, beyond, by == Interpolation.LINEAR, 2));
            }
            grid(rows, new PlaneOp.GridSample(Interpolation.LINEAR, beyond, false, 3));
        }
    }

    private static void maxima(List<OpTable.Row> rows) {
        row(rows, new PlaneOp.AdaptiveMaxPool(3), Shape.of(2, 3, 7));
        row(rows, new PlaneOp.AdaptiveMaxPool(3, 5), Shape.of(2, 3, 7, 4));
        row(rows, new PlaneOp.AdaptiveMaxPool(2, 1, 4), Shape.of(3, 4, 5, 6));
        drawn(rows, new PlaneOp.FractionalMaxPool(ints(2, 3), ints(4, 3)), Shape.of(2, 3, 8, 7));
        drawn(
                rows,
                new PlaneOp.FractionalMaxPool(ints(2, 3, 1), ints(4, 1, 3)),
                Shape.of(3, 8, 7, 4));
        places(rows, new PlaneOp.MaxUnpool(4, 5), Shape.of(2, 3, 2, 3), 20);
        places(rows, new PlaneOp.MaxUnpool(2, 4, 3), Shape.of(3, 2, 3, 2), 24);
    }

    private static void drawn(List<OpTable.Row> rows, PlaneOp.FractionalMaxPool op, Shape x) {
        int n = op.sizes().length;
        int channels = x.size(x.rank() - n - 1);
        Shape samples = Shape.of(x.rank() == n + 1 ? 1 : x.size(0), channels, n);
        rows.add(
                new OpTable.Row(
                        op,
                        FLOATS,
                        FLOATS,
                        (d, f, r) -> {
                            View s = SampleViews.ordinary(d, samples, f, r);
                            for (int i = 0; i < s.numel(); i++) {
                                s.setDouble(i, 0.9 * r.nextDouble());
                            }
                            return new View[] {SampleViews.ordinary(d, x, f, r), s};
                        },
                        Tolerance.EXACT,
                        3));
    }

    private static void places(List<OpTable.Row> rows, PlaneOp.MaxUnpool op, Shape x, int plane) {
        rows.add(
                new OpTable.Row(
                        op,
                        FLOATS,
                        FLOATS,
                        (d, f, r) ->
                                new View[] {
                                    SampleViews.ordinary(d, x, f, r),
                                    SampleViews.indices(DType.INT64, x, f, plane, r)
                                },
                        Tolerance.EXACT,
                        3));
    }

    private static void blocks(List<OpTable.Row> rows) {
        PlaneOp.Blocks dense = new PlaneOp.Blocks(ints(2, 3), ints(1, 1), ints(0, 1), ints(1, 1));
        PlaneOp.Blocks sparse = new PlaneOp.Blocks(ints(2, 2), ints(1, 3), ints(1, 2), ints(3, 2));
        for (PlaneOp.Blocks b : List.of(dense, sparse)) {
            int[] counts = b.counts(5, 6);
            int columns = 3 * b.kernel()[0] * b.kernel()[1];
            Set<DType> all = EnumSet.copyOf(FLOATS);
            all.add(DType.BOOL);
            row(rows, new PlaneOp.Unfold(b), all, Shape.of(2, 3, 5, 6));
            row(rows, new PlaneOp.Unfold(b), all, Shape.of(3, 5, 6));
            PlaneOp fold = new PlaneOp.Fold(b, 5, 6);
            row(rows, fold, FLOATS, Shape.of(2, columns, counts[0] * counts[1]));
            row(rows, fold, FLOATS, Shape.of(columns, counts[0] * counts[1]));
        }
    }

    private static void resampling(List<OpTable.Row> rows) {
        for (Interpolation by : Interpolation.values()) {
            for (boolean align : new boolean[] {false, true}) {
                for (boolean antialias : new boolean[] {false, true}) {
                    boolean near = by == Interpolation.NEAREST || by == Interpolation.NEAREST_EXACT;
                    if ((near && antialias) || (by == Interpolation.LANCZOS && !antialias)) {
                        continue;
                    }
                    resample(rows, by, align, antialias, ints(7, 3), Shape.of(2, 2, 4, 5));
                    resample(rows, by, align, antialias, ints(4, 11), Shape.of(1, 2, 4, 5));
                }
            }
        }
        resample(rows, Interpolation.LINEAR, false, false, ints(9), Shape.of(2, 2, 4));
        resample(rows, Interpolation.LINEAR, true, false, ints(3, 2, 5), Shape.of(2, 1, 2, 4, 3));
        resample(rows, Interpolation.NEAREST, false, false, ints(3, 2, 5), Shape.of(2, 1, 2, 4, 3));
    }

    private static void resample(
            List<OpTable.Row> rows,
            Interpolation by,
            boolean align,
            boolean antialias,
            int[] sizes,
            Shape x) {
        PlaneOp.Resample op =
                new PlaneOp.Resample(by, sizes, new double[sizes.length], align, antialias);
        Set<DType> all = EnumSet.copyOf(FLOATS);
        all.add(DType.UINT8);
        row(rows, op, all, x);
        int[] y = x.toArray();
        System.arraycopy(sizes, 0, y, 2, sizes.length);
        int[] plane = Arrays.copyOfRange(x.toArray(), 2, x.rank());
        row(rows, new PlaneOp.ResampleAdjoint(op, plane), FLOATS, Shape.of(y));
    }

    private static void grid(List<OpTable.Row> rows, PlaneOp.GridSample op) {
        int n = op.dimensions();
        Shape x = n == 2 ? Shape.of(2, 3, 4, 5) : Shape.of(2, 3, 4, 5, 2);
        Shape grid = n == 2 ? Shape.of(2, 3, 2, 2) : Shape.of(2, 3, 2, 1, 3);
        Shape y = n == 2 ? Shape.of(2, 3, 3, 2) : Shape.of(2, 3, 3, 2, 1);
        row(rows, op, FLOATS, x, grid);
        row(rows, new PlaneOp.GridSampleGradient(op), FLOATS, y, x, grid);
    }

    private static void row(List<OpTable.Row> rows, PlaneOp op, Shape... shapes) {
        row(rows, op, FLOATS, shapes);
    }

    private static void row(
            List<OpTable.Row> rows, PlaneOp op, Set<DType> dtypes, Shape... shapes) {
        rows.add(
                new OpTable.Row(
                        op,
                        dtypes,
                        FLOATS,
                        (d, f, r) -> {
                            View[] in = new View[shapes.length];
                            for (int i = 0; i < in.length; i++) {
                                in[i] = SampleViews.ordinary(d, shapes[i], f, r);
                            }
                            return in;
                        },
                        SUMS,
                        2));
    }

    private static int[] ints(int... values) {
        return values;
    }
}
