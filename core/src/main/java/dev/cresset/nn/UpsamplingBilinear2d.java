package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** Planes of other sizes, bilinear with aligned corners: {@code (N, C, H, W)} in and out. */
public class UpsamplingBilinear2d extends Upsample {
    /** Makes a layer; the options say which sizes. */
    public UpsamplingBilinear2d(UnaryOperator<InterpolateOptions> options) {
        super(o -> options.apply(o).mode(InterpolateMode.BILINEAR).alignCorners(true));
    }
}
