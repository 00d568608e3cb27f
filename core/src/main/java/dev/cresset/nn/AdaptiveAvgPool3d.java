package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As many means as asked for: {@code (N, C, D, H, W) -> (N, C, *)}, with or without N. */
public class AdaptiveAvgPool3d extends Layer {
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
            outputSize = Collections.unmodifiableList(new java.util.ArrayList<>(outputSize));
        }
    }

    /** Makes a layer; null keeps a size, one number is for all dimensions. */
    public AdaptiveAvgPool3d(@Nullable Integer... outputSize) {
        options = new Options(Arrays.asList(outputSize));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.adaptiveAvgPool3d(x, options.outputSize.toArray(new Integer[0]));
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
