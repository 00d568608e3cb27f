package dev.cresset.nn;

import dev.cresset.Tensor;

/** Channels as finer planes (Shi et al. 2016): {@code (*, C r^2, H, W) -> (*, C, H r, W r)}. */
public class PixelShuffle extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param upscaleFactor the factor r
     */
    public record Options(int upscaleFactor) {}

    /** Makes a layer. */
    public PixelShuffle(int upscaleFactor) {
        options = new Options(upscaleFactor);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.pixelShuffle(x, options.upscaleFactor);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "upscale_factor=" + options.upscaleFactor;
    }
}
