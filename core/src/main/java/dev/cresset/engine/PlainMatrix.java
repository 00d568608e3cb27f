package dev.cresset.engine;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products: brings every op to products of strided matrices and hands those to {@link
 * FloatProduct}, {@link DoubleProduct} or {@link LongProduct}.
 */
final class PlainMatrix {
    /** The multiplications that are worth a task. */
    private static final long TASK = 1 << 20;

    private PlainMatrix() {}

    /** Executes an op with one kind of products of floats. */
    static void run(MatrixOp op, View[] in, View out, Products products) {
        switch (op) {
            case MatrixOp.Mm m -> multiply(in[0], in[1], out, null, 0, 1, products);
            case MatrixOp.Bmm m -> multiply(in[0], in[1], out, null, 0, 1, products);
            case MatrixOp.Mv m -> multiply(in[0], in[1], out, null, 0, 1, products);
            case MatrixOp.Dot d -> multiply(in[0], in[1], out, null, 0, 1, products);
            case MatrixOp.Addmm a ->
                    multiply(in[1], in[2], out, in[0], a.beta(), a.alpha(), products);
            case MatrixOp.Baddbmm a ->
                    multiply(in[1], in[2], out, in[0], a.beta(), a.alpha(), products);
            case MatrixOp.Addmv a ->
                    multiply(in[1], in[2], out, in[0], a.beta(), a.alpha(), products);
        }
    }

    /** {@code out = beta * c + alpha * (a b)}; c is not read if beta is 0. */
    private static void multiply(
            View a,
            View b,
            View out,
            @Nullable View c,
            double beta,
            double alpha,
            Products products) {
        DType type = arithmetic(out.dtype());
        View x = StridedLoops.converted(a, type);
        View y = StridedLoops.converted(b, type);
        boolean direct = out.dtype() == type && dense(out.layout());
        View result = direct ? out : View.allocate(type, out.shape());
        // A plain sum of floats is added onto, term by term, as PyTorch's products do.
        boolean onto = type.isFloatingPoint() && beta == 1 && alpha == 1;
        if (c != null && onto) {
            spread(c, result);
        }
        int matrices = a.shape().rank() == 3 ? out.shape().size(0) : 1;
        int batches = out.numel() == 0 ? 0 : matrices;
        boolean sum = c != null && onto;
        long each = (long) x.shape().size(-1) * result.numel() / Math.max(1, matrices);
        int tasks = Workers.tasks(each * batches, TASK, batches);
        Workers.ranges(
                batches,
                batches > 1 ? tasks : 1,
                (from, until) -> {
                    for (int i = from; i < until; i++) {
                        product(x, y, result, i, sum, products);
                    }
                });
        if (c != null && beta != 0 && !onto) {
            View wide = c.with(c.layout().broadcastTo(out.shape()));
            axpby(result, alpha, wide, beta);
        } else if (alpha != 1) {
            axpby(result, alpha, result, 0);
        }
        if (!direct) {
            StridedLoops.run(new Parametric.Cast(out.dtype()), type, new View[] {result}, out);
        }
    }

    /** Writes a matrix, or a row or number for all of it, converted to the result's type. */
    private static void spread(View c, View result) {
        Shape shape = result.shape();
        int n = c.numel();
        boolean rows = c.shape().rank() == 1 && n == shape.size(-1) && c.layout().isContiguous();
        if (rows
                && c.storage() instanceof Storage.Floats from
                && result.storage() instanceof Storage.Floats to
                && result.layout().isContiguous()) {
            int end = result.layout().offset() + result.numel();
            for (int at = result.layout().offset(); at < end; at += n) {
                System.arraycopy(from.array, c.layout().offset(), to.array, at, n);
            }
            return;
        }
        View wide = c.broadcastTo(shape);
        DType type = result.dtype();
        StridedLoops.run(new Parametric.Cast(type), c.dtype(), new View[] {wide}, result);
    }

    /** One matrix of a batch; vectors are matrices of one row. */
    private static void product(
            View a, View b, View out, int batch, boolean onto, Products products) {
        Grid x = a.shape().rank() == 1 ? Grid.row(a.layout()) : Grid.of(a.layout(), batch);
        Grid y;
        Grid to;
        View left = a;
        View right = b;
        if (b.shape().rank() == 1) {
            // a v = (v' a')': a column is computed as a row, whose elements lie densely.
            y = x.transposed();
            x = Grid.row(b.layout());
            to = Grid.row(out.layout());
            left = b;
            right = a;
        } else {
            y = Grid.of(b.layout(), batch);
            to = Grid.of(out.layout(), batch);
        }
        switch (out.storage()) {
            case Storage.Floats o ->
                    products.multiply(floats(left), x, floats(right), y, o.array, to, onto);
            case Storage.Doubles o ->
                    products.multiply(doubles(left), x, doubles(right), y, o.array, to, onto);
            case Storage.Longs o ->
                    LongProduct.multiply(longs(left), x, longs(right), y, o.array, to);
            case Storage.Ints o -> throw new AssertionError(out.dtype());
            case Storage.Shorts o -> throw new AssertionError(out.dtype());
            case Storage.Bytes o -> throw new AssertionError(out.dtype());
        }
    }

    /** {@code x = alpha * x + beta * y}. */
    private static void axpby(View x, double alpha, View y, double beta) {
        View[] in = {x, y};
        DType type = x.dtype();
        if (beta == 0) {
            View scalar = View.allocate(type, Shape.SCALAR);
            scalar.setDouble(0, alpha);
            in[1] = scalar.with(scalar.layout().broadcastTo(x.shape()));
            StridedLoops.run(Binary.MUL, type, in, x);
        } else if (alpha == 1) {
            StridedLoops.run(new Parametric.AddScaled(beta), type, in, x);
        } else {
            axpby(x, alpha, x, 0);
            StridedLoops.run(new Parametric.AddScaled(beta), type, in, x);
        }
    }

    private static DType arithmetic(DType dtype) {
        return switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> DType.FLOAT32;
            case FLOAT64 -> DType.FLOAT64;
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> DType.INT64;
        };
    }

    /** Whether rows lie densely. */
    private static boolean dense(Layout x) {
        int last = x.shape().rank() - 1;
        return last < 0 || x.stride(last) == 1;
    }

    private static float[] floats(View x) {
        return ((Storage.Floats) x.storage()).array;
    }

    private static double[] doubles(View x) {
        return ((Storage.Doubles) x.storage()).array;
    }

    private static long[] longs(View x) {
        return ((Storage.Longs) x.storage()).array;
    }
}
