package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * A 3-d transposed convolution: {@code (N, in, depth, height, width) -> (N, out, *)}, with or
 * without N.
 */
public non-sealed class ConvTranspose3d extends ConvTransposeNd {
    /** Makes a layer with a kernel of one size in every dimension. */
    public ConvTranspose3d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, o -> o);
    }

    /** Makes a layer with a kernel of one size in every dimension. */
    public ConvTranspose3d(
            int inChannels, int outChannels, int kernelSize, UnaryOperator<Options> options) {
        this(inChannels, outChannels, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public ConvTranspose3d(
            int inChannels, int outChannels, int[] kernelSize, UnaryOperator<Options> options) {
        super(3, Options.of(inChannels, outChannels, kernelSize), options);
    }

    @Override
    Tensor convolve(Tensor x, UnaryOperator<ConvOptions> options) {
        return Functional.convTranspose3d(x, weight, bias, options);
    }
}
