package dev.cresset.engine;

import static dev.cresset.engine.OpTable.ALL;
import static dev.cresset.engine.OpTable.FLOATS;
import static dev.cresset.engine.OpTable.NUMBERS;

import dev.cresset.op.DType;
import dev.cresset.op.Indexing;
import dev.cresset.op.IndexingInference;
import dev.cresset.op.Join;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Op;
import dev.cresset.op.Scan;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Matrix products, scans, indexing, joins and neural ops with their inputs. */
final class StructuredTable {
    /**
     * One rounding per term, of partial sums of up to 300 products of normal deviates, times 3;
     * halves are summed in float32 and rounded once.
     */
    private static final Tolerance PRODUCTS =
            (dtype, expected, scale) -> {
                DType sums = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
                return 300 * Tolerance.ulp(sums, 3 * Math.sqrt(300))
                        + Tolerance.ulp(dtype, expected);
            };

    private static final Tolerance SCANS =
            (dtype, expected, scale) ->
                    64 * Tolerance.ulp(dtype, Math.max(scale, Math.abs(expected)));

    private static final Tolerance SOFTMAX =
            (dtype, expected, scale) ->
                    16 * Tolerance.ulp(dtype, Math.max(1e-3, Math.abs(expected)));

    private StructuredTable() {}

    static void add(List<OpTable.Row> rows) {
        matrix(rows);
        for (int dim = 0; dim < 3; dim++) {
            Shape shape = Shape.of(4, 37, 3);
            scan(rows, new Scan.Cumsum(dim), ALL, shape, SCANS);
            scan(rows, new Scan.Softmax(dim), FLOATS, shape, SOFTMAX);
            scan(rows, new Scan.LogSoftmax(dim), FLOATS, shape, SCANS);
        }
        for (Shape shape : List.of(Shape.of(3, 70), Shape.of(2, 70, 20))) {
            scan(rows, new Scan.Softmax(1), FLOATS, shape, SOFTMAX);
            scan(rows, new Scan.LogSoftmax(1), FLOATS, shape, SCANS);
        }
        for (Shape shape : List.of(Shape.SCALAR, Shape.of(0), Shape.of(0, 3), Shape.of(3, 0))) {
            int dim = 0;
            scan(rows, new Scan.Cumsum(dim), ALL, shape, SCANS);
            scan(rows, new Scan.Softmax(dim), FLOATS, shape, SOFTMAX);
            scan(rows, new Scan.LogSoftmax(dim), FLOATS, shape, SCANS);
        }
        indexing(rows);
        indexTensors(rows);
        join(rows);
        for (DType index : new DType[] {DType.INT64, DType.INT32}) {
            for (int[] sizes : new int[][] {{4, 3}, {}, {0}, {9}}) {
                row(
                        rows,
                        new NeuralOp.Embedding(-1, false),
                        ALL,
                        Tolerance.EXACT,
                        (d, f, r) ->
                                new View[] {
                                    SampleViews.random(d, Shape.of(11, 5), f, r),
                                    SampleViews.indices(index, Shape.of(sizes), f, 11, r)
                                });
            }
        }
    }

