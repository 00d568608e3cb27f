package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The cross entropy of probabilities of two classes. */
public class BCELoss extends Loss {
    /** A factor for each element, which broadcasts; null if there is none. */
    public @Nullable Tensor weight;

    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public BCELoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public BCELoss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
        Tensor weight = this.options.weight();
        this.weight = weight == null ? null : new Buffer(weight);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.binaryCrossEntropy(x, target, o -> options.weight(weight));
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
