package dev.cresset.nn;

import dev.cresset.Tensor;

/** Planes as channels of coarser ones: {@code (*, C, H r, W r) -> (*, C r^2, H, W)}. */
public class PixelUnshuffle extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param downscaleFactor the factor r
     */
    public record Options(int downscaleFactor) {}

    /** Makes a layer. */
    public PixelUnshuffle(int downscaleFactor) {
        options = new Options(downscaleFactor);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.pixelUnshuffle(x, options.downscaleFactor);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "downscale_factor=" + options.downscaleFactor;
    }
}
