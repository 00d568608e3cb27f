package dev.cresset.engine;

import dev.cresset.op.LossOp;
import dev.cresset.op.LossReduction;
import dev.cresset.op.Shape;
import java.util.Arrays;

/** Losses of classes and of label sequences, one number at a time. */
final class ReferenceLoss {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private ReferenceLoss() {}

    static void run(LossOp op, View[] in, View[] out) {
        switch (op) {
            case LossOp.MultiMargin m -> multiMargin(m, in, out[0]);
            case LossOp.MultilabelMargin m -> multilabelMargin(m, in[0], in[1], out[0]);
            case LossOp.Ctc c -> ctc(c, in[0], in[1], out);
            case LossOp.CtcGradient g -> ctcGradient(g.of(), in, out[0]);
        }
    }

    private static double[] read(View x) {
        double[] out = new double[x.numel()];
        Arrays.setAll(out, x::doubleAt);
        return out;
    }

    private static int classes(View x) {
        int rank = x.shape().rank();
        return rank == 0 ? 1 : x.shape().size(rank - 1);
    }

    private static void reduce(double[] each, LossReduction reduction, View out) {
        switch (reduction) {
            case NONE -> {
                for (int i = 0; i < each.length; i++) {
                    out.setDouble(i, each[i]);
                }
            }
            case SUM -> out.setDouble(0, Arrays.stream(each).sum());
            case MEAN ->
                    out.setDouble(
                            0, each.length == 0 ? 0 : Arrays.stream(each).sum() / each.length);
        }
    }

    private static void multiMargin(LossOp.MultiMargin op, View[] in, View out) {
        View x = in[0];
        int classes = classes(x);
        double[] each = new double[in[1].numel()];
        for (int n = 0; n < each.length; n++) {
            long t = in[1].longAt(n);
            if (t < 0 || t >= classes) {
                throw new IndexOutOfBoundsException(
                        "multi_margin_loss: target out of range: "
                                + t
                                + " of "
                                + classes
                                + " classes");
            }
            double own = x.doubleAt(n * classes + (int) t);
            for (int d = 0; d < classes; d++) {
                double z = op.margin() - own + x.doubleAt(n * classes + d);
                if (d != t && !(z <= 0)) {
                    each[n] += op.p() == 1 ? z : z * z;
                }
            }
            each[n] *= (in.length > 2 ? in[2].doubleAt((int) t) : 1) / classes;
        }
        reduce(each, op.reduction(), out);
    }

    private static void multilabelMargin(
            LossOp.MultilabelMargin op, View x, View target, View out) {
        int classes = classes(x);
        double[] each = new double[x.shape().rank() == 2 ? x.shape().size(0) : 1];
        for (int n = 0; n < target.numel(); n++) {
            long t = target.longAt(n);
            if (t < -1 || t >= classes) {
                throw new IndexOutOfBoundsException(
                        "multilabel_margin_loss: argument #2 'target' is out of range: "
                                + t
                                + " of "
                                + classes
                                + " classes");
            }
        }
        for (int n = 0; n < each.length; n++) {
            boolean[] chosen = new boolean[classes];
            int count = 0;
            while (count < classes && target.longAt(n * classes + count) >= 0) {
                chosen[(int) target.longAt(n * classes + count)] = true;
                count++;
            }
            for (int i = 0; i < count; i++) {
                double own = x.doubleAt(n * classes + (int) target.longAt(n * classes + i));
                for (int d = 0; d < classes; d++) {
                    double z = 1 - own + x.doubleAt(n * classes + d);
                    each[n] += chosen[d] || z <= 0 ? 0 : z;
                }
            }
            each[n] /= classes;
        }
        reduce(each, op.reduction(), out);
    }

    // ---- connectionist temporal classification

    /** {@code log(exp(a) + exp(b) + exp(c))}. */
    private static double logSum(double a, double b, double c) {
        double most = Math.max(a, Math.max(b, c));
        if (most == NONE) {
            return NONE;
        }
        return most + Math.log(Math.exp(a - most) + Math.exp(b - most) + Math.exp(c - most));
    }

