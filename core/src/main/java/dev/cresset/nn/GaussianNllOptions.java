package dev.cresset.nn;

import dev.cresset.op.LossReduction;

/**
 * How {@link Functional#gaussianNllLoss} is computed.
 *
 * @param full whether the constant {@code log(2 pi) / 2} is added
 * @param eps the least variance
 * @param reduction what is made of the examples
 */
public record GaussianNllOptions(boolean full, double eps, LossReduction reduction) {
    static final GaussianNllOptions DEFAULT =
            new GaussianNllOptions(false, 1e-6, LossReduction.MEAN);

    /** Returns these options with or without the constant. */
    public GaussianNllOptions full(boolean value) {
        return new GaussianNllOptions(value, eps, reduction);
    }

    /** Returns these options with a least variance. */
    public GaussianNllOptions eps(double value) {
        return new GaussianNllOptions(full, value, reduction);
    }

    /** Returns these options with a reduction. */
    public GaussianNllOptions reduction(LossReduction value) {
        return new GaussianNllOptions(full, eps, value);
    }
}
