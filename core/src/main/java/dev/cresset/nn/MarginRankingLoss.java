package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code max(0, margin - y (x1 - x2))}: called with x1, x2 and y. */
public class MarginRankingLoss extends TernaryLoss {
    private final MarginOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public MarginRankingLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public MarginRankingLoss(UnaryOperator<MarginOptions> options) {
        this.options = options.apply(MarginOptions.ZERO);
    }

    @Override
    protected Tensor forward(Tensor x1, Tensor x2, Tensor y) {
        return Functional.marginRankingLoss(x1, x2, y, o -> options);
    }

    /** Returns how the loss was made. */
    public final MarginOptions options() {
        return options;
    }
}
