package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** A 1-d transposed convolution: {@code (N, in, length) -> (N, out, *)}, with or without N. */
public non-sealed class ConvTranspose1d extends ConvTransposeNd {
    /** Makes a layer with a kernel of one size in every dimension. */
    public ConvTranspose1d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, o -> o);
    }

    /** Makes a layer with a kernel of one size in every dimension. */
    public ConvTranspose1d(
            int inChannels, int outChannels, int kernelSize, UnaryOperator<Options> options) {
        this(inChannels, outChannels, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public ConvTranspose1d(
            int inChannels, int outChannels, int[] kernelSize, UnaryOperator<Options> options) {
        super(1, Options.of(inChannels, outChannels, kernelSize), options);
    }

    @Override
    Tensor convolve(Tensor x, UnaryOperator<ConvOptions> options) {
        return Functional.convTranspose1d(x, weight, bias, options);
    }
}