    /** One sequence: labels with blanks around them, and where its numbers lie. */
    private record Path(int[] labels, int sequence, int batch, int classes, double[] logs) {
        static Path of(LossOp.Ctc op, View x, View targets, double[] logs, int b) {
            Shape s = x.shape();
            int[] labels = new int[2 * op.targetLengths()[b] + 1];
            Arrays.fill(labels, op.blank());
            int start = op.starts(targets.shape())[b];
            for (int i = 0; i < op.targetLengths()[b]; i++) {
                long label = targets.longAt(start + i);
                if (label < 0 || label >= s.size(2)) {
                    throw new IndexOutOfBoundsException(
                            "ctc_loss: target " + label + " is out of " + s.size(2) + " labels");
                }
                labels[2 * i + 1] = (int) label;
            }
            return new Path(labels, b, s.size(1), s.size(2), logs);
        }

        double log(int t, int state) {
            return logs[at(t, labels[state])];
        }

        int at(int t, int label) {
            return (t * batch + sequence) * classes + label;
        }

        /** Whether a state can be reached from two before, past a blank. */
        boolean skips(int state) {
            return state > 1 && labels[state] != labels[state - 2];
        }
    }

    private static void ctc(LossOp.Ctc op, View x, View targets, View[] out) {
        int steps = x.shape().size(0);
        int width = 2 * op.longest() + 1;
        double[] logs = read(x);
        double[] loss = new double[x.shape().size(1)];
        double[] alpha = new double[loss.length * steps * width];
        Arrays.fill(alpha, NONE);
        for (int b = 0; b < loss.length; b++) {
            Path path = Path.of(op, x, targets, logs, b);
            int states = path.labels.length;
            int length = op.inputLengths()[b];
            if (length == 0) {
                loss[b] = states == 1 ? -0.0 : Double.POSITIVE_INFINITY;
                continue;
            }
            int row = b * steps * width;
            for (int s = 0; s < Math.min(2, states); s++) {
                alpha[row + s] = path.log(0, s);
            }
            for (int t = 1; t < length; t++) {
                int before = row + (t - 1) * width;
                for (int s = 0; s < states; s++) {
                    double one = s > 0 ? alpha[before + s - 1] : NONE;
                    double two = path.skips(s) ? alpha[before + s - 2] : NONE;
                    alpha[row + t * width + s] =
                            logSum(alpha[before + s], one, two) + path.log(t, s);
                }
            }
            int last = row + (length - 1) * width + states - 1;
            loss[b] = -logSum(alpha[last], states > 1 ? alpha[last - 1] : NONE, NONE);
        }
        for (int b = 0; b < loss.length; b++) {
            out[0].setDouble(b, loss[b]);
        }
        for (int i = 0; i < alpha.length; i++) {
            out[1].setDouble(i, alpha[i]);
        }
    }

    private static void ctcGradient(LossOp.Ctc op, View[] in, View out) {
        View x = in[1];
        int steps = x.shape().size(0);
        int width = 2 * op.longest() + 1;
        double[] logs = read(x);
        double[] alpha = read(in[4]);
        double[] made = new double[x.numel()];
        for (int b = 0; b < op.inputLengths().length; b++) {
            double loss = in[3].doubleAt(b);
            int length = op.inputLengths()[b];
            if (length == 0 || (op.zeroInfinity() && loss == Double.POSITIVE_INFINITY)) {
                continue;
            }
            Path path = Path.of(op, x, in[2], logs, b);
            int states = path.labels.length;
            double[] beta = new double[states];
            for (int t = length - 1; t >= 0; t--) {
                double[] now = new double[states];
                double[] sums = new double[path.classes];
                Arrays.fill(sums, NONE);
                for (int s = 0; s < states; s++) {
                    boolean ends = s >= states - 2;
                    double one = s + 1 < states ? beta[s + 1] : NONE;
                    double two = s + 2 < states && path.skips(s + 2) ? beta[s + 2] : NONE;
                    double from = t < length - 1 ? logSum(beta[s], one, two) : ends ? 0 : NONE;
                    now[s] = from + path.log(t, s);
                    double both = alpha[(b * steps + t) * width + s] + now[s];
                    int label = path.labels[s];
                    sums[label] = logSum(sums[label], both, NONE);
                }
                beta = now;
                double g = in[0].doubleAt(b);
                for (int c = 0; c < path.classes; c++) {
                    double log = logs[path.at(t, c)];
                    made[path.at(t, c)] = (Math.exp(log) - Math.exp(sums[c] + loss - log)) * g;
                }
            }
        }
        for (int i = 0; i < made.length; i++) {
            out.setDouble(i, made[i]);
        }
    }
}
