package dev.cresset.data;

import static dev.cresset.options.Changed.with;

import dev.cresset.Generator;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link DataLoader} walks through a dataset.
 *
 * @param batchSize elements per batch
 * @param shuffle whether each epoch has an order of its own
 * @param dropLast whether a last batch that is not full is left out
 * @param generator where orders and the workers' seeds come from, null for the default generator
 * @param sampler the order of the elements, instead of {@code shuffle}
 * @param batchSampler the indices of each batch, instead of all of the above
 * @param numWorkers the number of threads that make batches ahead, 0 to make each when it is asked
 *     for
 * @param prefetchFactor batches that each worker makes ahead, null for 2
 * @param timeout how long to wait for a batch of a worker, zero for ever
 * @param workerInit called by each worker, with its number, before its first batch
 * @param inOrder whether batches of workers come in the order of the sampler; else in that in which
 *     they are ready, so that a slow one holds up no other
 */
public record DataLoaderOptions(
        int batchSize,
        boolean shuffle,
        boolean dropLast,
        @Nullable Generator generator,
        @Nullable Sampler sampler,
        @Nullable Iterable<List<Integer>> batchSampler,
        int numWorkers,
        @Nullable Integer prefetchFactor,
        Duration timeout,
        @Nullable IntConsumer workerInit,
        boolean inOrder) {
    static final DataLoaderOptions DEFAULT =
            new DataLoaderOptions(
                    1, false, false, null, null, null, 0, null, Duration.ZERO, null, true);

    private static final int USUAL_PREFETCH = 2;

    /** Returns these options with a batch size. */
    public DataLoaderOptions batchSize(int value) {
        return with(this, "batchSize", value);
    }

    /** Returns these options with or without shuffling. */
    public DataLoaderOptions shuffle(boolean value) {
        return with(this, "shuffle", value);
    }

    /** Returns these options with or without a last batch that is not full. */
    public DataLoaderOptions dropLast(boolean value) {
        return with(this, "dropLast", value);
    }

    /** Returns these options with a generator. */
    public DataLoaderOptions generator(Generator value) {
        return with(this, "generator", value);
    }

    /** Returns these options with an order of the elements. */
    public DataLoaderOptions sampler(Sampler value) {
        return with(this, "sampler", value);
    }

    /** Returns these options with batches of indices: a {@link BatchSampler} or one's own. */
    public DataLoaderOptions batchSampler(Iterable<List<Integer>> value) {
        return with(this, "batchSampler", value);
    }

    /** Returns these options with a number of workers. */
    public DataLoaderOptions numWorkers(int value) {
        return with(this, "numWorkers", value);
    }

    /** Returns these options with a number of batches that each worker makes ahead. */
    public DataLoaderOptions prefetchFactor(int value) {
        return with(this, "prefetchFactor", value);
    }

    /** Returns these options with a time to wait for a batch. */
    public DataLoaderOptions timeout(Duration value) {
        return with(this, "timeout", value);
    }

    /** Returns these options with something that each worker does first. */
    public DataLoaderOptions workerInit(IntConsumer value) {
        return with(this, "workerInit", value);
    }

    /** Returns these options with batches of workers in order, or as they are ready. */
    public DataLoaderOptions inOrder(boolean value) {
        return with(this, "inOrder", value);
    }

    int ahead() {
        return prefetchFactor == null ? USUAL_PREFETCH : prefetchFactor;
    }

    void checkWorkers() {
        if (numWorkers < 0) {
            throw new IllegalArgumentException(
                    "num_workers option should be non-negative; use num_workers=0 to disable"
                            + " multiprocessing, but got num_workers="
                            + numWorkers);
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "timeout option should be non-negative, but got " + timeout);
        }
        if (numWorkers == 0 && prefetchFactor != null) {
            throw new IllegalArgumentException(
                    "prefetch_factor option could only be specified with workers: let num_workers >"
                            + " 0");
        }
        if (numWorkers == 0 && !timeout.isZero()) {
            throw new IllegalArgumentException(
                    "timeout option needs workers to wait for: let num_workers > 0");
        }
        if (prefetchFactor != null && prefetchFactor <= 0) {
            throw new IllegalArgumentException(
                    "prefetch_factor option should be positive, but got prefetch_factor="
                            + prefetchFactor);
        }
    }

    void checkStream() {
        if (shuffle || sampler != null || batchSampler != null) {
            throw new IllegalArgumentException(
                    "DataLoader with IterableDataset: expected unspecified shuffle, sampler and"
                            + " batch_sampler options");
        }
        Grouped.checkSize(batchSize);
    }

    <T> Grouped<T> grouped(Iterator<T> elements) {
        return new Grouped<>(elements, batchSize, dropLast);
    }

    Iterable<List<Integer>> batches(int size) {
        if (batchSampler != null) {
            if (batchSize != 1 || shuffle || sampler != null || dropLast) {
                throw new IllegalArgumentException(
                        "batch_sampler option is mutually exclusive with batch_size, shuffle,"
                                + " sampler, and drop_last");
            }
            return batchSampler;
        }
        if (sampler != null && shuffle) {
            throw new IllegalArgumentException("sampler option is mutually exclusive with shuffle");
        }
        Sampler order =
                sampler != null
                        ? sampler
                        : shuffle
                                ? new RandomSampler(size, generator)
                                : new SequentialSampler(size);
        return new BatchSampler(order, batchSize, dropLast);
    }

    /** Returns the generators other than the default one that an epoch draws from. */
    List<Generator> generators() {
        Sampler order = batchSampler instanceof BatchSampler b ? b.sampler() : sampler;
        Generator ofOrder = order == null ? null : order.generator();
        return java.util.stream.Stream.of(generator, ofOrder)
                .flatMap(java.util.stream.Stream::ofNullable)
                .distinct()
                .toList();
    }
}
