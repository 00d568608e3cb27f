package dev.cresset.data;

import java.util.Iterator;
import java.util.List;

/** The indices of a sampler, several at a time. */
public final class BatchSampler implements Iterable<List<Integer>> {
    private final Sampler sampler;
    private final int batchSize;
    private final boolean dropLast;

    /**
     * Makes batches of a sampler's indices.
     *
     * @param dropLast whether a last batch that is not full is left out
     * @throws IllegalArgumentException if the batch size is not positive
     */
    public BatchSampler(Sampler sampler, int batchSize, boolean dropLast) {
        Grouped.checkSize(batchSize);
        this.sampler = sampler;
        this.batchSize = batchSize;
        this.dropLast = dropLast;
    }

    /** Returns the sampler whose indices are grouped. */
    public Sampler sampler() {
        return sampler;
    }

    /** Returns the number of batches. */
    public int size() {
        return Grouped.count(sampler.size(), batchSize, dropLast);
    }

    @Override
    public Iterator<List<Integer>> iterator() {
        return new Grouped<>(sampler.iterator(), batchSize, dropLast);
    }
}
