package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** As many maxima as asked for: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public class AdaptiveMaxPool3d extends Layer {
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

        @Nullable Integer[] sizes() {
            return outputSize.toArray(new Integer[0]);
        }
    }

    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveMaxPool3d(@Nullable Integer... outputSize) {
        this(outputSize, o -> o);
    }

    /** Makes a layer. */
    public AdaptiveMaxPool3d(@Nullable Integer[] outputSize, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(Arrays.asList(outputSize), false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (options.returnIndices) {
            throw new IllegalArgumentException(
                    "adaptive_max_pool3d: returnIndices(true) gives two tensors; call"
                            + " callWithIndices");
        }
        return Functional.adaptiveMaxPool3d(x, options.sizes());
    }

    /** Returns the largest of each window and its place in the plane. */
    public final Pooled callWithIndices(Tensor x) {
        return hooked(
                List.of(x),
                in -> Functional.adaptiveMaxPool3dWithIndices(in.get(0), options.sizes()));
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        List<@Nullable Integer> sizes = options.outputSize;
        return "output_size="
                + PythonText.repr(
                        sizes.size() == 1 ? sizes.get(0) : PythonText.tuple(sizes.toArray()));
    }
}
