package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.LossReduction;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Functional#multiMarginLoss} compares classes.
 *
 * @param p the power of what lacks of the margin, 1 or 2
 * @param margin how far the target's class should be ahead
 * @param weight a factor for each class {@code (C)}, or null
 * @param reduction what is made of the examples
 */
public record MultiMarginOptions(
        int p, double margin, @Nullable Tensor weight, LossReduction reduction) {
    static final MultiMarginOptions DEFAULT =
            new MultiMarginOptions(1, 1, null, LossReduction.MEAN);

    /** Returns these options with a power. */
    public MultiMarginOptions p(int value) {
        return new MultiMarginOptions(value, margin, weight, reduction);
    }

    /** Returns these options with a margin. */
    public MultiMarginOptions margin(double value) {
        return new MultiMarginOptions(p, value, weight, reduction);
    }

    /** Returns these options with factors of the classes. */
    public MultiMarginOptions weight(@Nullable Tensor value) {
        return new MultiMarginOptions(p, margin, value, reduction);
    }

    /** Returns these options with a reduction. */
    public MultiMarginOptions reduction(LossReduction value) {
        return new MultiMarginOptions(p, margin, weight, value);
    }
}
