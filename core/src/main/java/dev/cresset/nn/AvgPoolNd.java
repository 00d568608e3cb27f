package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The mean of each window of one to three dimensions. */
public abstract sealed class AvgPoolNd extends Layer permits AvgPool1d, AvgPool2d, AvgPool3d {
    private final int dimensions;
    private final AvgPoolOptions options;

    AvgPoolNd(int dimensions, int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        this.dimensions = dimensions;
        this.options = options.apply(AvgPoolOptions.of(kernelSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return PoolingFunctions.avgPool(dimensions, x, options);
    }

    /** Returns how the windows lie. */
    public final AvgPoolOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + text(options.kernelSize())
                + ", stride="
                + text(options.steps())
                + ", padding="
                + text(options.padding());
    }

    /** PyTorch makes tuples of the numbers of AvgPool1d. */
    private String text(int... sizes) {
        return dimensions == 1 ? Sizes.tuple(sizes) : Sizes.text(sizes);
    }
}
