package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Maxima of windows of random steps (Graham 2014), in two or three dimensions. */
public abstract sealed class FractionalMaxPoolNd extends Layer
        permits FractionalMaxPool2d, FractionalMaxPool3d {
    private final int dimensions;
    private final FractionalPoolOptions options;

    /** What the steps are drawn from, if it was given: saved with the model, as in PyTorch. */
    @Name("_random_samples")
    public @Nullable Tensor randomSamples;

    FractionalMaxPoolNd(
            int dimensions, int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        this.dimensions = dimensions;
        FractionalPoolOptions o = options.apply(FractionalPoolOptions.of(kernelSize));
        o.check(typeName(), dimensions);
        double[] ratio = o.outputRatio();
        if (ratio != null && !Arrays.stream(ratio).allMatch(r -> r > 0 && r < 1)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": output_ratio must be between 0 and 1 (got "
                            + Arrays.toString(ratio)
                            + ")");
        }
        Tensor samples = o.randomSamples();
        this.randomSamples = samples == null ? null : new Buffer(samples);
        this.options = o.randomSamples(null);
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (options.returnIndices()) {
            throw new IllegalArgumentException(
                    "fractional_max_pool"
                            + dimensions
                            + "d: returnIndices(true) gives two tensors; call callWithIndices");
        }
        return UnevenPoolingFunctions.fractional(dimensions, x, current()).values();
    }

    /** Returns the largest of each window and its place in the plane. */
    public final Pooled callWithIndices(Tensor x) {
        return hooked(
                List.of(x),
                in -> UnevenPoolingFunctions.fractional(dimensions, in.get(0), current()));
    }

    private FractionalPoolOptions current() {
        return options.randomSamples(randomSamples);
    }

    /** Returns how the windows lie; samples are {@link #randomSamples}. */
    public final FractionalPoolOptions options() {
        return options;
    }
}
