package dev.cresset.engine;

import dev.cresset.op.NeuralOp;

/** The ops of neural networks, one element at a time. */
final class ReferenceNeural {
    private ReferenceNeural() {}

    static void run(NeuralOp op, View[] in, View[] out) {
        switch (op) {
            case NeuralOp.Embedding e -> embedding(in[0], in[1], out[0]);
        }
    }

    private static void embedding(View weight, View index, View out) {
        int rows = weight.shape().size(0);
        int width = weight.shape().size(1);
        for (int i = 0; i < index.numel(); i++) {
            long row = index.longAt(i);
            if (row < 0 || row >= rows) {
                throw new IndexOutOfBoundsException(
                        "embedding: index " + row + " is out of range for " + rows + " rows");
            }
            for (int j = 0; j < width; j++) {
                ReferenceElementwise.copy(weight, (int) row * width + j, out, i * width + j);
            }
        }
    }
}
