package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As many means as asked for, of one to three dimensions. */
public abstract sealed class AdaptiveAvgPoolNd extends Layer
        permits AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d {
    private final int dimensions;
    private final Options options;

    /**
     * How the layer works.
     *
     * @param outputSize the sizes of the result, one for all dimensions or one for each; null keeps
     *     a size
     */
    public record Options(List<@Nullable Integer> outputSize) {
        /** Copies the sizes. */
        public Options {
            outputSize = Collections.unmodifiableList(new ArrayList<>(outputSize));
        }
    }

    AdaptiveAvgPoolNd(int dimensions, @Nullable Integer... outputSize) {
        this.dimensions = dimensions;
        this.options = new Options(Arrays.asList(outputSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return PoolingFunctions.adaptiveAvgPool(
                dimensions, x, options.outputSize.toArray(new Integer[0]));
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + Sizes.text(options.outputSize);
    }
}
