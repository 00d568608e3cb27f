package dev.cresset.engine;

import dev.cresset.op.RecurrentOp;

/** Recurrent layers, one number at a time. */
final class ReferenceRecurrent {
    private ReferenceRecurrent() {}

    static void run(RecurrentOp op, View[] in, View[] out) {
        switch (op) {
            case RecurrentOp.Recurrence r -> forward(r, in, out);
            case RecurrentOp.RecurrenceGradient g -> backward(g.of(), in, out);
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] read(View x) {
        double[] out = new double[x.numel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.doubleAt(i);
        }
        return out;
    }

    private static void write(double[] from, View to) {
        for (int i = 0; i < from.length; i++) {
            to.setDouble(i, from[i]);
        }
    }

    /** Adds {@code m v}, or {@code m' v}, for an (a, b) matrix and a part of a vector. */
    private static void add(
            double[] m,
            int a,
            int b,
            boolean transposed,
            double[] v,
            int from,
            double[] to,
            int at) {
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                if (transposed) {
                    to[at + j] += m[i * b + j] * v[from + i];
                } else {
                    to[at + i] += m[i * b + j] * v[from + j];
                }
            }
        }
    }

    private static void forward(RecurrentOp.Recurrence op, View[] in, View[] out) {
        int[] counts = op.counts(in[0].shape());
        int[] offsets = RecurrentOp.Recurrence.offsets(counts);
        int width = in[1].shape().size(0);
        int outputs = in[1].shape().size(1);
        int units = width / op.kind().gates();
        boolean lstm = op.kind() == RecurrentOp.Kind.LSTM;
        double[] x = read(in[0]);
        double[] weight = read(in[1]);
        double[] bias = read(in[2]);
        double[] h = read(in[3]);
        double[] c = lstm ? read(in[4]) : new double[0];
        double[] projection = in.length > 5 ? read(in[5]) : null;
        double[] y = new double[out[0].numel()];
        double[] gates = new double[x.length / width * 4 * units];
        double[] cells = new double[x.length / width * units];
        double[] s = new double[width];
        double[] made = new double[units];
        for (int t : op.order(counts.length)) {
            for (int i = 0; i < counts[t]; i++) {
                int row = offsets[t] + i;
                System.arraycopy(bias, 0, s, 0, width);
                add(weight, width, outputs, false, h, i * outputs, s, 0);
                for (int j = 0; j < units; j++) {
                    double a = x[row * width + j];
                    int g = row * 4 * units + j;
                    made[j] =
                            switch (op.kind()) {
                                case LSTM -> {
                                    for (int k = 0; k < 4; k++) {
                                        double z =
                                                x[row * width + k * units + j] + s[k * units + j];
                                        gates[g + k * units] = k == 2 ? Math.tanh(z) : sigmoid(z);
                                    }
                                    double cell =
                                            gates[g + units] * c[i * units + j]
                                                    + gates[g] * gates[g + 2 * units];
                                    c[i * units + j] = cell;
                                    cells[row * units + j] = cell;
                                    yield gates[g + 3 * units] * Math.tanh(cell);
                                }
                                case GRU -> {
                                    double r = sigmoid(a + s[j]);
                                    double z = sigmoid(x[row * width + units + j] + s[units + j]);
                                    double own = s[2 * units + j];
                                    double n = Math.tanh(x[row * width + 2 * units + j] + r * own);
                                    gates[g] = r;
                                    gates[g + units] = z;
                                    gates[g + 2 * units] = n;
                                    gates[g + 3 * units] = own;
                                    yield (h[i * units + j] - n) * z + n;
                                }
                                case TANH -> Math.tanh(a + s[j]);
                                case RELU -> a + s[j] <= 0 ? 0 : a + s[j];
                            };
                }
                if (projection == null) {
                    System.arraycopy(made, 0, h, i * outputs, units);
                } else {
                    java.util.Arrays.fill(h, i * outputs, (i + 1) * outputs, 0);
                    add(projection, outputs, units, false, made, 0, h, i * outputs);
                }
                System.arraycopy(h, i * outputs, y, row * outputs, outputs);
            }
        }
        write(y, out[0]);
        write(h, out[1]);
        if (lstm) {
            write(c, out[2]);
            write(gates, out[3]);
            write(cells, out[4]);
        } else if (op.kind() == RecurrentOp.Kind.GRU) {
            write(gates, out[2]);
        }
    }

    private static void backward(RecurrentOp.Recurrence op, View[] in, View[] out) {
        boolean lstm = op.kind() == RecurrentOp.Kind.LSTM;
        boolean gru = op.kind() == RecurrentOp.Kind.GRU;
        int[] counts = op.counts(in[0].shape());
        int[] offsets = RecurrentOp.Recurrence.offsets(counts);
        int[] previous = op.previous(counts);
        View matrix = in[lstm ? 3 : 2];
        int width = matrix.shape().size(0);
        int outputs = matrix.shape().size(1);
        int units = width / op.kind().gates();
        int rows = previous.length;
        double[] gy = read(in[0]);
        double[] dh = read(in[1]);
        double[] dc = lstm ? read(in[2]) : new double[0];
        double[] weight = read(matrix);
        double[] first = lstm ? read(in[4]) : gru ? read(in[3]) : new double[0];
        double[] gates = lstm ? read(in[5]) : gru ? read(in[5]) : new double[0];
        double[] values = lstm ? read(in[6]) : read(in[gru ? 4 : 3]);
        double[] projection = in.length > 7 ? read(in[7]) : null;
        double[] dx = new double[rows * width];
        double[] own = gru ? new double[rows * width] : dx;
        double[] whole = new double[rows * outputs];
        double[] d = new double[units];
        int[] order = op.order(counts.length);
        for (int step = order.length - 1; step >= 0; step--) {
            int t = order[step];
            for (int i = 0; i < counts[t]; i++) {
                int row = offsets[t] + i;
                for (int j = 0; j < outputs; j++) {
                    dh[i * outputs + j] += gy[row * outputs + j];
                    whole[row * outputs + j] = dh[i * outputs + j];
                }
                if (projection == null) {
                    System.arraycopy(dh, i * outputs, d, 0, units);
                } else {
                    java.util.Arrays.fill(d, 0);
                    add(projection, outputs, units, true, dh, i * outputs, d, 0);
                }
                java.util.Arrays.fill(dh, i * outputs, (i + 1) * outputs, 0);
                for (int j = 0; j < units; j++) {
                    int g = row * 4 * units + j;
                    int at = row * width + j;
                    int p = previous[row];
                    double[] before = p < rows ? values : first;
                    double last =
                            before.length == 0 ? 0 : before[(p < rows ? p : p - rows) * units + j];
                    switch (op.kind()) {
                        case LSTM -> {
                            double a = gates[g];
                            double f = gates[g + units];
                            double n = gates[g + 2 * units];
                            double o = gates[g + 3 * units];
                            double tanh = Math.tanh(values[row * units + j]);
                            double e = dc[i * units + j] + d[j] * o * (1 - tanh * tanh);
                            dx[at] = e * n * a * (1 - a);
                            dx[at + units] = e * last * f * (1 - f);
                            dx[at + 2 * units] = e * a * (1 - n * n);
                            dx[at + 3 * units] = d[j] * tanh * o * (1 - o);
                            dc[i * units + j] = e * f;
                        }
                        case GRU -> {
                            double r = gates[g];
                            double z = gates[g + units];
                            double n = gates[g + 2 * units];
                            double dn = d[j] * (1 - z) * (1 - n * n);
                            dx[at] = dn * gates[g + 3 * units] * r * (1 - r);
                            dx[at + units] = d[j] * (last - n) * z * (1 - z);
                            dx[at + 2 * units] = dn;
                            own[at] = dx[at];
                            own[at + units] = dx[at + units];
                            own[at + 2 * units] = dn * r;
                            dh[i * units + j] = d[j] * z;
                        }
                        case TANH -> dx[at] = d[j] * (1 - values[at] * values[at]);
                        case RELU -> dx[at] = values[at] > 0 ? d[j] : 0;
                    }
                }
                add(weight, width, outputs, true, own, row * width, dh, i * outputs);
            }
        }
        write(dx, out[0]);
        if (gru) {
            write(own, out[1]);
        }
        write(dh, out[gru ? 2 : 1]);
        if (lstm) {
            write(dc, out[2]);
        }
        if (projection != null) {
            write(whole, out[3]);
        }
    }
}
