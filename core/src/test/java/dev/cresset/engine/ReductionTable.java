package dev.cresset.engine;

import static dev.cresset.engine.OpTable.ALL;
import static dev.cresset.engine.OpTable.FLOATS;

import dev.cresset.op.DType;
import dev.cresset.op.Reduction;
import dev.cresset.op.Reduction.Kind;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Reductions with their inputs. */
final class ReductionTable {

    /** The most elements that one result is made of. */
    private static final int TERMS = 5000;

    private static final int[][] DIMS = {{0}, {1}, {2}, {0, 2}, {1, 2}, {0, 1, 2}};
    private static final Shape CUBE = Shape.of(3, 70, 5);

    private ReductionTable() {}

    static void add(List<OpTable.Row> rows) {
        for (int[] dims : DIMS) {
            boolean keep = dims.length == 2;
            for (Kind kind : Kind.values()) {
                Set<DType> dtypes = kind == Kind.MEAN ? FLOATS : ALL;
                Reduction op = new Reduction.Reduce(kind, dims, keep, false);
                row(rows, op, dtypes, tolerance(kind), CUBE, kind == Kind.PROD);
            }
            for (double correction : new double[] {0, 1, 400, 2000}) {
                floats(rows, new Reduction.Var(dims, correction, keep), SUMS);
                floats(rows, new Reduction.Std(dims, correction, keep), SUMS);
            }
            double infinity = Double.POSITIVE_INFINITY;
            for (double p : new double[] {0, 1, 2, 3, 0.5, infinity, -infinity}) {
                floats(rows, new Reduction.VectorNorm(p, dims, keep), FACTORS);
            }
            for (boolean max : new boolean[] {true, false}) {
                Reduction arg = new Reduction.ArgExtreme(max, dims, keep);
                row(rows, arg, OpTable.NUMBERS, Tolerance.EXACT, CUBE, false);
                Reduction extreme = new Reduction.Extreme(max, dims[0], keep);
                row(rows, extreme, ALL, Tolerance.EXACT, CUBE, false);
            }
        }
        for (Kind kind : new Kind[] {Kind.SUM, Kind.PROD, Kind.ALL, Kind.ANY}) {
            for (int[] dims : new int[][] {{1}, {0, 1}, {0}}) {
                Reduction op = new Reduction.Reduce(kind, dims, false, false);
                row(rows, op, ALL, tolerance(kind), Shape.of(3, 0), false);
            }
            Reduction scalar = new Reduction.Reduce(kind, new int[] {}, false, true);
            row(rows, scalar, ALL, tolerance(kind), Shape.SCALAR, false);
            Reduction longer = new Reduction.Reduce(kind, new int[] {0}, false, true);
            row(rows, longer, ALL, tolerance(kind), Shape.of(TERMS), kind == Kind.PROD);
        }
        Reduction empty = new Reduction.Reduce(Kind.LOGSUMEXP, new int[] {1}, false, false);
        row(rows, empty, FLOATS, Tolerance.EXACT, Shape.of(3, 0), false);
        Reduction mean = new Reduction.Reduce(Kind.MEAN, new int[] {1}, false, false);
        row(rows, mean, FLOATS, Tolerance.EXACT, Shape.of(3, 0), false);
        Reduction var = new Reduction.Var(new int[] {1}, 1, false);
        row(rows, var, FLOATS, Tolerance.EXACT, Shape.of(3, 0), false);
        Reduction norm = new Reduction.VectorNorm(2, new int[] {1}, false);
        row(rows, norm, FLOATS, Tolerance.EXACT, Shape.of(3, 0), false);
    }

    /**
     * One rounding to the dtype, and one of a double per term: partial sums of n terms, squared or
     * not, are at most n times the largest.
     */
    private static final Tolerance SUMS =
            (dtype, expected, scale) -> {
                double bound = TERMS * Math.max(1, scale * scale);
                return Tolerance.ulp(dtype, expected) + TERMS * Math.ulp(bound);
            };

    /** One rounding to the dtype, and a double's relative error per factor or power. */
    private static final Tolerance FACTORS =
            (dtype, expected, scale) -> Tolerance.ulp(dtype, expected) + TERMS * Math.ulp(expected);

    private static Tolerance tolerance(Kind kind) {
        return switch (kind) {
            case SUM, MEAN -> SUMS;
            case PROD -> FACTORS;
            case LOGSUMEXP -> SUMS;
            case AMAX, AMIN -> Tolerance.EQUAL;
            case ALL, ANY -> Tolerance.EXACT;
        };
    }

    private static void floats(List<OpTable.Row> rows, Reduction op, Tolerance tolerance) {
        row(rows, op, FLOATS, tolerance, CUBE, false);
    }

    private static void row(
            List<OpTable.Row> rows,
            Reduction op,
            Set<DType> dtypes,
            Tolerance tolerance,
            Shape shape,
            boolean product) {
        boolean exact = tolerance == Tolerance.EXACT || tolerance == Tolerance.EQUAL;
        OpTable.Inputs inputs =
                (d, f, r) -> {
                    View x =
                            exact
                                    ? SampleViews.random(d, shape, f, r)
                                    : SampleViews.ordinary(d, shape, f, r);
                    if (product && d.isFloatingPoint()) {
                        nearOne(x);
                    }
                    if (!exact && r.nextInt(3) == 0) {
                        spoil(x, r);
                    }
                    return new View[] {x};
                };
        rows.add(new OpTable.Row(op, dtypes, dtypes, inputs, tolerance, 3));
    }

    /** Keeps a product of many factors in range. */
    private static void nearOne(View x) {
        for (int i = 0; i < x.numel(); i++) {
            x.setDouble(i, 1 + Math.clamp(x.doubleAt(i), -3, 3) * 0.001);
        }
    }

    /** Puts a NaN or an infinity somewhere. */
    private static void spoil(View x, Random random) {
        if (x.numel() > 0 && x.dtype().isFloatingPoint()) {
            x.setDouble(random.nextInt(x.numel()), random.nextBoolean() ? Double.NaN : 1.0 / 0);
        }
    }
}
