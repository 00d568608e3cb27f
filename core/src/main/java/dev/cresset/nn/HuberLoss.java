package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The squared error, linear above delta (Huber 1964). */
public class HuberLoss extends Loss {
    private final LossOptions options;
    private final double delta;

    /** Makes a loss with PyTorch's defaults. */
    public HuberLoss() {
        this(1, o -> o);
    }

    /** Makes a loss. */
    public HuberLoss(double delta, UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
        this.delta = delta;
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.huberLoss(x, target, delta, o -> options);
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
