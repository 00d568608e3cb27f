package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * {@link TripletMarginLoss} with a distance of one's own: called with anchor, positive and
 * negative.
 */
public class TripletMarginWithDistanceLoss extends TernaryLoss {
    /** The distance; a {@link Distance} is a child. */
    @Name("distance_function")
    public BinaryOperator<Tensor> distanceFunction;

    private final TripletOptions options;

    /** Makes a loss with PyTorch's defaults: a {@link PairwiseDistance}. */
    public TripletMarginWithDistanceLoss() {
        this(new PairwiseDistance(), o -> o);
    }

    /**
     * Makes a loss, of whose options p and eps say nothing.
     *
     * @throws IllegalArgumentException if the margin is not positive
     */
    public TripletMarginWithDistanceLoss(
            BinaryOperator<Tensor> distanceFunction, UnaryOperator<TripletOptions> options) {
        this.distanceFunction = distanceFunction;
        this.options = options.apply(TripletOptions.DEFAULT);
        if (!(this.options.margin() > 0)) {
            throw new IllegalArgumentException(
                    "TripletMarginWithDistanceLoss: expected margin to be greater than 0, got "
                            + this.options.margin()
                            + " instead");
        }
    }

    @Override
    protected Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return Functional.tripletMarginWithDistanceLoss(
                anchor, positive, negative, distanceFunction, o -> options);
    }

    /** Returns how the loss was made. */
    public final TripletOptions options() {
        return options;
    }
}
