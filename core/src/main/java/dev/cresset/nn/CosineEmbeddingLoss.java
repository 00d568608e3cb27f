package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * {@code 1 - cos(x1, x2)} or {@code max(0, cos(x1, x2) - margin)}, as y is 1 or -1: called with x1,
 * x2 and y.
 */
public class CosineEmbeddingLoss extends TernaryLoss {
    private final MarginOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public CosineEmbeddingLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public CosineEmbeddingLoss(UnaryOperator<MarginOptions> options) {
        this.options = options.apply(MarginOptions.ZERO);
    }

    @Override
    protected Tensor forward(Tensor x1, Tensor x2, Tensor y) {
        return Functional.cosineEmbeddingLoss(x1, x2, y, o -> options);
    }

    /** Returns how the loss was made. */
    public final MarginOptions options() {
        return options;
    }
}
