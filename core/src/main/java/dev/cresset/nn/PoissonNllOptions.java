package dev.cresset.nn;

import dev.cresset.op.LossReduction;

/**
 * How {@link Functional#poissonNllLoss} reads its input.
 *
 * @param logInput whether the input is the logarithm of the rate
 * @param full whether Stirling's term of the target is added
 * @param eps what is added to a rate before its logarithm
 * @param reduction what is made of the examples
 */
public record PoissonNllOptions(
        boolean logInput, boolean full, double eps, LossReduction reduction) {
    static final PoissonNllOptions DEFAULT =
            new PoissonNllOptions(true, false, 1e-8, LossReduction.MEAN);

    /** Returns these options with logarithms of rates, or rates. */
    public PoissonNllOptions logInput(boolean value) {
        return new PoissonNllOptions(value, full, eps, reduction);
    }

    /** Returns these options with or without the target's term. */
    public PoissonNllOptions full(boolean value) {
        return new PoissonNllOptions(logInput, value, eps, reduction);
    }

    /** Returns these options with what is added to a rate. */
    public PoissonNllOptions eps(double value) {
        return new PoissonNllOptions(logInput, full, value, reduction);
    }

    /** Returns these options with a reduction. */
    public PoissonNllOptions reduction(LossReduction value) {
        return new PoissonNllOptions(logInput, full, eps, value);
    }
}
