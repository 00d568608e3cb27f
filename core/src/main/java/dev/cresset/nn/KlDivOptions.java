package dev.cresset.nn;

import dev.cresset.op.LossReduction;

/**
 * How {@link Functional#klDiv} reads its target.
 *
 * @param reduction what is made of the elements
 * @param batchMean whether the sum is divided by the number of examples, in place of {@code
 *     reduction}
 * @param logTarget whether the target is given as logarithms
 */
public record KlDivOptions(LossReduction reduction, boolean batchMean, boolean logTarget) {
    static final KlDivOptions DEFAULT = new KlDivOptions(LossReduction.MEAN, false, false);

    /** Returns these options with a reduction. */
    public KlDivOptions reduction(LossReduction value) {
        return new KlDivOptions(value, batchMean, logTarget);
    }

    /** Returns these options, dividing the sum by the number of examples or not. */
    public KlDivOptions batchMean(boolean value) {
        return new KlDivOptions(reduction, value, logTarget);
    }

    /** Returns these options with a target of logarithms or of probabilities. */
    public KlDivOptions logTarget(boolean value) {
        return new KlDivOptions(reduction, batchMean, value);
    }
}
