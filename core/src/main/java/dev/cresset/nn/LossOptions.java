package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.LossReduction;
import org.jspecify.annotations.Nullable;

/**
 * How a loss compares element with element. A loss reads what concerns it.
 *
 * @param reduction what is made of the elements
 * @param weight a factor for each element, which broadcasts in the binary cross entropies; not
 *     {@code smoothL1Loss}
 * @param posWeight a factor for positive examples, which broadcasts; {@code
 *     binaryCrossEntropyWithLogits}
 */
public record LossOptions(
        LossReduction reduction, @Nullable Tensor weight, @Nullable Tensor posWeight) {
    static final LossOptions DEFAULT = new LossOptions(LossReduction.MEAN, null, null);

    /** Returns these options with a reduction. */
    public LossOptions reduction(LossReduction value) {
        return new LossOptions(value, weight, posWeight);
    }

    /** Returns these options with a factor for each element. */
    public LossOptions weight(@Nullable Tensor value) {
        return new LossOptions(reduction, value, posWeight);
    }

    /** Returns these options with a factor for positive examples. */
    public LossOptions posWeight(@Nullable Tensor value) {
        return new LossOptions(reduction, weight, value);
    }
}
