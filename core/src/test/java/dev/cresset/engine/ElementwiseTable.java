package dev.cresset.engine;

import static dev.cresset.engine.OpTable.ALL;
import static dev.cresset.engine.OpTable.BITS;
import static dev.cresset.engine.OpTable.FLOATS;
import static dev.cresset.engine.OpTable.INTEGERS;
import static dev.cresset.engine.OpTable.NUMBERS;

import dev.cresset.op.Binary;
import dev.cresset.op.Compare;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import dev.cresset.op.Slope;
import dev.cresset.op.Unary;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The elementwise ops with their inputs. */
final class ElementwiseTable {
    private static final List<Shape> SHAPES =
            List.of(
                    Shape.of(3, 4, 5),
                    Shape.of(2, 33),
                    Shape.of(70),
                    Shape.SCALAR,
                    Shape.of(3, 0, 2),
                    Shape.of(1, 1));

    private ElementwiseTable() {}

    static void add(List<OpTable.Row> rows) {
        for (Unary u : Unary.values()) {
            row(rows, u, dtypes(u), tolerance(u), (d, f, r) -> views(r, f, d));
        }
        for (Binary b : Binary.values()) {
            row(rows, b, dtypes(b), tolerance(b), (d, f, r) -> pair(b, d, f, r));
        }
        for (Compare c : Compare.values()) {
            row(rows, c, ALL, Tolerance.EXACT, (d, f, r) -> views(r, f, d, d));
        }
        OpTable.Inputs one = (d, f, r) -> views(r, f, d);
        OpTable.Inputs two = (d, f, r) -> views(r, f, d, d);
        OpTable.Inputs three = (d, f, r) -> views(r, f, d, d, d);
        Tolerance exact = Tolerance.EXACT;
        for (DType to : DType.values()) {
            row(rows, new Parametric.Cast(to), ALL, exact, one);
        }
        row(rows, new Parametric.Contiguous(), ALL, exact, one);
        row(rows, new Parametric.Copy(), ALL, exact, two);
        row(rows, new Parametric.Fill(), ALL, exact, (d, f, r) -> lastSingle(views(r, f, d, d)));
        for (Slope op : Slope.values()) {
            row(rows, op, FLOATS, Tolerance.TERMS, two);
        }
        row(rows, new Parametric.Difference(0.25), FLOATS, Tolerance.TERMS, three);
        for (double alpha : new double[] {1, -3, 0}) {
            row(rows, new Parametric.AddScaled(alpha), NUMBERS, Tolerance.TERMS, two);
            row(rows, new Parametric.SubScaled(alpha), NUMBERS, Tolerance.TERMS, two);
            row(rows, new Parametric.Rsub(alpha, false), NUMBERS, Tolerance.TERMS, two);
        }
        row(rows, new Parametric.AddScaled(0.3), FLOATS, Tolerance.TERMS, two);
        row(
                rows,
                new Parametric.PowOfNumber(),
                dtypes(Binary.POW),
                tolerance(Binary.POW),
                (d, f, r) -> pair(Binary.POW, d, f, r));
        for (double e : new double[] {0, 1, 2, 3}) {
            row(rows, new Parametric.PowScalar(e, false), NUMBERS, Tolerance.ULPS, one);
        }
        for (double e : new double[] {0.5, -0.5, -1, -2, 1.7, Double.NaN}) {
            row(rows, new Parametric.PowScalar(e, true), NUMBERS, Tolerance.ULPS, one);
        }
        double infinity = Double.POSITIVE_INFINITY;
        for (double[] b : new double[][] {{-1, 2}, {-infinity, 3}, {0, infinity}, {2, -1}}) {
            row(rows, new Parametric.Clamp(b[0], b[1]), NUMBERS, exact, one);
            row(rows, new Parametric.Hardtanh(b[0], b[1]), NUMBERS, exact, one);
        }
        row(rows, new Parametric.ClampBetween(), NUMBERS, exact, three);
        row(rows, new Parametric.ClampMin(), NUMBERS, exact, two);
        row(rows, new Parametric.ClampMax(), NUMBERS, exact, two);
        for (int decimals : new int[] {0, 2, -1}) {
            row(rows, new Parametric.Round(decimals), FLOATS, exact, one);
        }
        row(rows, new Parametric.LeakyRelu(0.01), FLOATS, Tolerance.ULPS, one);
        row(rows, new Parametric.Elu(1, 1, 1), FLOATS, Tolerance.ULPS, one);
        row(rows, new Parametric.Elu(1.5, 1.1, 0.7), FLOATS, Tolerance.TERMS, one);
        row(rows, new Parametric.Softplus(1, 20), FLOATS, Tolerance.ULPS, one);
        row(rows, new Parametric.Softplus(2.5, 3), FLOATS, Tolerance.TERMS, one);
        row(rows, new Parametric.Threshold(1, -7), NUMBERS, exact, one);
        row(rows, new Parametric.Hardshrink(0.5), FLOATS, exact, one);
        row(rows, new Parametric.Softshrink(0.5), FLOATS, exact, one);
        row(rows, new Parametric.Where(), ALL, exact, (d, f, r) -> views(r, f, DType.BOOL, d, d));
        row(
                rows,
                new Parametric.MaskedFill(),
                ALL,
                exact,
                (d, f, r) -> lastSingle(views(r, f, d, DType.BOOL, d)));
        row(rows, new Parametric.Lerp(), FLOATS, PRODUCT, (d, f, r) -> lerp(d, f, r));
        row(rows, new Parametric.Addcmul(0.5), FLOATS, PRODUCT, three);
        row(rows, new Parametric.Addcmul(3), INTEGERS, exact, three);
        row(
                rows,
                new Parametric.Addcdiv(0.5),
                FLOATS,
                PRODUCT,
                (d, f, r) -> halves(views(r, f, d, d, d)));
        row(rows, new Parametric.Polygamma(1), ALL, GAMMA, one);
        row(rows, new Parametric.NanToNum(1.5, 10, -10), NUMBERS, exact, one);
    }

