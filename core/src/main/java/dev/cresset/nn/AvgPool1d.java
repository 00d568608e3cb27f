package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The mean of each window: {@code (N, C, L) -> (N, C, *)}, with or without N. */
public class AvgPool1d extends Layer {
    private final AvgPoolOptions options;

    /** Makes a layer with windows side by side. */
    public AvgPool1d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public AvgPool1d(int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public AvgPool1d(int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this.options = options.apply(AvgPoolOptions.of(kernelSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.avgPool1d(x, options.kernelSize(), o -> options);
    }

    /** Returns how the windows lie. */
    public final AvgPoolOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + Sizes.tuple(options.kernelSize())
                + ", stride="
                + Sizes.tuple(options.steps())
                + ", padding="
                + Sizes.tuple(options.padding());
    }
}
