package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** Blocks of planes as columns: {@code (N, C, H, W) -> (N, C * block, blocks)}. */
public class Unfold extends Layer {
    private final UnfoldOptions options;

    /** Makes a layer with a block at each place. */
    public Unfold(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public Unfold(int kernelSize, UnaryOperator<UnfoldOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public Unfold(int[] kernelSize, UnaryOperator<UnfoldOptions> options) {
        this.options = options.apply(UnfoldOptions.of(kernelSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.unfold(x, options.kernelSize(), o -> options);
    }

    /** Returns how the blocks lie. */
    public final UnfoldOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return text(options);
    }

    static String text(UnfoldOptions o) {
        return "kernel_size="
                + Sizes.text(o.kernelSize())
                + ", dilation="
                + Sizes.text(o.dilation())
                + ", padding="
                + Sizes.text(o.padding())
                + ", stride="
                + Sizes.text(o.stride());
    }
}
