package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The mean of each window: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public class AvgPool3d extends Layer {
    private final AvgPoolOptions options;

    /** Makes a layer with windows side by side. */
    public AvgPool3d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public AvgPool3d(int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public AvgPool3d(int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this.options = options.apply(AvgPoolOptions.of(kernelSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.avgPool3d(x, options.kernelSize(), o -> options);
    }

    /** Returns how the windows lie. */
    public final AvgPoolOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + Sizes.text(options.kernelSize())
                + ", stride="
                + Sizes.text(options.steps())
                + ", padding="
                + Sizes.text(options.padding());
    }
}
