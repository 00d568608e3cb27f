package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;

/** The ops of neural networks as plain loops. */
final class PlainNeural {
    private PlainNeural() {}

    static void run(NeuralOp op, View[] in, View[] out) {
        switch (op) {
            case NeuralOp.Embedding e -> embedding(in[0], in[1], out[0]);
        }
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
