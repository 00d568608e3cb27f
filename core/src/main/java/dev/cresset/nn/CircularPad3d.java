package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * The opposite end around the last three dimensions: {@code (N, C, D, H, W) -> (N, C, *)}, with or
 * without N.
 */
public class CircularPad3d extends PadNd {
    /**
     * Makes a layer that adds as many elements everywhere, or 6 numbers, the last dimension first.
     */
    public CircularPad3d(int... padding) {
        super(3, PadMode.CIRCULAR, 0, padding);
    }

    /** Returns how the layer pads. */
    public final Options options() {
        return new Options(padding());
    }
}
