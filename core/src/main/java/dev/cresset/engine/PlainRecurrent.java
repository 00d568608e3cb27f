package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.RecurrentOp;
import dev.cresset.op.Unary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers in float32: each step is a matrix product with a weight that is packed once for
 * all of them, and loops over the rows of its result.
 */
final class PlainRecurrent {
    /*
     * The parts of a row are copied into arrays of their own before loops run over them: C2 is sure that
     * loops do not overlap only where arrays are indexed from 0.
     */
    private PlainRecurrent() {}

    static boolean supports(View[] in) {
        return in[0].dtype() == DType.FLOAT32;
    }

    static void run(RecurrentOp op, View[] in, View[] out, Products products) {
        switch (op) {
            case RecurrentOp.Recurrence r -> new Forward(r, in, out, products).run();
            case RecurrentOp.RecurrenceGradient g -> new Gradient(g.of(), in, out, products).run();
        }
    }

    /** Row-major numbers, from an offset on. */
    private record Rows(float[] array, int at, int width) {
        static Rows of(View x, int width) {
            View dense = x;
            if (!x.layout().isContiguous()) {
                dense = View.allocate(x.dtype(), x.shape());
                StridedLoops.run(Unary.CLONE, x.dtype(), new View[] {x}, dense);
            }
            return new Rows(
                    ((Storage.Floats) dense.storage()).array, dense.layout().offset(), width);
        }

        static Rows copy(View x, int width) {
            Rows r = of(x, width);
            int n = x.numel();
            return new Rows(Arrays.copyOfRange(r.array, r.at, r.at + n), 0, width);
        }

        static Rows zeros(int rows, int width) {
            return new Rows(new float[rows * width], 0, width);
        }

        /** Rows to be written into a view; {@link #writeTo} is to follow. */
        static Rows target(View x, int width) {
            return x.layout().isContiguous()
                    ? of(x, width)
                    : new Rows(new float[x.numel()], 0, width);
        }

        void writeTo(View x) {
            Rows own = x.layout().isContiguous() ? of(x, width) : null;
            if (own == null || own.array != array) {
                View from = new View(x.dtype(), new Storage.Floats(array), contiguous(x, at));
                StridedLoops.run(Unary.CLONE, x.dtype(), new View[] {from}, x);
            }
        }

        private static Layout contiguous(View x, int at) {
            return new Layout(x.shape(), Layout.contiguous(x.shape()).strides(), at);
        }

        int row(int i) {
            return at + i * width;
        }

        void get(int row, int column, float[] to) {
            System.arraycopy(array, row(row) + column, to, 0, to.length);
        }

        void put(float[] from, int row, int column) {
            System.arraycopy(from, 0, array, row(row) + column, from.length);
        }

        /** Returns where some of the rows are. */
        Grid grid(int from, int rows) {
            return new Grid(rows, width, row(from), width, 1);
        }
    }

    /** What all steps share. */
    private abstract static class Steps {
        final RecurrentOp.Recurrence op;
        final int[] counts;
        final int[] offsets;
        final int width;
        final int outputs;
        final int units;
        private final Products products;
        final float[] a;
        final float[] b;
        final float[] c;
        final float[] d;
        final float[] e;
        final float[] f;
        final float[] g;
        final float[] h;

        Steps(RecurrentOp.Recurrence op, View x, View weight, Products products) {
            this.op = op;
            this.products = products;
            this.counts = op.counts(x.shape());
            this.offsets = RecurrentOp.Recurrence.offsets(counts);
            this.width = weight.shape().size(0);
            this.outputs = weight.shape().size(1);
            this.units = width / op.kind().gates();
            this.a = new float[units];
            this.b = new float[units];
            this.c = new float[units];
            this.d = new float[units];
            this.e = new float[units];
            this.f = new float[units];
            this.g = new float[units];
            this.h = new float[units];
        }

