package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The squared error {@code (x - y)^2}. */
public class MSELoss extends Loss {
    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public MSELoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public MSELoss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.mseLoss(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
