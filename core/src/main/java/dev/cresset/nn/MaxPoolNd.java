package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** The largest of each window of one to three dimensions. */
public abstract sealed class MaxPoolNd extends Layer permits MaxPool1d, MaxPool2d, MaxPool3d {
    private final int dimensions;
    private final MaxPoolOptions options;

    MaxPoolNd(int dimensions, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        this.dimensions = dimensions;
        this.options = options.apply(MaxPoolOptions.of(kernelSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return PoolingFunctions.values(dimensions, x, options);
    }

    /** Returns the largest of each window and its place in the plane. */
    public final Pooled callWithIndices(Tensor x) {
        return hooked(List.of(x), in -> PoolingFunctions.maxPool(dimensions, in.get(0), options));
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
