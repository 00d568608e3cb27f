package dev.cresset.nn;

import dev.cresset.op.PadMode;

/**
 * The edge again and again around the last two dimensions: {@code (N, C, H, W) -> (N, C, *)}, with
 * or without N.
 */
public class ReplicationPad2d extends PadNd {
    /**
     * Makes a layer that adds as many elements everywhere, or 4 numbers, the last dimension first.
     */
    public ReplicationPad2d(int... padding) {
        super(2, PadMode.REPLICATE, 0, padding);
    }

    /** Returns how the layer pads. */
    public final Options options() {
        return new Options(padding());
    }
}
