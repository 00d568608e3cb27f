package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * A 3-d convolution (cross-correlation): {@code (N, in, depth, height, width) -> (N, out, *)}, with
 * or without N.
 */
public non-sealed class Conv3d extends ConvNd {
    /** Makes a layer with a kernel of one size in every dimension. */
    public Conv3d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, o -> o);
    }

    /** Makes a layer with a kernel of one size in every dimension. */
    public Conv3d(int inChannels, int outChannels, int kernelSize, UnaryOperator<Options> options) {
        this(inChannels, outChannels, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public Conv3d(
            int inChannels, int outChannels, int[] kernelSize, UnaryOperator<Options> options) {
        super(3, false, Options.of(inChannels, outChannels, kernelSize), options);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return convolve(x, Functional::conv3d);
    }
}
