package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The absolute error, squared below beta (Girshick 2015). */
public class SmoothL1Loss extends Loss {
    private final LossOptions options;
    private final double beta;

    /** Makes a loss with PyTorch's defaults. */
    public SmoothL1Loss() {
        this(1, o -> o);
    }

    /** Makes a loss. */
    public SmoothL1Loss(double beta, UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
        this.beta = beta;
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.smoothL1Loss(x, target, beta, o -> options);
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
