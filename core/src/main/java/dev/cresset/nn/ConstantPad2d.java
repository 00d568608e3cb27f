package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * One value around the last two dimensions: {@code (N, C, H, W) -> (N, C, *)}, with or without N.
 */
public class ConstantPad2d extends PadNd {
    /** Makes a layer that adds as many elements everywhere. */
    public ConstantPad2d(int padding, Number value) {
        this(new int[] {padding}, value);
    }

    /** Makes a layer that adds 4 numbers of elements, the last dimension first. */
    public ConstantPad2d(int[] padding, Number value) {
        super(2, PadMode.CONSTANT, value, padding);
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
