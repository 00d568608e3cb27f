package dev.cresset.engine;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Attention with all of its scores, one element at a time. */
final class ReferenceAttention {
    private final int length;
    private final int keys;
    private final int size;
    private final int width;
    private final int matrices;
    private final int shared;
    private final View q;
    private final View k;
    private final View v;

    /** The weight of each key for each query of each matrix. */
    private final double[] weights;

    private final double[] max;
    private final double[] sum;

    private ReferenceAttention(
            AttentionOp.Attention op, View q, View k, View v, @Nullable View mask) {
        this.q = q;
        this.k = k;
        this.v = v;
        length = q.shape().size(-2);
        keys = k.shape().size(-2);
        size = q.shape().size(-1);
        width = v.shape().size(-1);
        matrices = count(q.shape());
        shared = matrices / Math.max(1, count(k.shape()));
        weights = new double[matrices * length * keys];
        max = new double[matrices * length];
        sum = new double[matrices * length];
        View wide = null;
        if (mask != null) {
            int[] sizes = q.shape().toArray();
            sizes[sizes.length - 1] = keys;
            wide = mask.broadcastTo(Shape.of(sizes));
        }
        for (int i = 0; i < max.length; i++) {
            int seen = op.causal() ? Math.min(keys, i % length + 1) : keys;
            row(i, seen, op.scale(), wide);
        }
    }

    private static int count(Shape x) {
        int n = 1;
        for (int d = 0; d < x.rank() - 2; d++) {
            n *= x.size(d);
        }
        return n;
    }

    private void row(int i, int seen, double scale, @Nullable View mask) {
        int at = i * keys;
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < seen; j++) {
            double dot = 0;
            for (int e = 0; e < size; e++) {
                dot += q.doubleAt(i * size + e) * k.doubleAt(key(i, j) * size + e);
            }
            double score = dot * scale;
            if (mask != null && mask.dtype() != DType.BOOL) {
                score += mask.doubleAt(at + j);
            } else if (mask != null && mask.longAt(at + j) == 0) {
                score = Double.NEGATIVE_INFINITY;
            }
            weights[at + j] = score;
            most = Math.max(most, score);
        }
        max[i] = most == Double.NEGATIVE_INFINITY ? 0 : most;
        double total = 0;
        for (int j = 0; j < seen; j++) {
            weights[at + j] = StrictMath.exp(weights[at + j] - max[i]);
            total += weights[at + j];
        }
        sum[i] = total == 0 ? 1 : total;
        for (int j = 0; j < seen; j++) {
            weights[at + j] /= sum[i];
        }
    }

    /** Returns the index of a key of the matrix that query i belongs to, among all keys. */
    private int key(int i, int j) {
        return i / length / shared * keys + j;
    }

    static void run(AttentionOp op, View[] in, View[] out) {
        switch (op) {
            case AttentionOp.Attention a ->
                    new ReferenceAttention(a, in[0], in[1], in[2], in.length > 3 ? in[3] : null)
                            .forward(out);
            case AttentionOp.AttentionGradient g ->
                    new ReferenceAttention(
                                    g.of(), in[1], in[2], in[3], in.length > 5 ? in[5] : null)
                            .backward(in[0], g.of().scale(), out);
        }
    }

    private void forward(View[] out) {
        for (int i = 0; i < max.length; i++) {
            for (int e = 0; e < width; e++) {
                double y = 0;
                for (int j = 0; j < keys; j++) {
                    y += weights[i * keys + j] * v.doubleAt(key(i, j) * width + e);
                }
                out[0].setDouble(i * width + e, y);
            }
            out[1].setDouble(2 * i, max[i]);
            out[1].setDouble(2 * i + 1, sum[i]);
        }
    }

    private void backward(View g, double scale, View[] out) {
        double[] dk = new double[k.numel()];
        double[] dv = new double[v.numel()];
        for (int i = 0; i < max.length; i++) {
            double[] slopes = new double[keys];
            double mean = 0;
            for (int j = 0; j < keys; j++) {
                double w = weights[i * keys + j];
                for (int e = 0; e < width; e++) {
                    slopes[j] += g.doubleAt(i * width + e) * v.doubleAt(key(i, j) * width + e);
                    dv[key(i, j) * width + e] += w * g.doubleAt(i * width + e);
                }
                mean += w * slopes[j];
            }
            double[] dq = new double[size];
            for (int j = 0; j < keys; j++) {
                double slope = weights[i * keys + j] * (slopes[j] - mean) * scale;
                for (int e = 0; e < size; e++) {
                    dq[e] += slope * k.doubleAt(key(i, j) * size + e);
                    dk[key(i, j) * size + e] += slope * q.doubleAt(i * size + e);
                }
            }
            for (int e = 0; e < size; e++) {
                out[0].setDouble(i * size + e, dq[e]);
            }
        }
        for (int j = 0; j < dk.length; j++) {
            out[1].setDouble(j, dk[j]);
        }
        for (int j = 0; j < dv.length; j++) {
            out[2].setDouble(j, dv[j]);
        }
    }
}
