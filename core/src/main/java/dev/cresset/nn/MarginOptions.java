package dev.cresset.nn;

import dev.cresset.op.LossReduction;

/**
 * How a loss with a margin compares.
 *
 * @param margin how far apart what differs should be
 * @param reduction what is made of the examples
 */
public record MarginOptions(double margin, LossReduction reduction) {
    static final MarginOptions ZERO = new MarginOptions(0, LossReduction.MEAN);
    static final MarginOptions ONE = new MarginOptions(1, LossReduction.MEAN);

    /** Returns these options with a margin. */
    public MarginOptions margin(double value) {
        return new MarginOptions(value, reduction);
    }

    /** Returns these options with a reduction. */
    public MarginOptions reduction(LossReduction value) {
        return new MarginOptions(margin, value);
    }
}
