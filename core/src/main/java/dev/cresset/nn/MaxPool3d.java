package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** The largest of each window: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public class MaxPool3d extends Layer {
    private final MaxPoolOptions options;

    /** Makes a layer with windows side by side. */
    public MaxPool3d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a layer. */
    public MaxPool3d(int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public MaxPool3d(int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        this.options = options.apply(MaxPoolOptions.of(kernelSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.maxPool3d(x, options.kernelSize(), o -> options);
    }

    /** Returns the largest of each window and its place in the plane. */
    public final Pooled callWithIndices(Tensor x) {
        return hooked(
                List.of(x),
                in ->
                        Functional.maxPool3dWithIndices(
                                in.get(0), options.kernelSize(), o -> options));
    }

    /** Returns how the windows lie. */
    public final MaxPoolOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + Sizes.text(options.kernelSize())
                + ", stride="
                + Sizes.text(options.steps())
                + ", padding="
                + Sizes.text(options.padding())
                + ", dilation="
                + Sizes.text(options.dilation())
                + ", ceil_mode="
                + (options.ceilMode() ? "True" : "False");
    }
}
