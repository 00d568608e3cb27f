package dev.cresset.engine;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.DType;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Attention, a block of queries at a time: there are never more scores than those of a block, and
 * none of keys that causality hides from the whole block. Queries, keys and values are read where
 * they lie.
 */
final class PlainAttention {
    /*
     * A block of scores has a row for each key, so that keys and values are left factors, read in place,
     * and what is done to the queries beside each other needs no sums along a row. Every element's terms
     * are added in ascending order, from block to block onto what is there: results do not depend on the
     * blocks.
     */
    private static final int QUERIES = 32;

    /** The multiplications that are worth a task. */
    private static final long TASK = 1 << 22;

    private final AttentionOp.Attention op;
    private final Products products;
    private final RowMath math;
    private final DType type;
    private final Heads q;
    private final Heads k;
    private final Heads v;
    private final @Nullable View mask;
    private final int[] maskPlaces;
    private final int maskStep;
    private final int shared;
    private final int most;

    /** The matrices in the last two dimensions of a view, and the places where they start. */
    private record Heads(View view, int[] places) {
        static Heads of(View x) {
            return new Heads(x, Runs.places(Lines.of(x.layout(), last(x)).kept()));
        }

        /** Returns the places of the matrices for results, of which rows must be dense. */
        static Heads target(View x, DType type) {
            boolean direct = x.dtype() == type && x.layout().stride(x.shape().rank() - 1) == 1;
            return of(direct ? x : View.allocate(type, x.shape()));
        }

        private static int[] last(View x) {
            int rank = x.shape().rank();
            return new int[] {rank - 2, rank - 1};
        }

        Object array() {
            return view.storage().array();
        }

        int rows() {
            return view.shape().size(-2);
        }

        int columns() {
            return view.shape().size(-1);
        }

        int step() {
            return view.layout().stride(view.shape().rank() - 2);
        }

        int columnStep() {
            return view.layout().stride(view.shape().rank() - 1);
        }

        int place(int matrix, int row) {
            return places[matrix] + row * step();
        }

        /** Returns n rows of a matrix. */
        Grid grid(int matrix, int row, int n) {
            return new Grid(n, columns(), place(matrix, row), step(), columnStep());
        }

        /** Writes results to the view that they are for. */
        void store(View to) {
            if (view != to) {
                StridedLoops.run(
                        new Parametric.Cast(to.dtype()), view.dtype(), new View[] {view}, to);
            }
        }
    }

    private PlainAttention(
            AttentionOp.Attention op,
            View q,
            View k,
            View v,
            @Nullable View mask,
            Products products,
            RowMath math) {
        this.op = op;
        this.products = products;
        this.math = math;
        type = q.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        this.q = Heads.of(StridedLoops.converted(q, type));
        this.k = Heads.of(StridedLoops.converted(k, type));
        this.v = Heads.of(StridedLoops.converted(v, type));
        int length = this.k.rows();
        if (mask == null) {
            this.mask = null;
            maskPlaces = new int[this.q.places.length];
            maskStep = 0;
        } else {
            int[] sizes = q.shape().toArray();
            sizes[sizes.length - 1] = length;
            View typed = mask.dtype() == DType.BOOL ? mask : StridedLoops.converted(mask, type);
            this.mask = typed.broadcastTo(Shape.of(sizes));
            Heads heads = Heads.of(this.mask);
            maskPlaces = heads.places;
            maskStep = heads.step();
        }
        shared = this.q.places.length / Math.max(1, this.k.places.length);
        most = Math.clamp(this.q.rows(), 1, QUERIES);
    }

    /** Executes an op with one kind of products and rows. */
    static void run(AttentionOp op, View[] in, View[] out, Products products, RowMath math) {
        switch (op) {
            case AttentionOp.Attention a -> {
                View mask = in.length > 3 ? in[3] : null;
                new PlainAttention(a, in[0], in[1], in[2], mask, products, math).forward(out);
            }
            case AttentionOp.AttentionGradient g -> {
                View mask = in.length > 5 ? in[5] : null;
                new PlainAttention(g.of(), in[1], in[2], in[3], mask, products, math)
                        .backward(in[0], in[4], out);
            }
        }
    }

    private AttentionRows rows() {
        AttentionRows.Block largest = new AttentionRows.Block(most, k.rows(), k.rows());
        return AttentionRows.of(type, largest, op.scale(), mask, products, math);
    }

    /** Returns the block of scores of some queries. */
    private AttentionRows.Block block(int from, int count) {
        int all = k.rows();
        int n = op.causal() ? Math.min(from + count, all) : all;
        return new AttentionRows.Block(count, n, op.causal() ? Math.min(from + 1, n) : n);
    }

    /** Returns an array that is large enough for every block. */
    private Object scores(AttentionRows rows) {
        return rows.array(most * k.rows());
    }

    private long work() {
        return (long) q.view.numel() * k.rows();
    }

