package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * The mirror image around the last two dimensions: {@code (N, C, H, W) -> (N, C, *)}, with or
 * without N.
 */
public class ReflectionPad2d extends PadNd {
    /**
     * Makes a layer that adds as many elements everywhere, or 4 numbers, the last dimension first.
     */
    public ReflectionPad2d(int... padding) {
        super(2, PadMode.REFLECT, 0, padding);
    }

    /** Returns how the layer pads. */
    public final Options options() {
        return new Options(padding());
    }
}
