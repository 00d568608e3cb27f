package dev.cresset.data;

import static dev.cresset.Tensor.multinomial;
import static dev.cresset.Tensor.tensor;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Indices drawn in proportion to weights, for example to balance rare classes. */
public final class WeightedRandomSampler implements Sampler {
    private final Tensor weights;
    private final int samples;
    private final boolean replacement;
    private final @Nullable Generator generator;

    /**
     * Makes a sampler.
     *
     * @param weights a weight for each element; they need not sum to 1
     * @param samples how many indices an epoch has
     * @param replacement whether an index may be drawn again
     * @param generator where the draws come from, null for the default generator
     * @throws IllegalArgumentException if samples is not positive, or greater than the number of
     *     weights without replacement
     */
    public WeightedRandomSampler(
            double[] weights, int samples, boolean replacement, @Nullable Generator generator) {
        if (samples <= 0 || (!replacement && samples > weights.length)) {
            throw new IllegalArgumentException(
                    "WeightedRandomSampler: num_samples should be a positive integer value, and at"
                            + " most the number of weights ("
                            + weights.length
                            + ") without replacement, but got num_samples="
                            + samples);
        }
        this.weights = tensor(weights);
        this.samples = samples;
        this.replacement = replacement;
        this.generator = generator;
    }

    @Override
    public int size() {
        return samples;
    }

    @Override
    public @Nullable Generator generator() {
        return generator;
    }

    @Override
    public Iterator<Integer> iterator() {
        return new Chunks(() ->
                List.of(multinomial(weights, samples, replacement, generator).toIntArray())
                        .iterator());
    }
}
