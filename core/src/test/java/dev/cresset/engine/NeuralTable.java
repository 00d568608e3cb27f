package dev.cresset.engine;

import static dev.cresset.engine.OpTable.ALL;
import static dev.cresset.engine.OpTable.FLOATS;
import static dev.cresset.engine.OpTable.NUMBERS;

import dev.cresset.op.DType;
import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.NeuralOp.Normalized;
import dev.cresset.op.PadMode;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Convolution, pooling, padding, normalisation and losses with their inputs. */
final class NeuralTable {
    /** Both engines compute in double and round once; sums of up to 300 terms in another order. */
    private static final Tolerance SUMS =
            (dtype, expected, scale) ->
                    300 * Tolerance.ulp(DType.FLOAT64, Math.max(scale * scale, Math.abs(expected)))
                            + Tolerance.ulp(dtype, expected);

    /**
     * Convolutions in float32 add products one by one in float32, of up to 100 terms here; other
     * dtypes in double. Terms may cancel: what counts is the size of the largest.
     */
    private static final Tolerance CONVOLUTIONS =
            (dtype, expected, scale) ->
                    dtype == DType.FLOAT32
                            ? 100
                                    * Tolerance.ulp(
                                            dtype, Math.max(scale * scale, Math.abs(expected)))
                            : SUMS.allowed(dtype, expected, scale);

    /**
     * Normalisation of float32 rounds each step; its gradients are made of terms as large as the
     * product of two inputs and 1 / sqrt(var), at most 3 here.
     */
    private static final Tolerance NORMALS =
            (dtype, expected, scale) ->
                    dtype == DType.FLOAT32
                            ? 8
                                    * Tolerance.ulp(
                                            dtype, Math.max(9 * scale * scale, Math.abs(expected)))
                            : SUMS.allowed(dtype, expected, scale);

    /**
     * The plain engine rounds the difference, its square, the factor and the quotient, as PyTorch
     * does; all terms of a sum have one sign.
     */
    private static final Tolerance LOSSES =
            (dtype, expected, scale) -> 4 * Tolerance.ulp(dtype, expected);

    /**
     * In float32 the plain engine rounds the sum, which is below 40 for these inputs, and what
     * follows from it; {@code scale} is of the element's own inputs.
     */
    private static final Tolerance SOFTMAX =
            (dtype, expected, scale) -> {
                double most = 40 * Math.exp(scale);
                return dtype == DType.FLOAT32
                        ? 2 * Tolerance.ulp(dtype, most)
                        : 100 * Tolerance.ulp(DType.FLOAT64, most) + Tolerance.ulp(dtype, expected);
            };

    private NeuralTable() {}

    static void add(List<OpTable.Row> rows) {
        convolutions(rows);
        pools(rows);
        for (PadMode mode : PadMode.values()) {
            NeuralOp op = new NeuralOp.Pad(ints(0, 0, 2, 1), ints(0, 1, 1, -1), 3, mode, 3);
            boolean copies = mode == PadMode.CONSTANT || mode == PadMode.CIRCULAR;
            row(rows, op, copies ? ALL : NUMBERS, ALL, Tolerance.EXACT, Shape.of(2, 3, 4, 5));
        }
        normalizations(rows);
        PlaneTable.add(rows);
        losses(rows);
        for (boolean log : new boolean[] {false, true}) {
            for (int dim = 0; dim < 3; dim++) {
                NeuralOp op = new NeuralOp.SoftmaxGradient(dim, log);
                row(rows, op, FLOATS, FLOATS, SOFTMAX, Shape.of(3, 4, 5), Shape.of(3, 4, 5));
            }
            NeuralOp along = new NeuralOp.SoftmaxGradient(1, log);
            row(rows, along, FLOATS, FLOATS, SOFTMAX, Shape.of(3, 70), Shape.of(3, 70));
            row(rows, along, FLOATS, FLOATS, SOFTMAX, Shape.of(2, 70, 20), Shape.of(2, 70, 20));
        }
        row(rows, new NeuralOp.Prelu(), FLOATS, FLOATS, SUMS, Shape.of(3, 4), Shape.of(3, 4));
        row(rows, new NeuralOp.Glu(1), FLOATS, FLOATS, SUMS, Shape.of(3, 4, 2));
    }

