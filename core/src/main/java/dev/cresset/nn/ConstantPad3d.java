package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * One value around the last three dimensions: {@code (N, C, D, H, W) -> (N, C, *)}, with or without
 * N.
 */
public class ConstantPad3d extends PadNd {
    /** Makes a layer that adds as many elements everywhere. */
    public ConstantPad3d(int padding, Number value) {
        this(new int[] {padding}, value);
    }

    /** Makes a layer that adds 6 numbers of elements, the last dimension first. */
    public ConstantPad3d(int[] padding, Number value) {
        super(3, PadMode.CONSTANT, value, padding);
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
