package dev.cresset;

import dev.cresset.op.NeuralOp;
import org.jspecify.annotations.Nullable;

/** The derivatives of the ops of neural networks. */
final class NeuralDerivatives {
    private NeuralDerivatives() {}

    static Rule rule(NeuralOp op) {
        return switch (op) {
            case NeuralOp.Embedding e ->
                    Rule.several(
                            Saved.input(1),
                            (s, g) -> {
                                int width = s.spec(0).shape().size(1);
                                Tensor rows = s.in(1).reshape(-1);
                                Tensor parts = g.reshape(-1, width);
                                if (e.paddingIdx() >= 0) {
                                    Tensor padding = rows.eq(e.paddingIdx()).unsqueeze(1);
                                    parts = parts.maskedFill(padding, 0);
                                }
                                Tensor index = rows.toLong().unsqueeze(1).expand(-1, width);
                                Tensor out =
                                        Tensor.zeros(g.dtype(), s.spec(0).shape().toArray())
                                                .scatterAdd(0, index, parts);
                                return new @Nullable Tensor[] {out, null};
                            });
        };
    }
}
