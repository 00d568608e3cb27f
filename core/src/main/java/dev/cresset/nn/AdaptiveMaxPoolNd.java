package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** As many maxima as asked for, of one to three dimensions. */
public abstract sealed class AdaptiveMaxPoolNd extends Layer
        permits AdaptiveMaxPool1d, AdaptiveMaxPool2d, AdaptiveMaxPool3d {
    private final int dimensions;
    private final Options options;

    /**
     * How the layer works.
     *
     * @param outputSize the sizes of the result, one for all dimensions or one for each; null keeps
     *     a size
     * @param returnIndices whether the places are wanted too, by {@link #callWithIndices}
     */
    public record Options(List<@Nullable Integer> outputSize, boolean returnIndices) {
        /** Copies the sizes. */
        public Options {
            outputSize = Collections.unmodifiableList(new ArrayList<>(outputSize));
        }

        /** Returns these options, wanting places too or not. */
        public Options returnIndices(boolean value) {
            return new Options(outputSize, value);
        }
    }

    AdaptiveMaxPoolNd(
            int dimensions, @Nullable Integer[] outputSize, UnaryOperator<Options> options) {
        this.dimensions = dimensions;
        this.options = options.apply(new Options(Arrays.asList(outputSize), false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (options.returnIndices) {
            throw new IllegalArgumentException(
                    "adaptive_max_pool"
                            + dimensions
                            + "d: returnIndices(true) gives two tensors; call callWithIndices");
        }
        return pooled(x).values();
    }

    /** Returns the largest of each window and its place in the plane. */
    public final Pooled callWithIndices(Tensor x) {
        return hooked(List.of(x), in -> pooled(in.get(0)));
    }

    private Pooled pooled(Tensor x) {
        return UnevenPoolingFunctions.adaptiveMaxPool(
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