    private void forward(View[] out) {
        Heads y = Heads.target(out[0], type);
        Heads statistics = Heads.target(out[1], type);
        int blocks = (q.rows() + most - 1) / most;
        int parts = blocks * q.places.length;
        Workers.ranges(
                parts,
                Workers.tasks(work(), TASK, parts),
                (first, last) -> {
                    AttentionRows rows = rows();
                    Object scores = scores(rows);
                    for (int t = first; t < last; t++) {
                        forward(rows, t / blocks, t % blocks * most, scores, y, statistics);
                    }
                });
        y.store(out[0]);
        statistics.store(out[1]);
    }

    private void forward(
            AttentionRows rows, int matrix, int from, Object scores, Heads y, Heads statistics) {
        int count = Math.min(most, q.rows() - from);
        AttentionRows.Block block = block(from, count);
        weights(rows, matrix, from, block, scores, statistics, false);
        Grid values = v.grid(matrix / shared, 0, block.keys());
        rows.multiply(
                scores,
                block.grid().transposed(),
                v.array(),
                values,
                y.array(),
                y.grid(matrix, from, count),
                false);
    }

    private void weights(
            AttentionRows rows,
            int matrix,
            int from,
            AttentionRows.Block block,
            Object scores,
            Heads statistics,
            boolean known) {
        Grid queries = q.grid(matrix, from, block.queries()).transposed();
        Grid keys = k.grid(matrix / shared, 0, block.keys());
        rows.multiply(k.array(), keys, q.array(), queries, scores, block.grid(), false);
        rows.weights(
                scores,
                block,
                maskPlaces[matrix] + from * maskStep,
                statistics.array(),
                statistics.place(matrix, from),
                statistics.step(),
                known);
    }

    private void backward(View gradient, View known, View[] out) {
        Heads g = Heads.of(StridedLoops.converted(gradient, type));
        Heads statistics = rowsDense(known);
        Heads dq = Heads.target(out[0], type);
        Heads dk = Heads.target(out[1], type);
        Heads dv = Heads.target(out[2], type);
        int groups = k.places.length;
        Workers.ranges(
                groups,
                Workers.tasks(2 * work(), TASK, groups),
                (first, last) -> {
                    AttentionRows rows = rows();
                    Object weights = scores(rows);
                    Object slopes = scores(rows);
                    for (int group = first; group < last; group++) {
                        zero(rows, dk, group);
                        zero(rows, dv, group);
                        for (int h = 0; h < shared; h++) {
                            int matrix = group * shared + h;
                            for (int from = 0; from < q.rows(); from += most) {
                                backward(
                                        rows,
                                        matrix,
                                        from,
                                        weights,
                                        slopes,
                                        g,
                                        statistics,
                                        dq,
                                        dk,
                                        dv);
                            }
                        }
                    }
                });
        dq.store(out[0]);
        dk.store(out[1]);
        dv.store(out[2]);
    }

    /** One block: with weights w, {@code dv += w' g} and the rest from the slopes of w. */
    private void backward(
            AttentionRows rows,
            int matrix,
            int from,
            Object weights,
            Object slopes,
            Heads g,
            Heads statistics,
            Heads dq,
            Heads dk,
            Heads dv) {
        int count = Math.min(most, q.rows() - from);
        AttentionRows.Block block = block(from, count);
        int n = block.keys();
        int group = matrix / shared;
        weights(rows, matrix, from, block, weights, statistics, true);
        Grid gradients = g.grid(matrix, from, count);
        rows.multiply(
                weights,
                block.grid(),
                g.array(),
                gradients,
                dv.array(),
                dv.grid(group, 0, n),
                true);
        rows.multiply(
                v.array(),
                v.grid(group, 0, n),
                g.array(),
                gradients.transposed(),
                slopes,
                block.grid(),
                false);
        rows.slopes(weights, slopes, block);
        rows.multiply(
                slopes,
                block.grid().transposed(),
                k.array(),
                k.grid(group, 0, n),
                dq.array(),
                dq.grid(matrix, from, count),
                false);
        rows.multiply(
                slopes,
                block.grid(),
                q.array(),
                q.grid(matrix, from, count),
                dk.array(),
                dk.grid(group, 0, n),
                true);
    }

    private static void zero(AttentionRows rows, Heads x, int matrix) {
        for (int i = 0; i < x.rows(); i++) {
            int at = x.place(matrix, i);
            rows.zero(x.array(), at, at + x.columns());
        }
    }

    /** Returns statistics that lie side by side, as the rows read them. */
    private Heads rowsDense(View x) {
        Heads given = Heads.of(x);
        if (given.columnStep() == 1) {
            return given;
        }
        View copy = View.allocate(type, x.shape());
        StridedLoops.run(new Parametric.Cast(type), x.dtype(), new View[] {x}, copy);
        return Heads.of(copy);
    }
}