        /** Returns a matrix, or its transpose, by which each step multiplies. */
        final Products.Factor factor(View m, boolean transposed) {
            Grid places = Grid.of(m.layout(), 0);
            return products.factor(
                    ((Storage.Floats) m.storage()).array,
                    transposed ? places.transposed() : places,
                    counts.length == 0 ? 0 : counts[0],
                    counts.length);
        }

        /** Multiplies the first rows {@code from…} by a factor. */
        static void product(Rows x, int from, int n, Products.Factor by, Rows to) {
            by.multiply(x.array, x.grid(from, n), to.array, to.grid(0, n));
        }
    }

    // ---- forward

    private static final class Forward extends Steps {
        private final View[] out;
        private final Rows x;
        private final Products.Factor weight;
        private final float[][] bias;
        private final Rows state;
        private final Rows cell;
        private final Products.@Nullable Factor projection;
        private final Rows y;
        private final Rows gates;
        private final Rows cells;
        private final Rows part;
        private final Rows made;

        Forward(RecurrentOp.Recurrence op, View[] in, View[] out, Products products) {
            super(op, in[0], in[1], products);
            this.out = out;
            boolean lstm = op.kind() == RecurrentOp.Kind.LSTM;
            x = Rows.of(in[0], width);
            weight = factor(in[1], true);
            Rows flat = Rows.of(in[2], units);
            bias = new float[op.kind().gates()][units];
            for (int k = 0; k < bias.length; k++) {
                flat.get(k, 0, bias[k]);
            }
            state = Rows.copy(in[3], outputs);
            cell = lstm ? Rows.copy(in[4], units) : state;
            projection = in.length > 5 ? factor(in[5], true) : null;
            y = Rows.target(out[0], outputs);
            gates =
                    switch (op.kind()) {
                        case LSTM -> Rows.target(out[3], width);
                        case GRU -> Rows.target(out[2], 4 * units);
                        case TANH, RELU -> y;
                    };
            cells = lstm ? Rows.target(out[4], units) : y;
            part = Rows.zeros(counts[0], width);
            made = Rows.zeros(counts[0], units);
        }

        void run() {
            for (int t : op.order(counts.length)) {
                step(counts[t], offsets[t]);
            }
            weight.done();
            if (projection != null) {
                projection.done();
            }
            y.writeTo(out[0]);
            state.writeTo(out[1]);
            switch (op.kind()) {
                case LSTM -> {
                    cell.writeTo(out[2]);
                    gates.writeTo(out[3]);
                    cells.writeTo(out[4]);
                }
                case GRU -> gates.writeTo(out[2]);
                case TANH, RELU -> {}
            }
        }

        private void step(int n, int from) {
            product(state, 0, n, weight, part);
            for (int i = 0; i < n; i++) {
                switch (op.kind()) {
                    case LSTM -> lstm(i, from + i);
                    case GRU -> gru(i, from + i);
                    case TANH, RELU -> simple(i, from + i);
                }
            }
            if (projection == null) {
                System.arraycopy(made.array, 0, state.array, 0, n * units);
            } else {
                product(made, 0, n, projection, state);
            }
            System.arraycopy(state.array, 0, y.array, y.row(from), n * outputs);
        }

        /** Leaves in {@code to} one gate's sum of both parts and the bias. */
        private void sum(int gate, int i, int row, float[] to) {
            x.get(row, gate * units, to);
            part.get(i, gate * units, h);
            float[] w = bias[gate];
            for (int j = 0; j < units; j++) {
                to[j] = to[j] + (h[j] + w[j]);
            }
        }

        private void lstm(int i, int row) {
            sum(0, i, row, a);
            sum(1, i, row, b);
            sum(2, i, row, c);
            sum(3, i, row, d);
            RationalTanh.sigmoid(a, units);
            RationalTanh.sigmoid(b, units);
            RationalTanh.tanh(c, units);
            RationalTanh.sigmoid(d, units);
            cell.get(i, 0, e);
            for (int j = 0; j < units; j++) {
                e[j] = b[j] * e[j] + a[j] * c[j];
            }
            RationalTanh.tanh(e, f, units);
            for (int j = 0; j < units; j++) {
                f[j] = d[j] * f[j];
            }
            gates.put(a, row, 0);
            gates.put(b, row, units);
            gates.put(c, row, 2 * units);
            gates.put(d, row, 3 * units);
            cell.put(e, i, 0);
            cells.put(e, row, 0);
            made.put(f, i, 0);
        }

