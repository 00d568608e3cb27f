package dev.cresset.op;

import java.util.Locale;

/** What a loss makes of its elements: PyTorch's argument {@code reduction}. */
public enum LossReduction {
    /** Every element by itself. */
    NONE,
    /** The mean; weighted where the loss has class weights. */
    MEAN,
    /** The sum. */
    SUM;

    /** Returns PyTorch's text: {@code mean}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
