package dev.cresset.nn;

import dev.cresset.op.PadMode;

/** Zeros around the last two dimensions: {@code (N, C, H, W) -> (N, C, *)}, with or without N. */
public class ZeroPad2d extends PadNd {
    /**
     * Makes a layer that adds as many elements everywhere, or 4 numbers, the last dimension first.
     */
    public ZeroPad2d(int... padding) {
        super(2, PadMode.CONSTANT, 0, padding);
    }

    /** Returns how the layer pads. */
    public final Options options() {
        return new Options(padding());
    }
}
