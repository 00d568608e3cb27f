package dev.cresset.nn;

import dev.cresset.op.LossReduction;

/**
 * How {@link Functional#ctcLoss} reads label sequences.
 *
 * @param blank the class that is no label
 * @param zeroInfinity whether infinite losses, of targets too long for their inputs, are zero
 * @param reduction what is made of the sequences; the mean is of losses divided by the targets'
 *     lengths
 */
public record CtcOptions(int blank, boolean zeroInfinity, LossReduction reduction) {
    static final CtcOptions DEFAULT = new CtcOptions(0, false, LossReduction.MEAN);

    /** Returns these options with a blank. */
    public CtcOptions blank(int value) {
        return new CtcOptions(value, zeroInfinity, reduction);
    }

    /** Returns these options with zeros for infinite losses or not. */
    public CtcOptions zeroInfinity(boolean value) {
        return new CtcOptions(blank, value, reduction);
    }

    /** Returns these options with a reduction. */
    public CtcOptions reduction(LossReduction value) {
        return new CtcOptions(blank, zeroInfinity, value);
    }
}
