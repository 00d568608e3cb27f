package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of float32, their adjoints and their weights' gradients: chooses between {@link
 * WinogradConvolution}, which multiplies less, and {@link DirectConvolution}, which serves every
 * geometry. The choice depends on sizes alone, and each gives the same bits on every engine.
 */
final class FloatConvolution {
    private FloatConvolution() {}

    static void convolution(NeuralOp.Convolution op, View[] in, View y, Products products) {
        if (y.numel() == 0) {
            return;
        }
        float[] x = Floats.dense(in[0]);
        float[] w = Floats.dense(in[1]);
        float @Nullable [] bias = in.length > 2 ? Floats.dense(in[2]) : null;
        float[] to = Floats.target(y);
        ConvolutionGeometry geometry =
                ConvolutionGeometry.of(op, in[0].shape(), in[1].shape(), y.shape());
        int examples = in[0].shape().size(0);
        int groups = op.groups();
        int ins = in[0].shape().size(1) / groups;
        int outs = y.shape().size(1) / groups;
        boolean turned = op.transposed();
        if (turned && !geometry.hasUnitStride()) {
            new DirectConvolution(products, geometry, groups, outs)
                    .adjoint(examples, x, w, bias, ins, to);
        } else {
            ConvolutionGeometry g = turned ? geometry.turned() : geometry;
            WinogradConvolution fast =
                    WinogradConvolution.of(products, g, examples, groups, ins, outs);
            if (fast == null || !fast.forward(x, w, turned, bias, to)) {
                float[] v = turned ? turn(w, groups, ins, outs, g.kernelSize()) : w;
                new DirectConvolution(products, g, groups, ins)
                        .forward(examples, x, v, bias, outs, to);
            }
        }
        Floats.store(to, y);
    }

    /** The gradient of a weight. */
    static void weight(NeuralOp.ConvolutionWeight op, View[] in, View out, Products products) {
        float[] to = Floats.target(out);
        if (in[1].numel() == 0 || out.numel() == 0) {
            Arrays.fill(to, 0);
        } else {
            Shape x = in[0].shape();
            Shape gradient = in[1].shape();
            int groups = op.groups();
            int examples = x.size(0);
            int ins = x.size(1) / groups;
            int outs = gradient.size(1) / groups;
            ConvolutionGeometry geometry = ConvolutionGeometry.of(op, x, gradient);
            float[] planes = Floats.dense(in[0]);
            float[] g = Floats.dense(in[1]);
            WinogradConvolution fast =
                    WinogradConvolution.of(products, geometry, examples, groups, ins, outs);
            if (fast == null || !fast.weight(planes, g, to)) {
                new DirectConvolution(products, geometry, groups, ins)
                        .weight(examples, planes, g, outs, to);
            }
        }
        Floats.store(to, out);
    }

    /** Returns a weight (ins, outs, kernel) per group as (outs, ins, kernel turned round). */
    private static float[] turn(float[] w, int groups, int ins, int outs, int kernel) {
        float[] out = new float[w.length];
        for (int g = 0; g < groups; g++) {
            int group = g * ins * outs * kernel;
            for (int i = 0; i < ins; i++) {
                for (int o = 0; o < outs; o++) {
                    int from = group + (i * outs + o) * kernel;
                    int to = group + (o * ins + i) * kernel + kernel - 1;
                    for (int k = 0; k < kernel; k++) {
                        out[to - k] = w[from + k];
                    }
                }
            }
        }
        return out;
    }
}
