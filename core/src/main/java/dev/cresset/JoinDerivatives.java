package dev.cresset;

import dev.cresset.op.Join;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** The derivatives of joins: each part takes its piece. */
final class JoinDerivatives {
    private JoinDerivatives() {}

    static Rule rule(Join op) {
        return switch (op) {
            case Join.Cat c ->
                    Rule.several(
                            0,
                            (s, g) -> {
                                @Nullable Tensor[] out = new Tensor[s.count()];
                                int at = 0;
                                for (int i = 0; i < out.length; i++) {
                                    Shape shape = s.spec(i).shape();
                                    boolean skipped = shape.rank() == 1 && shape.size(0) == 0;
                                    int n = skipped ? 0 : shape.size(c.dim());
                                    out[i] =
                                            skipped
                                                    ? Tensor.zeros(g.dtype(), 0)
                                                    : g.narrow(c.dim(), at, n);
                                    at += n;
                                }
                                return out;
                            });
            case Join.Stack k ->
                    Rule.several(
                            0,
                            (s, g) -> {
                                @Nullable Tensor[] out = new Tensor[s.count()];
                                for (int i = 0; i < out.length; i++) {
                                    out[i] = g.select(k.dim(), i);
                                }
                                return out;
                            });
        };
    }
}
