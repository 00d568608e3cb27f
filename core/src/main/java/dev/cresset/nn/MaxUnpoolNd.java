package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Maxima back at their places among zeros, in one to three dimensions. */
public abstract sealed class MaxUnpoolNd extends Module
        permits MaxUnpool1d, MaxUnpool2d, MaxUnpool3d {
    private final int dimensions;
    private final MaxUnpoolOptions options;

    MaxUnpoolNd(int dimensions, int[] kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        this.dimensions = dimensions;
        this.options = options.apply(MaxUnpoolOptions.of(kernelSize));
    }

    /**
     * Returns planes of zeros with values at their places.
     *
     * @param indices the places, as {@link MaxPoolNd#callWithIndices} returns them
     * @param outputSize the sizes wanted, the last ones or all; none: by kernel and stride
     */
    public final Tensor call(Tensor x, Tensor indices, int... outputSize) {
        return hooked(
                List.of(x, indices),
                in ->
                        UnevenPoolingFunctions.maxUnpool(
                                dimensions, in.get(0), in.get(1), options, outputSize));
    }

    /** Returns how the windows lay. */
    public final MaxUnpoolOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + Sizes.tuple(Sizes.of("kernel_size", dimensions, options.kernelSize()))
                + ", stride="
                + Sizes.tuple(Sizes.of("stride", dimensions, options.steps()))
                + ", padding="
                + Sizes.tuple(Sizes.of("padding", dimensions, options.padding()));
    }
}
