package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * Zeros around the last three dimensions: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N.
 */
public class ZeroPad3d extends PadNd {
    /**
     * Makes a layer that adds as many elements everywhere, or 6 numbers, the last dimension first.
     */
    public ZeroPad3d(int... padding) {
        super(3, PadMode.CONSTANT, 0, padding);
    }

    /** Returns how the layer pads. */
    public final Options options() {
        return new Options(padding());
    }
}
