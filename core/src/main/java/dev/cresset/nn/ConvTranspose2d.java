package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * A 2-d transposed convolution: {@code (N, in, height, width) -> (N, out, *)}, with or without N.
 */
public non-sealed class ConvTranspose2d extends ConvTransposeNd {
    /** Makes a layer with a kernel of one size in every dimension. */
    public ConvTranspose2d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, o -> o);
    }

    /** Makes a layer with a kernel of one size in every dimension. */
    public ConvTranspose2d(
            int inChannels, int outChannels, int kernelSize, UnaryOperator<Options> options) {
        this(inChannels, outChannels, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public ConvTranspose2d(
            int inChannels, int outChannels, int[] kernelSize, UnaryOperator<Options> options) {
        super(2, Options.of(inChannels, outChannels, kernelSize), options);
    }

    @Override
    Tensor convolve(Tensor x, UnaryOperator<ConvOptions> options) {
        return Functional.convTranspose2d(x, weight, bias, options);
    }
}
