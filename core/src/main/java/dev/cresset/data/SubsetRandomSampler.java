package dev.cresset.data;

import dev.cresset.Generator;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Given indices in random order. */
public final class SubsetRandomSampler implements Sampler {
    private final int[] indices;
    private final @Nullable Generator generator;

    /**
     * Makes a sampler.
     *
     * @param generator where the order comes from, null for the default generator
     * @param indices the indices, which are copied
     */
    public SubsetRandomSampler(@Nullable Generator generator, int... indices) {
        this.indices = indices.clone();
        this.generator = generator;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public @Nullable Generator generator() {
        return generator;
    }

    @Override
    public Iterator<Integer> iterator() {
        return new Chunks(() ->
                List.of(
                                Arrays.stream(Draws.permutation(indices.length, generator))
                                        .map(i -> indices[i])
                                        .toArray())
                        .iterator());
    }
}