    private static void convolutions(List<OpTable.Row> rows) {
        convolution(rows, ints(1), ints(0), ints(1), ints(0), 1, ints(2, 3, 9), ints(4, 3, 3));
        convolution(rows, ints(2), ints(3), ints(3), ints(1), 2, ints(2, 4, 9), ints(4, 2, 4));
        convolution(
                rows,
                ints(1, 1),
                ints(1, 1),
                ints(1, 1),
                ints(0, 0),
                1,
                ints(2, 3, 6, 7),
                ints(5, 3, 3, 3));
        convolution(
                rows,
                ints(2, 3),
                ints(1, 2),
                ints(2, 1),
                ints(1, 2),
                3,
                ints(2, 6, 8, 9),
                ints(6, 2, 3, 2));
        convolution(
                rows,
                ints(3, 2),
                ints(0, 2),
                ints(1, 2),
                ints(0, 0),
                1,
                ints(1, 2, 7, 4),
                ints(3, 2, 2, 3));
        convolution(
                rows,
                ints(1, 2, 1),
                ints(0, 1, 1),
                ints(1, 1, 2),
                ints(0, 1, 0),
                1,
                ints(2, 2, 4, 5, 6),
                ints(3, 2, 2, 3, 2));
        convolution(
                rows,
                ints(1, 1),
                ints(1, 1),
                ints(1, 1),
                ints(0, 0),
                1,
                ints(0, 3, 6, 7),
                ints(5, 3, 3, 3));
    }

    /** Adds a convolution, its adjoint and its weight's gradient. */
    private static void convolution(
            List<OpTable.Row> rows,
            int[] stride,
            int[] padding,
            int[] dilation,
            int[] extra,
            int groups,
            int[] x,
            int[] w) {
        int n = stride.length;
        NeuralOp forward =
                new NeuralOp.Convolution(stride, padding, dilation, false, new int[n], groups);
        row(rows, forward, NUMBERS, FLOATS, CONVOLUTIONS, Shape.of(x), Shape.of(w));
        row(rows, forward, NUMBERS, FLOATS, CONVOLUTIONS, Shape.of(x), Shape.of(w), Shape.of(w[0]));
        int[] g = x.clone();
        g[1] = w[0];
        NeuralOp back = new NeuralOp.Convolution(stride, padding, dilation, true, extra, groups);
        row(
                rows,
                back,
                NUMBERS,
                FLOATS,
                CONVOLUTIONS,
                Shape.of(g),
                Shape.of(w),
                Shape.of(w[1] * groups));
        for (int i = 0; i < n; i++) {
            int reach = dilation[i] * (w[i + 2] - 1) + 1;
            g[i + 2] = (x[i + 2] + 2 * padding[i] - reach) / stride[i] + 1;
        }
        int[] kernel = java.util.Arrays.copyOfRange(w, 2, w.length);
        NeuralOp weight = new NeuralOp.ConvolutionWeight(stride, padding, dilation, groups, kernel);
        row(rows, weight, FLOATS, FLOATS, CONVOLUTIONS, Shape.of(x), Shape.of(g));
    }

