package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Reduction;
import dev.cresset.op.Scan;
import dev.cresset.op.Unary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Functions of one or two float tensors on the vector unit; the arithmetic is float32 for halves
 * too.
 */
final class VectorElementwise {
    /** The elements from which on a vector loop is worth it. */
    private static final int LEAST = 512;

    /** The elements that are worth a task. */
    private static final int TASK = 1 << 15;

    private VectorElementwise() {}

    /** Returns the loop of an op, or null if there is none for it. */
    static @Nullable VectorLoops loops(Elementwise op, DType compute, View[] in) {
        boolean floats =
                switch (compute) {
                    case FLOAT32, FLOAT16, BFLOAT16 -> true;
                    case FLOAT64, INT64, INT32, INT16, INT8, UINT8, BOOL -> false;
                };
        VectorLoops loops = floats ? VectorLoops.of(op.kernel()) : null;
        return loops != null && loops.inputs() == in.length ? loops : null;
    }

    /** Returns whether an op has a loop that is worth it and compiled; asks for that if need be. */
    static boolean takes(Elementwise op, DType compute, View[] in) {
        if (in.length > 2 || in[0].numel() < LEAST) {
            return false;
        }
        VectorLoops loops = loops(op, compute, in);
        return loops != null && loops.isWarm();
    }

    /** Returns whether an op is a softmax of long lines, and its exponentials are compiled. */
    static boolean takes(Scan op, View x, boolean eager) {
        int n = x.shape().rank() == 0 ? 1 : x.shape().size(op.dim());
        return PlainScan.isLong(op, x, n)
                && (eager || (x.numel() >= LEAST && VectorRows.INSTANCE.softmaxIsWarm()));
    }

    /** Returns whether an op sums long rows of floats, and that kernel is compiled. */
    static boolean takes(Reduction op, View x, boolean eager) {
        return (eager || x.numel() >= LEAST)
                && PlainReduction.sumsFloats(op, x)
                && (eager || VectorRows.INSTANCE.sumsAreWarm());
    }

    static void run(Elementwise op, DType compute, View[] in, View out) {
        VectorLoops loops = loops(op, compute, in);
        if (loops == null) {
            throw new IllegalStateException("vector engine: no kernel for " + op);
        }
        View x = in[0];
        boolean flat =
                out.dtype() == DType.FLOAT32
                        && (out.layout().isContiguous()
                                || (out.layout().isDense() && sameOrder(x.layout(), out.layout())));
        View to = flat ? out : View.allocate(DType.FLOAT32, out.shape());
        View a = inOrder(x, to.layout());
        View b = in.length > 1 ? inOrder(in[1], to.layout()) : a;
        run(loops, a, b, to, op.attributes());
        if (!flat) {
            Elementwise back =
                    out.dtype() == DType.FLOAT32 ? Unary.CLONE : new Parametric.Cast(out.dtype());
            StridedLoops.run(back, DType.FLOAT32, new View[] {to}, out);
        }
    }

    /** Returns a view's elements as float32 in the order of a dense layout. */
    private static View inOrder(View x, Layout order) {
        if (x.dtype() == DType.FLOAT32 && sameOrder(x.layout(), order)) {
            return x;
        }
        Elementwise copy =
                x.dtype() == DType.FLOAT32 ? Unary.CLONE : new Parametric.Cast(DType.FLOAT32);
        View out = View.allocate(DType.FLOAT32, new Layout(x.shape(), order.strides(), 0));
        StridedLoops.run(copy, x.dtype(), new View[] {x}, out);
        return out;
    }

    private static void run(VectorLoops loop, View a, View b, View y, double[] attributes) {
        float[] first = ((Storage.Floats) a.storage()).array;
        float[] second = ((Storage.Floats) b.storage()).array;
        float[] to = ((Storage.Floats) y.storage()).array;
        int i = a.layout().offset();
        int j = b.layout().offset();
        int k = y.layout().offset();
        int n = y.numel();
        Workers.ranges(
                n,
                Workers.tasks(n, TASK, 256),
                (from, end) ->
                        loop.run(
                                first,
                                i + from,
                                second,
                                j + from,
                                to,
                                k + from,
                                attributes,
                                end - from));
    }

    private static boolean sameOrder(Layout a, Layout b) {
        return (a.isContiguous() && b.isContiguous())
                || (Arrays.equals(a.strides(), b.strides()) && a.isDense());
    }
}