    private static void matrix(List<OpTable.Row> rows) {
        int[][] sizes = {
            {2, 3, 4},
            {17, 70, 33},
            {1, 9, 1},
            {5, 0, 3},
            {0, 4, 2},
            {5, 0, 0},
            {2, 3, 0},
            {1, 300, 40},
            {9, 40, 1}
        };
        double[][] scales = {{1, 1}, {0, 1}, {2, -3}, {1, 0}};
        for (int[] s : sizes) {
            Shape a = Shape.of(s[0], s[1]);
            Shape b = Shape.of(s[1], s[2]);
            product(rows, new MatrixOp.Mm(), a, b);
            product(rows, new MatrixOp.Mv(), a, Shape.of(s[1]));
            product(rows, new MatrixOp.Dot(), Shape.of(s[1]), Shape.of(s[1]));
            Shape as = Shape.of(3, s[0], s[1]);
            Shape bs = Shape.of(3, s[1], s[2]);
            product(rows, new MatrixOp.Bmm(), as, bs);
            for (double[] k : scales) {
                Shape wide = Shape.of(s[0], s[2]);
                product(rows, new MatrixOp.Addmm(k[0], k[1]), wide, a, b);
                product(rows, new MatrixOp.Addmm(k[0], k[1]), Shape.of(s[2]), a, b);
                product(rows, new MatrixOp.Addmm(k[0], k[1]), Shape.SCALAR, a, b);
                product(rows, new MatrixOp.Baddbmm(k[0], k[1]), Shape.of(3, s[0], s[2]), as, bs);
                product(rows, new MatrixOp.Baddbmm(k[0], k[1]), Shape.of(s[0], 1), as, bs);
                product(rows, new MatrixOp.Addmv(k[0], k[1]), Shape.of(s[0]), a, Shape.of(s[1]));
                product(rows, new MatrixOp.Addmv(k[0], k[1]), Shape.of(1), a, Shape.of(s[1]));
            }
        }
    }

    private static void product(List<OpTable.Row> rows, MatrixOp op, Shape... shapes) {
        row(
                rows,
                op,
                NUMBERS,
                PRODUCTS,
                (d, f, r) -> {
                    View[] in = new View[shapes.length];
                    for (int i = 0; i < in.length; i++) {
                        in[i] = SampleViews.ordinary(d, shapes[i], i == 0 ? f : any(r), r);
                    }
                    return in;
                });
    }

    private static void scan(
            List<OpTable.Row> rows, Scan op, Set<DType> dtypes, Shape shape, Tolerance tolerance) {
        row(
                rows,
                op,
                dtypes,
                tolerance,
                (d, f, r) -> {
                    View x = SampleViews.ordinary(d, shape, f, r);
                    if (d.isFloatingPoint() && x.numel() > 0 && r.nextBoolean()) {
                        double[] odd = {Double.NaN, 1.0 / 0, -1.0 / 0, 80, -80};
                        x.setDouble(r.nextInt(x.numel()), odd[r.nextInt(odd.length)]);
                    }
                    return new View[] {x};
                });
    }

    private static void indexing(List<OpTable.Row> rows) {
        Shape x = Shape.of(4, 5, 6);
        for (int dim = 0; dim < 3; dim++) {
            int at = dim;
            for (Shape index : List.of(Shape.of(4, 5, 6), Shape.of(3, 2, 4), Shape.of(4, 0, 6))) {
                index(rows, at, x, index, x.size(at));
            }
        }
        index(rows, 0, Shape.of(7), Shape.of(20), 7);
        index(rows, 0, Shape.of(7), Shape.SCALAR, 7);
        index(rows, 0, Shape.SCALAR, Shape.SCALAR, 1);
        index(rows, 0, Shape.SCALAR, Shape.of(1), 1);
        index(rows, 1, Shape.of(2, 3), Shape.of(0), 3);
    }

    private static void index(List<OpTable.Row> rows, int dim, Shape x, Shape index, int bound) {
        for (DType dtype : new DType[] {DType.INT64, DType.INT32}) {
            row(
                    rows,
                    new Indexing.Gather(dim),
                    ALL,
                    Tolerance.EXACT,
                    (d, f, r) ->
                            new View[] {
                                SampleViews.random(d, x, f, r),
                                SampleViews.indices(dtype, index, any(r), bound, r)
                            });
            row(
                    rows,
                    new Indexing.ScatterAdd(dim),
                    ALL,
                    SCANS,
                    (d, f, r) ->
                            new View[] {
                                SampleViews.ordinary(d, x, f, r),
                                SampleViews.indices(dtype, index, any(r), bound, r),
                                SampleViews.ordinary(d, index, any(r), r)
                            });
        }
    }