    private static void pools(List<OpTable.Row> rows) {
        for (boolean ceil : new boolean[] {false, true}) {
            max(rows, ints(2), ints(2), ints(1), ints(1), ceil, Shape.of(2, 3, 9));
            max(rows, ints(2), ints(3), ints(1), ints(3), ceil, Shape.of(2, 3, 2));
            max(rows, ints(3, 2), ints(2, 3), ints(1, 0), ints(1, 2), ceil, Shape.of(2, 3, 8, 9));
            max(rows, ints(3, 3), ints(1, 1), ints(1, 1), ints(1, 1), ceil, Shape.of(3, 5, 4));
            max(rows, ints(2, 2), ints(2, 2), ints(0, 0), ints(1, 1), ceil, Shape.of(2, 7, 8));
            max(rows, ints(2, 2), ints(2, 2), ints(0, 0), ints(1, 1), ceil, Shape.of(3, 4, 7));
            max(
                    rows,
                    ints(2, 3, 2),
                    ints(1, 2, 2),
                    ints(1, 1, 0),
                    ints(1, 1, 1),
                    ceil,
                    Shape.of(2, 2, 5, 6, 7));
            for (boolean count : new boolean[] {false, true}) {
                average(
                        rows,
                        new NeuralOp.AvgPool(ints(3, 2), ints(2, 3), ints(1, 1), ceil, count, 0),
                        Shape.of(2, 3, 8, 9));
                average(
                        rows,
                        new NeuralOp.AvgPool(
                                ints(2, 3, 2), ints(2, 1, 2), ints(1, 1, 0), ceil, count, -7),
                        Shape.of(2, 5, 6, 7));
            }
        }
        average(rows, new NeuralOp.AdaptiveAvgPool(3, 5), Shape.of(2, 3, 7, 4));
        average(rows, new NeuralOp.AdaptiveAvgPool(2, 1, 4), Shape.of(2, 3, 4, 5));
    }

    private static void max(
            List<OpTable.Row> rows,
            int[] kernel,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean ceil,
            Shape x) {
        NeuralOp op = new NeuralOp.MaxPool(kernel, stride, padding, dilation, ceil);
        rows.add(
                new OpTable.Row(
                        op,
                        NUMBERS,
                        FLOATS,
                        (d, f, r) -> {
                            View v = SampleViews.ordinary(d, x, f, r);
                            if (d.isFloatingPoint() && r.nextBoolean()) {
                                v.setDouble(r.nextInt(v.numel()), Double.NaN);
                                v.setDouble(r.nextInt(v.numel()), Double.NEGATIVE_INFINITY);
                            }
                            return new View[] {v};
                        },
                        Tolerance.EXACT,
                        3));
    }

    private static void average(List<OpTable.Row> rows, NeuralOp.Averaging op, Shape x) {
        row(rows, op, FLOATS, FLOATS, SUMS, x);
        Shape y =
                dev.cresset.op.Inference.infer(op, new dev.cresset.op.Spec(DType.FLOAT32, x))[0]
                        .shape();
        int n =
                switch (op) {
                    case NeuralOp.AvgPool a -> a.kernel().length;
                    case NeuralOp.AdaptiveAvgPool a -> a.sizes().length;
                };
        int[] sizes = java.util.Arrays.copyOfRange(x.toArray(), x.rank() - n, x.rank());
        row(rows, new NeuralOp.Spread(op, sizes), FLOATS, FLOATS, SUMS, y);
    }

    private static void normalizations(List<OpTable.Row> rows) {
        Shape channel = Shape.of(6);
        Shape x = Shape.of(3, 6, 4, 5);
        normalization(
                rows, new NeuralOp.Normalization(Normalized.BATCH, 0, false, 1e-5), x, channel);
        normalization(rows, new NeuralOp.Normalization(Normalized.BATCH, 0, true, 0.5), x, channel);
        normalization(
                rows, new NeuralOp.Normalization(Normalized.GROUP, 3, false, 1e-5), x, channel);
        normalization(
                rows,
                new NeuralOp.Normalization(Normalized.LAYER, 2, false, 1e-5),
                x,
                Shape.of(4, 5));
        normalization(
                rows,
                new NeuralOp.Normalization(Normalized.BATCH, 0, false, 1e-5),
                Shape.of(5, 6),
                channel);
    }

    private static void normalization(
            List<OpTable.Row> rows, NeuralOp.Normalization op, Shape x, Shape weight) {
        Shape[] given = {x, weight, weight, weight, weight};
        Shape[] alone = {x, weight, weight};
        positiveLast(rows, op, op.given() ? given : alone);
        int[] grid = op.grid(x);
        Shape statistics =
                op.over() == Normalized.BATCH ? Shape.of(grid[1]) : Shape.of(grid[0], grid[1]);
        positiveLast(
                rows, new NeuralOp.NormalizationGradient(op), x, x, weight, statistics, statistics);
    }

