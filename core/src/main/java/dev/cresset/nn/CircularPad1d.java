package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * The opposite end around the last dimension: {@code (N, C, L) -> (N, C, *)}, with or without N.
 */
public class CircularPad1d extends PadNd {
    /**
     * Makes a layer that adds as many elements everywhere, or 2 numbers, the last dimension first.
     */
    public CircularPad1d(int... padding) {
        super(1, PadMode.CIRCULAR, 0, padding);
    }

    /** Returns how the layer pads. */
    public final Options options() {
        return new Options(padding());
    }
}
