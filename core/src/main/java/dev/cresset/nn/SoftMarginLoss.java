package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code log(1 + exp(-x y))} for targets y of 1 and -1. */
public class SoftMarginLoss extends Loss {
    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public SoftMarginLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public SoftMarginLoss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.softMarginLoss(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
