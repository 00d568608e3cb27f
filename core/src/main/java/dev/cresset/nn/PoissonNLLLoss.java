package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The negative log-likelihood of counts, which have the rates {@code exp(x)}. */
public class PoissonNLLLoss extends Loss {
    private final PoissonNllOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public PoissonNLLLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public PoissonNLLLoss(UnaryOperator<PoissonNllOptions> options) {
        this.options = options.apply(PoissonNllOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.poissonNllLoss(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final PoissonNllOptions options() {
        return options;
    }
}
