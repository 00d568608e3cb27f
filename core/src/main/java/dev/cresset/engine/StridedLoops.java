package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;

/**
 * Walks several views of one shape in step: drops and merges dimensions as far as the strides
 * allow, then runs a generated loop along the innermost one.
 */
final class StridedLoops {
    /** The elements from which on work is split into tasks, and those that are worth one. */
    private static final int LARGE = 1 << 18;

    private static final int TASK = 1 << 16;

    private StridedLoops() {}

    /** Executes an elementwise op. */
    static void run(Elementwise op, DType compute, View[] in, View out) {
        int n = out.numel();
        if (n == 0) {
            return;
        }
        Object[] arrays = new Object[in.length];
        int[] at = new int[in.length];
        int[] step = new int[in.length];
        boolean dense = out.layout().isContiguous();
        for (int i = 0; i < in.length; i++) {
            Layout layout = in[i].layout();
            arrays[i] = in[i].storage().array();
            at[i] = layout.offset();
            boolean steps = layout.isContiguous();
            step[i] = steps ? 1 : 0;
            dense &= steps || isSingle(layout);
        }
        Loop loop = LoopCompiler.loop(op, compute, out.dtype(), in);
        Object target = out.storage().array();
        double[] attributes = op.attributes();
        if (dense) {
            int o = out.layout().offset();
            if (n < LARGE || Workers.threads() == 1) {
                loop.run(target, o, 1, arrays, at, step, attributes, n);
            } else {
                Workers.ranges(
                        n,
                        Workers.tasks(n, TASK, 256),
                        (from, to) -> {
                            int[] starts = at.clone();
                            for (int i = 0; i < starts.length; i++) {
                                starts[i] += from * step[i];
                            }
                            int length = to - from;
                            loop.run(target, o + from, 1, arrays, starts, step, attributes, length);
                        });
            }
            return;
        }
        new Walk(loop, target, arrays, attributes, out.layout(), layouts(in)).run();
    }

    /** Returns a view with its elements converted to a dtype, itself if it has that. */
    static View converted(View x, DType dtype) {
        if (x.dtype() == dtype) {
            return x;
        }
        View out = View.allocate(dtype, x.shape());
        run(new Parametric.Cast(dtype), x.dtype(), new View[] {x}, out);
        return out;
    }

    /** Whether a layout of one or more elements repeats a single one. */
    private static boolean isSingle(Layout x) {
        for (int d = 0; d < x.shape().rank(); d++) {
            if (x.stride(d) != 0 && x.shape().size(d) != 1) {
                return false;
            }
        }
        return true;
    }

    private static Layout[] layouts(View[] views) {
        Layout[] out = new Layout[views.length];
        for (int i = 0; i < views.length; i++) {
            out[i] = views[i].layout();
        }
        return out;
    }

    /** One walk over the dimensions; operand 0 is the output. */
    private static final class Walk {
        private final Loop loop;
        private final Object target;
        private final Object[] arrays;
        private final double[] attributes;
        private final int operands;
        private final int[] sizes;
        private final int[][] strides;
        private final int[] start;
        private int rank;

        Walk(
                Loop loop,
                Object target,
                Object[] arrays,
                double[] attributes,
                Layout out,
                Layout[] in) {
            this.loop = loop;
            this.target = target;
            this.arrays = arrays;
            this.attributes = attributes;
            this.operands = in.length + 1;
            this.sizes = new int[out.shape().rank()];
            this.strides = new int[operands][sizes.length];
            this.start = new int[operands];
            start[0] = out.offset();
            for (int i = 0; i < in.length; i++) {
                start[i + 1] = in[i].offset();
            }
            int[] order = byDescendingStride(out);
            for (int d : order) {
                append(d, out, in);
            }
        }

        private static int[] byDescendingStride(Layout out) {
            int[] order = new int[out.shape().rank()];
            for (int i = 0; i < order.length; i++) {
                int j = i;
                while (j > 0 && out.stride(order[j - 1]) < out.stride(i)) {
                    order[j] = order[--j];
                }
                order[j] = i;
            }
            return order;
        }

        /** Adds a dimension inside the others, merged with the last where every operand allows. */
        private void append(int d, Layout out, Layout[] in) {
            int size = out.shape().size(d);
            if (size == 1) {
                return;
            }
            boolean merge = rank > 0;
            for (int k = 0; k < operands && merge; k++) {
                int stride = k == 0 ? out.stride(d) : in[k - 1].stride(d);
                merge = strides[k][rank - 1] == stride * size;
            }
            int to = merge ? rank - 1 : rank++;
            sizes[to] = merge ? sizes[to] * size : size;
            for (int k = 0; k < operands; k++) {
                strides[k][to] = k == 0 ? out.stride(d) : in[k - 1].stride(d);
            }
        }

        void run() {
            int inner = rank == 0 ? 1 : sizes[rank - 1];
            int outer = 1;
            for (int d = 0; d < rank - 1; d++) {
                outer *= sizes[d];
            }
            boolean large = (long) inner * outer >= LARGE;
            int most = Math.min(256, outer == 1 ? inner : outer);
            int tasks = large ? Workers.tasks((long) inner * outer, TASK, most) : 1;
            if (outer == 1) {
                Workers.ranges(inner, tasks, (from, to) -> run(0, 1, from, to));
            } else {
                Workers.ranges(outer, tasks, (from, to) -> run(from, to, 0, inner));
            }
        }

        /** Runs over elements [begin, end) of the innermost runs [from, to). */
        private void run(int from, int to, int begin, int end) {
            int[] step = new int[operands - 1];
            int outStep = rank == 0 ? 1 : strides[0][rank - 1];
            for (int k = 1; k < operands && rank > 0; k++) {
                step[k - 1] = strides[k][rank - 1];
            }
            int[] index = new int[Math.max(rank, 1)];
            int rest = from;
            for (int d = rank - 2; d >= 0; d--) {
                index[d] = rest % sizes[d];
                rest /= sizes[d];
            }
            int[] at = new int[operands - 1];
            int o = start[0] + begin * outStep + place(0, index);
            for (int k = 1; k < operands; k++) {
                at[k - 1] = start[k] + begin * step[k - 1] + place(k, index);
            }
            for (int i = from; i < to; i++) {
                loop.run(target, o, outStep, arrays, at, step, attributes, end - begin);
                for (int d = rank - 2; d >= 0; d--) {
                    o += strides[0][d];
                    for (int k = 1; k < operands; k++) {
                        at[k - 1] += strides[k][d];
                    }
                    if (++index[d] < sizes[d]) {
                        break;
                    }
                    index[d] = 0;
                    o -= strides[0][d] * sizes[d];
                    for (int k = 1; k < operands; k++) {
                        at[k - 1] -= strides[k][d] * sizes[d];
                    }
                }
            }
        }

        /** Returns how far from an operand's start the outer dimensions' index leads. */
        private int place(int operand, int[] index) {
            int place = 0;
            for (int d = 0; d < rank - 1; d++) {
                place += strides[operand][d] * index[d];
            }
            return place;
        }
    }
}
