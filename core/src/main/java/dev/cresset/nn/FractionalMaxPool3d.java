package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maxima of windows of random steps (Graham 2014): {@code (N, C, D, H, W) -> (N, C, *)}, with or
 * without N.
 */
public class FractionalMaxPool3d extends Layer {
    private final FractionalPoolOptions options;

    /** What the steps are drawn from, if it was given: saved with the model, as in PyTorch. */
    @Name("_random_samples")
    public @Nullable Tensor randomSamples;

    /** Makes a layer; the options say how many windows there are to be. */
    public FractionalMaxPool3d(int kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if neither or both of number and part are given, or a part
     *     is not in (0, 1)
     */
    public FractionalMaxPool3d(int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        FractionalPoolOptions o = options.apply(FractionalPoolOptions.of(kernelSize));
        o.check("FractionalMaxPool3d", 3);
        double[] ratio = o.outputRatio();
        if (ratio != null && !Arrays.stream(ratio).allMatch(r -> r > 0 && r < 1)) {
            throw new IllegalArgumentException(
                    "FractionalMaxPool3d: output_ratio must be between 0 and 1 (got "
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
                    "fractional_max_pool3d: returnIndices(true) gives two tensors; call"
                            + " callWithIndices");
        }
        return UnevenPoolingFunctions.fractional(3, x, current()).values();
    }

    /** Returns the largest of each window and its place in the plane. */
    public final Pooled callWithIndices(Tensor x) {
        return hooked(List.of(x), in -> UnevenPoolingFunctions.fractional(3, in.get(0), current()));
    }

    private FractionalPoolOptions current() {
        return options.randomSamples(randomSamples);
    }

    /** Returns how the windows lie; samples are {@link #randomSamples}. */
    public final FractionalPoolOptions options() {
        return options;
    }
}
