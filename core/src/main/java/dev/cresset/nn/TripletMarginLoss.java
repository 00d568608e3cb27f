package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code max(0, |a - p| - |a - n| + margin)}: called with anchor, positive and negative. */
public class TripletMarginLoss extends TernaryLoss {
    private final TripletOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public TripletMarginLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public TripletMarginLoss(UnaryOperator<TripletOptions> options) {
        this.options = options.apply(TripletOptions.DEFAULT);
        if (!(this.options.margin() > 0)) {
            throw new IllegalArgumentException(
                    "TripletMarginLoss: expected margin to be greater than 0, got "
                            + this.options.margin()
                            + " instead");
        }
    }

    @Override
    protected Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return Functional.tripletMarginLoss(anchor, positive, negative, o -> options);
    }

    /** Returns how the loss was made. */
    public final TripletOptions options() {
        return options;
    }
}
