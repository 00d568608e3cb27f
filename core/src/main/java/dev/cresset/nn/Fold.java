package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** Columns added up as blocks of planes: {@code (N, C * block, blocks) -> (N, C, H, W)}. */
public class Fold extends Layer {
    private final Options options;

    /**
     * How the layer works. Sizes are one number for both dimensions, or one for each.
     *
     * @param outputSize H and W
     * @param kernelSize the sizes of a block
     * @param dilation the distances between a block's elements
     * @param padding the zeros that were added at both ends
     * @param stride the steps from block to block
     */
    public record Options(
            int[] outputSize, int[] kernelSize, int[] dilation, int[] padding, int[] stride) {
        /** Returns these options with distances between a block's elements. */
        public Options dilation(int... value) {
            return new Options(outputSize, kernelSize, value, padding, stride);
        }

        /** Returns these options with padding. */
        public Options padding(int... value) {
            return new Options(outputSize, kernelSize, dilation, value, stride);
        }

        /** Returns these options with steps. */
        public Options stride(int... value) {
            return new Options(outputSize, kernelSize, dilation, padding, value);
        }

        private UnfoldOptions blocks() {
            return new UnfoldOptions(kernelSize, dilation, padding, stride);
        }
    }

    /** Makes a layer for square planes and a block at each place. */
    public Fold(int outputSize, int kernelSize) {
        this(outputSize, kernelSize, o -> o);
    }

    /** Makes a layer for square planes and blocks. */
    public Fold(int outputSize, int kernelSize, UnaryOperator<Options> options) {
        this(new int[] {outputSize}, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public Fold(int[] outputSize, int[] kernelSize, UnaryOperator<Options> options) {
        this.options =
                options.apply(
                        new Options(
                                outputSize,
                                kernelSize,
                                new int[] {1},
                                new int[] {0},
                                new int[] {1}));
    }

    @Override
    protected Tensor forward(Tensor x) {
        UnfoldOptions blocks = options.blocks();
        return Functional.fold(x, options.outputSize, blocks.kernelSize(), o -> blocks);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "output_size="
                + Sizes.text(options.outputSize)
                + ", "
                + Unfold.text(options.blocks());
    }
}
