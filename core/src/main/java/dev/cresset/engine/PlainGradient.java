package dev.cresset.engine;

import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;

/** Gradients of losses and softmax, one line or one target after the other. */
final class PlainGradient {
    private PlainGradient() {}

    static void nllLoss(NeuralOp.NllLossGradient op, View[] in, View out) {
        int n = out.numel();
        if (out.storage() instanceof Storage.Floats f && out.layout().isContiguous()) {
            int start = out.layout().offset();
            Arrays.fill(f.array, start, start + n, 0);
            nllLoss(op, in, (at, value) -> f.array[start + at] = (float) value);
        } else {
            double[] dense = new double[n];
            nllLoss(op, in, (at, value) -> dense[at] = value);
            Dense.store(dense, out);
        }
    }

    /** Takes the value of an element that is not 0. */
    private interface Sink {
        void put(int at, double value);
    }

    private static void nllLoss(NeuralOp.NllLossGradient op, View[] in, Sink out) {
        NeuralOp.NllLoss of = op.of();
        Shape x = op.input();
        int dim = x.rank() == 1 ? 0 : 1;
        int classes = x.size(dim);
        int plane = 1;
        for (int d = dim + 1; d < x.rank(); d++) {
            plane *= x.size(d);
        }
        View target = in[1];
        int[] targets = Runs.places(target.layout());
        boolean one = of.reduction() != LossReduction.NONE;
        int[] gradients = one ? new int[] {in[0].layout().offset()} : Runs.places(in[0].layout());
        double weights = of.reduction() == LossReduction.MEAN ? in[2].doubleAt(0) : 1;
        for (int i = 0; i < targets.length; i++) {
            long t = Element.getLong(target.dtype(), target.storage(), targets[i]);
            if (t != of.ignoreIndex()) {
                int from = gradients[one ? 0 : i];
                double g = Element.getDouble(in[0].dtype(), in[0].storage(), from);
                double w = in.length > 3 ? in[3].doubleAt((int) t) : 1;
                out.put((i / plane * classes + (int) t) * plane + i % plane, -g / weights * w);
            }
        }
    }

    static void softmax(NeuralOp.SoftmaxGradient op, View g, View y, View out, RowMath rows) {
        if (FloatSoftmaxLines.takes(op.dim(), y, g, out)) {
            FloatSoftmaxLines.backward(op.dim(), op.log(), g, y, out, rows);
            return;
        }
        int[] dims = y.shape().rank() == 0 ? new int[0] : new int[] {op.dim()};
        Lines from = Lines.of(g.layout(), dims);
        Lines at = Lines.of(y.layout(), dims);
        Lines to = Lines.of(out.layout(), dims);
        int n = at.along().numel();
        if (n == 0 || at.kept().numel() == 0) {
            return;
        }
        int[] sources = Runs.places(from.kept());
        int[] results = Runs.places(at.kept());
        int[] targets = Runs.places(to.kept());
        int gStep = step(g, dims);
        int yStep = step(y, dims);
        int outStep = step(out, dims);
        if (g.storage() instanceof Storage.Floats a
                && y.storage() instanceof Storage.Floats b
                && out.storage() instanceof Storage.Floats c) {
            for (int i = 0; i < targets.length; i++) {
                Line line = new Line(sources[i], gStep, results[i], yStep, targets[i], outStep, n);
                if (op.log()) {
                    logarithm(a.array, b.array, c.array, line);
                } else {
                    plain(a.array, b.array, c.array, line);
                }
            }
            return;
        }
        double[] slope = new double[n];
        double[] value = new double[n];
        for (int i = 0; i < targets.length; i++) {
            Chunk.load(g, sources[i], gStep, n, slope);
            Chunk.load(y, results[i], yStep, n, value);
            if (op.log()) {
                logarithm(slope, value);
            } else {
                plain(slope, value);
            }
            Chunk.store(slope, n, out, targets[i], outStep);
        }
    }

    private static int step(View x, int[] dims) {
        return dims.length == 0 ? 1 : x.layout().stride(dims[0]);
    }

    /**
     * Where a line's n elements of gradient, result and output start and how far they are apart.
     */
    private record Line(int g, int gStep, int y, int yStep, int out, int outStep, int n) {}

    /** As PyTorch does it: the sum is rounded to float32, what follows is float32. */
    private static void plain(float[] g, float[] y, float[] out, Line l) {
        double total = 0;
        for (int j = 0; j < l.n; j++) {
            total += (double) g[l.g + j * l.gStep] * y[l.y + j * l.yStep];
        }
        float sum = (float) total;
        for (int j = 0; j < l.n; j++) {
            out[l.out + j * l.outStep] = (g[l.g + j * l.gStep] - sum) * y[l.y + j * l.yStep];
        }
    }

    private static void logarithm(float[] g, float[] y, float[] out, Line l) {
        double total = 0;
        for (int j = 0; j < l.n; j++) {
            total += g[l.g + j * l.gStep];
        }
        float sum = (float) total;
        for (int j = 0; j < l.n; j++) {
            float e = (float) Math.exp(y[l.y + j * l.yStep]);
            out[l.out + j * l.outStep] = g[l.g + j * l.gStep] - e * sum;
        }
    }

    private static void plain(double[] g, double[] y) {
        double sum = 0;
        for (int j = 0; j < g.length; j++) {
            sum += g[j] * y[j];
        }
        for (int j = 0; j < g.length; j++) {
            g[j] = y[j] * (g[j] - sum);
        }
    }

    private static void logarithm(double[] g, double[] y) {
        double sum = 0;
        for (int j = 0; j < g.length; j++) {
            sum += g[j];
        }
        for (int j = 0; j < g.length; j++) {
            g[j] -= Math.exp(y[j]) * sum;
        }
    }
}
