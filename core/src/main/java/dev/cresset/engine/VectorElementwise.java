package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Reduction;
import dev.cresset.op.Scan;
import dev.cresset.op.Unary;
import org.jspecify.annotations.Nullable;

/** Functions of one float tensor on the vector unit; the arithmetic is float32 for halves too. */
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
        return floats && in.length == 1 ? VectorLoops.of(op.kernel()) : null;
    }

    /** Returns whether an op has a loop that is worth it and compiled; asks for that if need be. */
    static boolean takes(Elementwise op, DType compute, View[] in) {
        if (in.length != 1 || in[0].numel() < LEAST) {
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

    static void run(Elementwise op, DType compute, View x, View out) {
        VectorLoops loops = loops(op, compute, new View[] {x});
        if (loops == null) {
            throw new IllegalStateException("vector engine: no kernel for " + op);
        }
        boolean flat =
                out.dtype() == DType.FLOAT32
                        && (out.layout().isContiguous()
                                || (out.layout().isDense() && sameOrder(x.layout(), out.layout())));
        View to = flat ? out : View.allocate(DType.FLOAT32, out.shape());
        View from = x;
        if (x.dtype() != DType.FLOAT32 || !sameOrder(x.layout(), to.layout())) {
            Elementwise copy =
                    x.dtype() == DType.FLOAT32 ? Unary.CLONE : new Parametric.Cast(DType.FLOAT32);
            StridedLoops.run(copy, x.dtype(), new View[] {x}, to);
            from = to;
        }
        run(loops, from, to, op.attributes());
        if (!flat) {
            Elementwise back =
                    out.dtype() == DType.FLOAT32 ? Unary.CLONE : new Parametric.Cast(out.dtype());
            StridedLoops.run(back, DType.FLOAT32, new View[] {to}, out);
        }
    }

    private static void run(VectorLoops loop, View x, View y, double[] attributes) {
        float[] from = ((Storage.Floats) x.storage()).array;
        float[] to = ((Storage.Floats) y.storage()).array;
        int i = x.layout().offset();
        int j = y.layout().offset();
        int n = y.numel();
        Workers.ranges(
                n,
                Workers.tasks(n, TASK, 256),
                (a, b) -> loop.run(from, i + a, to, j + a, attributes, b - a));
    }

    private static boolean sameOrder(Layout a, Layout b) {
        return (a.isContiguous() && b.isContiguous())
                || (java.util.Arrays.equals(a.strides(), b.strides()) && a.isDense());
    }
}
