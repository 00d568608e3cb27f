package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code -weight[t] x[t]} for the target classes t and log-probabilities x. */
public class NLLLoss extends Loss {
    /** A factor for each class; null if there is none. */
    public @Nullable Tensor weight;

    private final CrossEntropyOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public NLLLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public NLLLoss(UnaryOperator<CrossEntropyOptions> options) {
        this.options = options.apply(CrossEntropyOptions.DEFAULT);
        Tensor weight = this.options.weight();
        this.weight = weight == null ? null : new Buffer(weight);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.nllLoss(x, target, o -> options.weight(weight));
    }

    /** Returns how the loss was made. */
    public final CrossEntropyOptions options() {
        return options;
    }
}
