package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Planes of other sizes, each place taken from the one before: {@code (N, C, H, W)} in and out. */
public class UpsamplingNearest2d extends Upsample {
    /** Makes a layer; the options say which sizes. */
    public UpsamplingNearest2d(UnaryOperator<InterpolateOptions> options) {
        super(o -> options.apply(o).mode(InterpolateMode.NEAREST));
    }
}
