package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the class of an example lacks of a margin over all others. */
public class MultiMarginLoss extends Loss {
    /** A factor for each class; null if there is none. */
    public @Nullable Tensor weight;

    private final MultiMarginOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public MultiMarginLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public MultiMarginLoss(UnaryOperator<MultiMarginOptions> options) {
        this.options = options.apply(MultiMarginOptions.DEFAULT);
        RankingFunctions.checkPower("MultiMarginLoss", this.options.p());
        Tensor weight = this.options.weight();
        this.weight = weight == null ? null : new Buffer(weight);
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        return Functional.multiMarginLoss(x, target, o -> options.weight(weight));
    }

    /** Returns how the loss was made. */
    public final MultiMarginOptions options() {
        return options;
    }
}
