package dev.cresset.data;

import dev.cresset.Generator;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Indices in random order, or drawn with replacement.
 *
 * <p>Without a generator each epoch draws a seed from the default generator and uses a fresh
 * generator of that seed, as PyTorch does.
 */
public final class RandomSampler implements Sampler {
    /* PyTorch draws 32 indices at once with replacement. Without, it draws whole permutations, and at
     * the end of an epoch one more, of which it takes samples % n indices (often none). */
    private static final int DRAWN_AT_ONCE = 32;

    private final int n;
    private final boolean replacement;
    private final int samples;
    private final @Nullable Generator generator;

    /** Makes a sampler that visits each of n elements once. */
    public RandomSampler(int n, @Nullable Generator generator) {
        this(n, false, n, generator);
    }

    /**
     * Makes a sampler.
     *
     * @param n the number of elements
     * @param replacement whether each index is drawn from all
     * @param samples how many indices an epoch has; without replacement several permutations follow
     *     each other if it is greater than n
     * @param generator where the order comes from, null for the default generator
     * @throws IllegalArgumentException if samples is not positive
     */
    public RandomSampler(int n, boolean replacement, int samples, @Nullable Generator generator) {
        if (samples <= 0 || n <= 0) {
            throw new IllegalArgumentException(
                    "RandomSampler: num_samples should be a positive integer value, but got"
                            + " num_samples="
                            + Math.min(samples, n));
        }
        this.n = n;
        this.replacement = replacement;
        this.samples = samples;
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
        return new Chunks(this::chunks);
    }

    private Iterator<int[]> chunks() {
        Generator g = generator == null ? new Generator(Draws.seed(null)) : generator;
        int whole = replacement ? DRAWN_AT_ONCE : n;
        return IntStream.rangeClosed(0, samples / whole)
                .mapToObj(i -> chunk(g, i < samples / whole ? whole : samples % whole))
                .iterator();
    }

    private int[] chunk(Generator g, int length) {
        return replacement
                ? Draws.indices(n, length, g)
                : Arrays.copyOf(Draws.permutation(n, g), length);
    }
}
