package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The absolute error {@code |x - y|}. */
public class L1Loss extends Loss {
    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public L1Loss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public L1Loss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.l1Loss(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
