package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The binary cross entropy of {@code sigmoid(x)}, averaged over the classes of an example. */
public class MultiLabelSoftMarginLoss extends Loss {
    /** A factor for each class; null if there is none. */
    public @Nullable Tensor weight;

    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public MultiLabelSoftMarginLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public MultiLabelSoftMarginLoss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
        Tensor weight = this.options.weight();
        this.weight = weight == null ? null : new Buffer(weight);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.multilabelSoftMarginLoss(x, target, o -> options.weight(weight));
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