        private void gru(int i, int row) {
            sum(0, i, row, a);
            sum(1, i, row, b);
            RationalTanh.sigmoid(a, units);
            RationalTanh.sigmoid(b, units);
            x.get(row, 2 * units, c);
            part.get(i, 2 * units, d);
            float[] w = bias[2];
            for (int j = 0; j < units; j++) {
                d[j] = d[j] + w[j];
                c[j] = c[j] + a[j] * d[j];
            }
            RationalTanh.tanh(c, units);
            state.get(i, 0, e);
            for (int j = 0; j < units; j++) {
                e[j] = (e[j] - c[j]) * b[j] + c[j];
            }
            gates.put(a, row, 0);
            gates.put(b, row, units);
            gates.put(c, row, 2 * units);
            gates.put(d, row, 3 * units);
            made.put(e, i, 0);
        }

        private void simple(int i, int row) {
            sum(0, i, row, a);
            if (op.kind() == RecurrentOp.Kind.TANH) {
                RationalTanh.tanh(a, units);
            } else {
                for (int j = 0; j < units; j++) {
                    a[j] = a[j] <= 0 ? 0 : a[j];
                }
            }
            made.put(a, i, 0);
        }
    }

    // ---- backward

    private static final class Gradient extends Steps {
        private final View[] out;
        private final boolean lstm;
        private final boolean gru;
        private final int[] previous;
        private final Rows gy;
        private final Rows dh;
        private final Rows dc;
        private final Products.Factor weight;
        private final Products.@Nullable Factor projection;
        private final Rows first;
        private final Rows gates;
        private final Rows values;
        private final Rows dx;
        private final Rows own;
        private final Rows whole;
        private final Rows made;
        private final Rows sums;

        Gradient(RecurrentOp.Recurrence op, View[] in, View[] out, Products products) {
            super(op, in[0], in[op.kind() == RecurrentOp.Kind.LSTM ? 3 : 2], products);
            this.out = out;
            lstm = op.kind() == RecurrentOp.Kind.LSTM;
            gru = op.kind() == RecurrentOp.Kind.GRU;
            previous = op.previous(counts);
            gy = Rows.of(in[0], outputs);
            dh = Rows.copy(in[1], outputs);
            dc = lstm ? Rows.copy(in[2], units) : dh;
            weight = factor(in[lstm ? 3 : 2], false);
            projection = in.length > 7 ? factor(in[7], false) : null;
            first = lstm ? Rows.of(in[4], units) : gru ? Rows.of(in[3], units) : dh;
            gates = lstm || gru ? Rows.of(in[5], 4 * units) : gy;
            values = Rows.of(in[lstm ? 6 : gru ? 4 : 3], units);
            dx = Rows.target(out[0], width);
            own = gru ? Rows.target(out[1], width) : dx;
            whole = projection != null ? Rows.target(out[3], outputs) : gy;
            made = Rows.zeros(counts[0], units);
            sums = Rows.zeros(counts[0], outputs);
        }

        void run() {
            int[] order = op.order(counts.length);
            for (int s = order.length - 1; s >= 0; s--) {
                step(counts[order[s]], offsets[order[s]]);
            }
            weight.done();
            if (projection != null) {
                projection.done();
            }
            dx.writeTo(out[0]);
            if (gru) {
                own.writeTo(out[1]);
            }
            dh.writeTo(out[gru ? 2 : 1]);
            if (lstm) {
                dc.writeTo(out[2]);
            }
            if (projection != null) {
                whole.writeTo(out[3]);
            }
        }