    private static void positiveLast(List<OpTable.Row> rows, NeuralOp op, Shape... shapes) {
        rows.add(
                new OpTable.Row(
                        op,
                        FLOATS,
                        FLOATS,
                        (d, f, r) -> {
                            View[] in = views(d, f, r, shapes);
                            View var = in[in.length - 1];
                            for (int i = 0; shapes.length > 3 && i < var.numel(); i++) {
                                var.setDouble(i, 0.1 + r.nextDouble());
                            }
                            return in;
                        },
                        NORMALS,
                        3));
    }

    private static void losses(List<OpTable.Row> rows) {
        for (LossReduction reduction : LossReduction.values()) {
            NeuralOp.NllLoss op = new NeuralOp.NllLoss(1, reduction, false);
            nll(rows, op, Shape.of(4), Shape.SCALAR);
            nll(rows, op, Shape.of(7, 4), Shape.of(7));
            nll(rows, op, Shape.of(2, 4, 3, 5), Shape.of(2, 3, 5));
            nllGradient(rows, op, Shape.of(4), Shape.SCALAR);
            nllGradient(rows, op, Shape.of(7, 4), Shape.of(7));
            nllGradient(rows, op, Shape.of(2, 4, 3, 5), Shape.of(2, 3, 5));
            for (NeuralOp.Loss kind : NeuralOp.Loss.values()) {
                Shape s = Shape.of(3, 5);
                rows.add(
                        new OpTable.Row(
                                new NeuralOp.ElementLoss(kind, reduction, 0.7),
                                FLOATS,
                                kind == NeuralOp.Loss.BCE || kind == NeuralOp.Loss.BCE_WITH_LOGITS
                                        ? FLOATS
                                        : Set.of(DType.FLOAT32),
                                (d, f, r) -> probabilities(views(d, f, r, s, s, s, s), r),
                                LOSSES,
                                2));
            }
        }
    }

    private static View[] probabilities(View[] in, Random r) {
        for (View x : in) {
            for (int i = 0; i < x.numel(); i++) {
                x.setDouble(i, 0.1 + 0.8 * r.nextDouble());
            }
        }
        return in;
    }

    private static void nllGradient(
            List<OpTable.Row> rows, NeuralOp.NllLoss op, Shape x, Shape target) {
        Shape g = op.reduction() == LossReduction.NONE ? target : Shape.SCALAR;
        rows.add(
                new OpTable.Row(
                        new NeuralOp.NllLossGradient(op, x),
                        FLOATS,
                        FLOATS,
                        (d, f, r) ->
                                new View[] {
                                    SampleViews.ordinary(d, g, f, r),
                                    SampleViews.indices(DType.INT64, target, f, 4, r),
                                    SampleViews.ordinary(d, Shape.SCALAR, f, r),
                                    SampleViews.ordinary(d, Shape.of(4), f, r)
                                },
                        Tolerance.ULPS,
                        1));
    }

    private static void nll(List<OpTable.Row> rows, NeuralOp.NllLoss op, Shape x, Shape target) {
        rows.add(
                new OpTable.Row(
                        op,
                        FLOATS,
                        FLOATS,
                        (d, f, r) ->
                                new View[] {
                                    SampleViews.ordinary(d, x, f, r),
                                    SampleViews.indices(DType.INT64, target, f, 4, r),
                                    SampleViews.ordinary(d, Shape.of(4), f, r)
                                },
                        SUMS,
                        2));
    }

    private static void row(
            List<OpTable.Row> rows,
            NeuralOp op,
            Set<DType> dtypes,
            Set<DType> plain,
            Tolerance tolerance,
            Shape... shapes) {
        rows.add(
                new OpTable.Row(
                        op, dtypes, plain, (d, f, r) -> views(d, f, r, shapes), tolerance, 2));
    }

    private static View[] views(DType dtype, SampleViews.Form form, Random r, Shape... shapes) {
        View[] in = new View[shapes.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = SampleViews.ordinary(dtype, shapes[i], form, r);
        }
        return in;
    }

    private static int[] ints(int... values) {
        return values;
    }
}