    private static void indexTensors(List<OpTable.Row> rows) {
        Shape x = Shape.of(4, 5, 6);
        for (int[] dims : new int[][] {{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}, {0, 1, 2}}) {
            for (Shape index : List.of(Shape.of(3), Shape.of(2, 3), Shape.SCALAR, Shape.of(0))) {
                Op get = new Indexing.IndexTensors(dims);
                row(rows, get, ALL, Tolerance.EXACT, (d, f, r) -> named(d, f, r, x, index, dims));
                for (boolean accumulate : new boolean[] {true, false}) {
                    Op put = new Indexing.IndexPut(dims, accumulate);
                    Shape read = IndexingInference.picked(x, dims, index);
                    for (Shape values : List.of(read, Shape.SCALAR)) {
                        row(
                                rows,
                                put,
                                ALL,
                                accumulate ? SCANS : Tolerance.EXACT,
                                (d, f, r) -> {
                                    View[] in = named(d, f, r, x, index, dims);
                                    View[] all = new View[in.length + 1];
                                    all[0] = in[0];
                                    all[1] = SampleViews.ordinary(d, values, any(r), r);
                                    System.arraycopy(in, 1, all, 2, dims.length);
                                    return all;
                                });
                    }
                }
            }
        }
        row(
                rows,
                new Indexing.Nonzero(2),
                ALL,
                Tolerance.EXACT,
                (d, f, r) -> {
                    SampleViews.Form form =
                            f == SampleViews.Form.EXPANDED ? SampleViews.Form.SLICED : f;
                    View zeros = SampleViews.zeros(d, x, form);
                    zeros.setLong(7, 1);
                    zeros.setLong(100, 1);
                    return new View[] {zeros};
                });
    }

    /** x and an index tensor, negative ones too, for each of some dimensions. */
    private static View[] named(
            DType d, SampleViews.Form form, Random r, Shape x, Shape index, int... dims) {
        View[] in = new View[dims.length + 1];
        in[0] = SampleViews.ordinary(d, x, form, r);
        for (int i = 0; i < dims.length; i++) {
            int size = x.size(dims[i]);
            in[i + 1] = SampleViews.indices(DType.INT64, index, any(r), size, r);
            if (in[i + 1].numel() > 0) {
                in[i + 1].setLong(0, -size);
            }
        }
        return in;
    }

    private static void join(List<OpTable.Row> rows) {
        for (int dim = 0; dim < 2; dim++) {
            boolean tall = dim == 0;
            row(
                    rows,
                    new Join.Stack(dim),
                    ALL,
                    Tolerance.EXACT,
                    (d, f, r) ->
                            new View[] {
                                SampleViews.random(d, Shape.of(3, 4), f, r),
                                SampleViews.random(d, Shape.of(3, 4), any(r), r)
                            });
            for (DType other : DType.values()) {
                row(
                        rows,
                        new Join.Cat(dim),
                        ALL,
                        Tolerance.EXACT,
                        (d, f, r) ->
                                new View[] {
                                    SampleViews.random(d, Shape.of(3, 4), f, r),
                                    SampleViews.random(
                                            DType.FLOAT32 == other ? other : d, Shape.of(0), f, r),
                                    SampleViews.random(
                                            other, Shape.of(tall ? 2 : 3, tall ? 4 : 1), any(r), r),
                                    SampleViews.random(
                                            d, Shape.of(tall ? 0 : 3, tall ? 4 : 0), any(r), r),
                                });
            }
        }
    }

    private static SampleViews.Form any(Random random) {
        return SampleViews.Form.values()[random.nextInt(4)];
    }

    private static void row(
            List<OpTable.Row> rows,
            Op op,
            Set<DType> dtypes,
            Tolerance tolerance,
            OpTable.Inputs inputs) {
        rows.add(new OpTable.Row(op, dtypes, dtypes, inputs, tolerance, 2));
    }
}
