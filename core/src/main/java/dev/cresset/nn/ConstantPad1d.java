package dev.cresset.nn;

import dev.cresset.op.PadMode;

/** One value around the last dimension: {@code (N, C, L) -> (N, C, *)}, with or without N. */
public class ConstantPad1d extends PadNd {
    /** Makes a layer that adds as many elements everywhere. */
    public ConstantPad1d(int padding, Number value) {
        this(new int[] {padding}, value);
    }

    /** Makes a layer that adds 2 numbers of elements, the last dimension first. */
    public ConstantPad1d(int[] padding, Number value) {
        super(1, PadMode.CONSTANT, value, padding);
    }

    /** Returns how the layer pads. */
    public final ConstantOptions options() {
        return new ConstantOptions(padding(), value());
    }

    @Override
    protected String extraRepr() {
        return options().text();
    }
}
