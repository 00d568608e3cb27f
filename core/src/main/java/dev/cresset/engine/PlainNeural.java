package dev.cresset.engine;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.LossOp;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.PlaneOp;
import dev.cresset.op.RecurrentOp;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;

/** The ops of neural networks as plain loops. */
final class PlainNeural {
    private PlainNeural() {}

    static void run(NeuralOp op, View[] in, View[] out) {
        switch (op) {
            case AttentionOp a -> PlainAttention.run(a, in, out, Products.PLAIN, RowMath.PLAIN);
            case LossOp l -> throw PlainEngine.unsupported(op);
            case RecurrentOp r -> PlainRecurrent.run(r, in, out, Products.PLAIN);
            case NeuralOp.Convolution c -> convolution(c, in, out[0]);
            case NeuralOp.ConvolutionWeight c -> {
                if (Floats.all(in)) {
                    FloatConvolution.weight(c, in, out[0], Products.PLAIN);
                } else {
                    PlainConvolution.weight(c, in, out[0]);
                }
            }
            case NeuralOp.MaxPool m -> {
                if (FloatPooling.supports(in[0])) {
                    FloatPooling.max(m, in[0], out[0], out[1]);
                } else {
                    PlainPooling.max(m, in[0], out[0], out[1]);
                }
            }
            case NeuralOp.Averaging a -> PlainPooling.average(a, in[0], out[0]);
            case NeuralOp.Spread p -> PlainPooling.spread(p, in[0], out[0]);
            case NeuralOp.Normalization n -> {
                if (FloatLayerNorm.suits(n, in[0], in)) {
                    FloatLayerNorm.forward(n, in, out, LayerRows.PLAIN);
                } else if (Floats.all(in)) {
                    FloatNormalization.forward(n, in, out);
                } else {
                    PlainNormalization.forward(n, in, out);
                }
            }
            case NeuralOp.NormalizationGradient n -> {
                if (FloatLayerNorm.suits(n.of(), in[1], in)) {
                    FloatLayerNorm.backward(n.of(), in, out, LayerRows.PLAIN);
                } else if (Floats.all(in)) {
                    FloatNormalization.backward(n.of(), in, out);
                } else {
                    PlainNormalization.backward(n.of(), in, out);
                }
            }
            case NeuralOp.Embedding e -> embedding(in[0], in[1], out[0]);
            case NeuralOp.Pad p -> PlainPad.run(p, in[0], out[0]);
            case PlaneOp p -> PlainPlanes.run(p, in, out);
            case NeuralOp.Prelu p -> PlainGate.prelu(in[0], in[1], out[0]);
            case NeuralOp.Glu g -> PlainGate.glu(g.dim(), in[0], out[0]);
            case NeuralOp.NllLoss n -> PlainGate.nllLoss(n, in, out);
            case NeuralOp.NllLossGradient n -> PlainGradient.nllLoss(n, in, out[0]);
            case NeuralOp.SoftmaxGradient s ->
                    PlainGradient.softmax(s, in[0], in[1], out[0], RowMath.PLAIN);
            case NeuralOp.ElementLoss e -> PlainLoss.run(e, in, out[0]);
        }
    }

    private static void convolution(NeuralOp.Convolution op, View[] in, View out) {
        if (Floats.all(in)) {
            FloatConvolution.convolution(op, in, out, Products.PLAIN);
        } else {
            PlainConvolution.convolution(op, in, out);
        }
    }

    /** Returns whether there is a kernel; int64 beyond 2^53 does not fit doubles. */
    static boolean supports(NeuralOp op, View[] in) {
        return switch (op) {
            case AttentionOp a -> true;
            case LossOp l -> false;
            case RecurrentOp r -> PlainRecurrent.supports(in);
            case NeuralOp.Embedding e -> true;
            case NeuralOp.Pad p -> true;
            case NeuralOp.Spatial s -> in[0].dtype().isFloatingPoint();
            case NeuralOp.Normalization n -> true;
            case NeuralOp.NormalizationGradient n -> true;
            case NeuralOp.Prelu p -> true;
            case NeuralOp.Glu g -> true;
            case NeuralOp.NllLoss n -> true;
            case NeuralOp.NllLossGradient n -> true;
            case NeuralOp.SoftmaxGradient s -> true;
            case NeuralOp.ElementLoss e -> PlainLoss.supports(e, in);
        };
    }

    /** Copies whole rows; they are checked first, so that a wrong index changes nothing. */
    private static void embedding(View weight, View index, View out) {
        int rows = weight.shape().size(0);
        Shape row = Shape.of(weight.shape().size(1));
        Layout w = weight.layout();
        int[] places = Runs.places(index.layout());
        for (int i = 0; i < places.length; i++) {
            long at = Element.getLong(index.dtype(), index.storage(), places[i]);
            if (at < 0 || at >= rows) {
                throw new IndexOutOfBoundsException(
                        "embedding: index " + at + " is out of range for " + rows + " rows");
            }
            places[i] = w.offset() + (int) at * w.stride(0);
        }
        if (row.numel() == 0) {
            return;
        }
        int last = index.shape().rank();
        Layout leading =
                new Layout(
                        index.shape(),
                        java.util.Arrays.copyOf(out.layout().strides(), last),
                        out.layout().offset());
        int[] targets = Runs.places(leading);
        boolean dense = w.stride(1) == 1 && out.layout().stride(last) == 1;
        for (int i = 0; i < places.length; i++) {
            if (dense) {
                System.arraycopy(
                        weight.storage().array(),
                        places[i],
                        out.storage().array(),
                        targets[i],
                        row.size(0));
                continue;
            }
            Layout from = new Layout(row, new int[] {w.stride(1)}, places[i]);
            Layout to = new Layout(row, new int[] {out.layout().stride(last)}, targets[i]);
            StridedLoops.run(
                    Unary.CLONE, weight.dtype(), new View[] {weight.with(from)}, out.with(to));
        }
    }
}
