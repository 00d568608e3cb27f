package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** Distances of what belongs together, and what others lack of the margin. */
public class HingeEmbeddingLoss extends Loss {
    private final MarginOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public HingeEmbeddingLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public HingeEmbeddingLoss(UnaryOperator<MarginOptions> options) {
        this.options = options.apply(MarginOptions.ONE);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.hingeEmbeddingLoss(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final MarginOptions options() {
        return options;
    }
}
