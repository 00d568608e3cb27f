package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** What the classes of an example lack of a margin of 1 over all others. */
public class MultiLabelMarginLoss extends Loss {
    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public MultiLabelMarginLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public MultiLabelMarginLoss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.multilabelMarginLoss(x, target, o -> options);
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
