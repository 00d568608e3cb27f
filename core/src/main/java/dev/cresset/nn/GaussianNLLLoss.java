package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The negative log-likelihood of numbers: called with mean, target and variance. */
public class GaussianNLLLoss extends TernaryLoss {
    private final GaussianNllOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public GaussianNLLLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public GaussianNLLLoss(UnaryOperator<GaussianNllOptions> options) {
        this.options = options.apply(GaussianNllOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor y, Tensor var) {
        return Functional.gaussianNllLoss(x, y, var, o -> options);
    }

    /** Returns how the loss was made. */
    public final GaussianNllOptions options() {
        return options;
    }
}
