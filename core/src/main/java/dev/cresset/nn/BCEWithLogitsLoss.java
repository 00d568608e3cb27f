package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The cross entropy of logits of two classes. */
public class BCEWithLogitsLoss extends Loss {
    /** A factor for each element, which broadcasts; null if there is none. */
    public @Nullable Tensor weight;

    /** A factor for positive examples, which broadcasts; null if there is none. */
    @Name("pos_weight")
    public @Nullable Tensor posWeight;

    private final LossOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public BCEWithLogitsLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public BCEWithLogitsLoss(UnaryOperator<LossOptions> options) {
        this.options = options.apply(LossOptions.DEFAULT);
        Tensor weight = this.options.weight();
        this.weight = weight == null ? null : new Buffer(weight);
        Tensor posWeight = this.options.posWeight();
        this.posWeight = posWeight == null ? null : new Buffer(posWeight);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.binaryCrossEntropyWithLogits(
                x, target, o -> options.weight(weight).posWeight(posWeight));
    }

    /** Returns how the loss was made. */
    public final LossOptions options() {
        return options;
    }
}
