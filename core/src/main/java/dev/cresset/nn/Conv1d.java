package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * A 1-d convolution (cross-correlation): {@code (N, in, length) -> (N, out, *)}, with or without N.
 */
public non-sealed class Conv1d extends ConvNd {
    /** Makes a layer with a kernel of one size in every dimension. */
    public Conv1d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, o -> o);
    }

    /** Makes a layer with a kernel of one size in every dimension. */
    public Conv1d(int inChannels, int outChannels, int kernelSize, UnaryOperator<Options> options) {
        this(inChannels, outChannels, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public Conv1d(
            int inChannels, int outChannels, int[] kernelSize, UnaryOperator<Options> options) {
        super(1, false, Options.of(inChannels, outChannels, kernelSize), options);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return convolve(x, Functional::conv1d);
    }
}
