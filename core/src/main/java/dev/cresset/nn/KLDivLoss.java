package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The divergence {@code y (log(y) - x)} of log-probabilities x and a target y. */
public class KLDivLoss extends Loss {
    private final KlDivOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public KLDivLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public KLDivLoss(UnaryOperator<KlDivOptions> options) {
        this.options = options.apply(KlDivOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.klDiv(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final KlDivOptions options() {
        return options;
    }
}