    private static void row(
            List<OpTable.Row> rows,
            Elementwise op,
            Set<DType> dtypes,
            Tolerance tolerance,
            OpTable.Inputs inputs) {
        rows.add(new OpTable.Row(op, dtypes, dtypes, inputs, tolerance, SHAPES.size()));
    }

    /** {@code x + value * y * z}: the product of two inputs is the largest term. */
    private static final Tolerance PRODUCT =
            (dtype, expected, scale) ->
                    4
                            * Math.max(
                                    Tolerance.ulp(dtype, scale * scale),
                                    Tolerance.ulp(dtype, expected));

    /**
     * The recurrences cancel terms of the size of log(13!), about 23, and reflection terms of the
     * size of x log x: what is lost is relative to the largest of them.
     */
    private static final Tolerance GAMMA =
            (dtype, expected, scale) ->
                    128
                            * Math.max(
                                    Tolerance.ulp(dtype, 1 + scale * Math.log1p(scale)),
                                    Tolerance.ulp(dtype, expected));

    private static View[] views(Random random, SampleViews.Form form, DType... dtypes) {
        Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
        View[] out = new View[dtypes.length];
        for (int i = 0; i < out.length; i++) {
            SampleViews.Form f = i == 0 ? form : any(random);
            out[i] = SampleViews.random(dtypes[i], shape, f, random);
        }
        return out;
    }

    private static SampleViews.Form any(Random random) {
        return SampleViews.Form.values()[random.nextInt(4)];
    }

    /** Makes the last input the repetition of one element. */
    private static View[] lastSingle(View... views) {
        View last = views[views.length - 1];
        int[] strides = new int[last.shape().rank()];
        views[views.length - 1] = last.with(new Layout(last.shape(), strides, 0));
        return views;
    }

    /** Keeps divisors from being so small that a quotient has no scale. */
    private static View[] halves(View... views) {
        View z = views[2];
        for (int i = 0; i < z.numel(); i++) {
            double x = z.doubleAt(i);
            z.setDouble(i, Math.abs(x) < 0.5 ? 0.5 : x);
        }
        return views;
    }

    private static View[] lerp(DType d, SampleViews.Form form, Random random) {
        View[] in = views(random, form, d, d, d);
        return random.nextBoolean() ? lastSingle(in) : in;
    }

    /** Two inputs in the op's domain: integers refuse divisors of 0 and negative exponents. */
    private static View[] pair(Binary op, DType dtype, SampleViews.Form form, Random random) {
        View[] in = views(random, form, dtype, dtype);
        View y = in[1];
        for (int i = 0; i < y.numel() && !dtype.isFloatingPoint(); i++) {
            long v = y.longAt(i);
            switch (op) {
                case FLOOR_DIVIDE, TRUNC_DIVIDE, REMAINDER, FMOD -> y.setLong(i, v == 0 ? 3 : v);
                case POW -> y.setLong(i, Math.floorMod(v, 9));
                default -> {}
            }
        }
        return in;
    }

    private static Set<DType> dtypes(Unary op) {
        return switch (op) {
            case NEG, ABS, FLOOR, CEIL, ROUND, TRUNC, RELU -> NUMBERS;
            case BITWISE_NOT -> BITS;
            default -> op.floatsOnly() ? FLOATS : ALL;
        };
    }

    private static Set<DType> dtypes(Binary op) {
        return switch (op) {
            case SUB, REMAINDER, FMOD, FLOOR_DIVIDE, TRUNC_DIVIDE, POW -> NUMBERS;
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR -> BITS;
            case BITWISE_LEFT_SHIFT, BITWISE_RIGHT_SHIFT, GCD, LCM -> INTEGERS;
            case HYPOT, LOGADDEXP -> FLOATS;
            default -> ALL;
        };
    }

    private static Tolerance tolerance(Unary op) {
        return switch (op) {
            case CLONE, NEG, ABS, SIGN, SQUARE, RECIPROCAL, FLOOR, CEIL, ROUND, TRUNC, FRAC, SQRT ->
                    Tolerance.EXACT;
            case RELU, LOGICAL_NOT, BITWISE_NOT, ISNAN, ISINF, ISFINITE -> Tolerance.EXACT;
            case LGAMMA, DIGAMMA -> GAMMA;
            // 1 + erf(x) cancels for negative x, as in PyTorch: errors are of the size of x.
            case GELU -> Tolerance.TERMS;
            case HARDSWISH, HARDSIGMOID, GELU_TANH -> Tolerance.TERMS;
            default -> Tolerance.ULPS;
        };
    }

    private static Tolerance tolerance(Binary op) {
        return switch (op) {
            case DIV, FLOOR_DIVIDE, POW, ATAN2, HYPOT, XLOGY -> Tolerance.ULPS;
            case LOGADDEXP -> Tolerance.TERMS;
            default -> Tolerance.EXACT;
        };
    }
}
