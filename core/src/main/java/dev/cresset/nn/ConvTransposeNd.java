package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** What all transposed convolution layers share: the sizes of the result can be asked for. */
public abstract sealed class ConvTransposeNd extends ConvNd
        permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    ConvTransposeNd(int n, Options start, UnaryOperator<Options> options) {
        super(n, true, start, options);
    }

    /** Computes with an output padding. */
    abstract Tensor convolve(Tensor x, UnaryOperator<ConvOptions> options);

    @Override
    protected Tensor forward(Tensor x) {
        ConvOptions moves = moves(options().padding(), null, options().outputPadding());
        return convolve(x, o -> moves);
    }

    /**
     * Returns the output for an input, with the spatial sizes asked for.
     *
     * @throws IllegalArgumentException if the stride does not allow these sizes
     */
    public final Tensor call(Tensor x, int... outputSize) {
        ConvOptions moves = moves(options().padding(), null, extra(x, outputSize));
        return hooked(List.of(x), in -> convolve(in.get(0), o -> moves));
    }

    private int[] extra(Tensor x, int... outputSize) {
        Options o = options();
        int n = o.stride().length;
        int[] asked = Sizes.of("output_size", n, outputSize);
        int[] extra = new int[n];
        for (int i = 0; i < n; i++) {
            int least =
                    (x.size(x.dim() - n + i) - 1) * o.stride()[i]
                            - 2 * o.padding()[i]
                            + o.dilation()[i] * (o.kernelSize(i) - 1)
                            + 1;
            extra[i] = asked[i] - least;
            if (extra[i] < 0 || extra[i] >= o.stride()[i]) {
                throw new IllegalArgumentException(
                        typeName()
                                + ": requested an output size of "
                                + Sizes.tuple(asked)
                                + ", but valid sizes in dimension "
                                + i
                                + " range from "
                                + least
                                + " to "
                                + (least + o.stride()[i] - 1)
                                + " (for an input of "
                                + x.shape().listText()
                                + ")");
            }
        }
        return extra;
    }
}
