package dev.cresset;

import static dev.cresset.Saved.OUTPUT;

import dev.cresset.op.Selection;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** The derivatives of picking elements along a dimension: the gradient goes to those picked. */
final class SelectionDerivatives {
    private SelectionDerivatives() {}

    static Rule rule(Selection op) {
        boolean whole = op instanceof Selection.Sort || op instanceof Selection.Topk;
        boolean keepdim =
                switch (op) {
                    case Selection.Sort s -> true;
                    case Selection.Topk t -> true;
                    case Selection.Kthvalue k -> k.keepdim();
                    case Selection.Median m -> m.keepdim();
                    case Selection.Mode m -> m.keepdim();
                };
        return Rule.many(
                OUTPUT,
                (s, g) -> {
                    Tensor values = g[0];
                    return new @Nullable Tensor[] {
                        values == null ? null : back(s, values, op.dim(), whole || keepdim)
                    };
                });
    }

    private static Tensor back(Saved s, Tensor g, int dim, boolean keepdim) {
        Shape shape = s.spec(0).shape();
        int[] dims = {dim};
        Tensor index = ReductionDerivatives.widen(s.out(1), shape, dims, keepdim);
        Tensor wide = ReductionDerivatives.widen(g, shape, dims, keepdim);
        return Tensor.zeros(g.dtype(), shape.toArray()).scatterAdd(dim, index, wide);
    }
}