        private void step(int n, int from) {
            add(gy.array, gy.row(from), dh.array, n * outputs);
            if (projection == null) {
                System.arraycopy(dh.array, 0, made.array, 0, n * units);
            } else {
                System.arraycopy(dh.array, 0, whole.array, whole.row(from), n * outputs);
                product(dh, 0, n, projection, made);
            }
            for (int i = 0; i < n; i++) {
                switch (op.kind()) {
                    case LSTM -> lstm(i, from + i);
                    case GRU -> gru(i, from + i);
                    case TANH, RELU -> simple(i, from + i);
                }
            }
            if (!gru) {
                product(own, from, n, weight, dh);
                return;
            }
            product(own, from, n, weight, sums);
            add(sums.array, 0, dh.array, n * outputs);
        }

        private static void add(float[] x, int at, float[] to, int n) {
            for (int j = 0; j < n; j++) {
                to[j] += x[at + j];
            }
        }

        /** Leaves in {@code to} the state before a row: of cells, or of a GRU. */
        private void before(int row, float[] to) {
            int p = previous[row];
            if (p < previous.length) {
                values.get(p, 0, to);
            } else {
                first.get(p - previous.length, 0, to);
            }
        }

        private void lstm(int i, int row) {
            gates.get(row, 0, a);
            gates.get(row, units, b);
            gates.get(row, 2 * units, c);
            gates.get(row, 3 * units, d);
            values.get(row, 0, e);
            RationalTanh.tanh(e, units);
            made.get(i, 0, f);
            dc.get(i, 0, g);
            before(row, h);
            for (int j = 0; j < units; j++) {
                g[j] = g[j] + f[j] * d[j] * (1 - e[j] * e[j]);
            }
            for (int j = 0; j < units; j++) {
                d[j] = f[j] * e[j] * d[j] * (1 - d[j]);
            }
            for (int j = 0; j < units; j++) {
                e[j] = g[j] * c[j] * a[j] * (1 - a[j]);
            }
            for (int j = 0; j < units; j++) {
                c[j] = g[j] * a[j] * (1 - c[j] * c[j]);
            }
            for (int j = 0; j < units; j++) {
                h[j] = g[j] * h[j] * b[j] * (1 - b[j]);
            }
            for (int j = 0; j < units; j++) {
                g[j] = g[j] * b[j];
            }
            dx.put(e, row, 0);
            dx.put(h, row, units);
            dx.put(c, row, 2 * units);
            dx.put(d, row, 3 * units);
            dc.put(g, i, 0);
        }

        private void gru(int i, int row) {
            gates.get(row, 0, a);
            gates.get(row, units, b);
            gates.get(row, 2 * units, c);
            gates.get(row, 3 * units, d);
            made.get(i, 0, f);
            before(row, h);
            for (int j = 0; j < units; j++) {
                e[j] = f[j] * (1 - b[j]) * (1 - c[j] * c[j]);
            }
            for (int j = 0; j < units; j++) {
                g[j] = f[j] * (h[j] - c[j]) * b[j] * (1 - b[j]);
            }
            for (int j = 0; j < units; j++) {
                d[j] = e[j] * d[j] * a[j] * (1 - a[j]);
            }
            for (int j = 0; j < units; j++) {
                a[j] = e[j] * a[j];
            }
            for (int j = 0; j < units; j++) {
                f[j] = f[j] * b[j];
            }
            dx.put(d, row, 0);
            dx.put(g, row, units);
            dx.put(e, row, 2 * units);
            own.put(d, row, 0);
            own.put(g, row, units);
            own.put(a, row, 2 * units);
            dh.put(f, i, 0);
        }

        private void simple(int i, int row) {
            values.get(row, 0, a);
            made.get(i, 0, f);
            boolean tanh = op.kind() == RecurrentOp.Kind.TANH;
            for (int j = 0; j < units; j++) {
                f[j] = tanh ? f[j] * (1 - a[j] * a[j]) : a[j] > 0 ? f[j] : 0;
            }
            dx.put(f, row, 0);
        }
    }
}
