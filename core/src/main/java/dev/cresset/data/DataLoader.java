package dev.cresset.data;

import dev.cresset.Generator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a dataset in batches, in PyTorch's order under a seed.
 *
 * <pre>{@code
 * var loader = new DataLoader<>(digits, o -> o.batchSize(32).shuffle(true));
 * for (var batch : loader) {          // one epoch; a second loop is shuffled anew
 *   train(batch.x(), batch.y());
 * }
 * }</pre>
 *
 * @param <B> the batches
 */
public final class DataLoader<B> implements Iterable<B> {
    /**
     * How a dataset is walked through.
     *
     * @param batchSize elements per batch
     * @param shuffle whether each epoch has an order of its own
     * @param dropLast whether a last batch that is not full is left out
     * @param generator where orders come from, null for the default generator
     * @param sampler the order of the elements, instead of {@code shuffle}
     * @param batchSampler the indices of each batch, instead of all of the above
     */
    public record Options(
            int batchSize,
            boolean shuffle,
            boolean dropLast,
            @Nullable Generator generator,
            @Nullable Sampler sampler,
            @Nullable BatchSampler batchSampler) {
        static final Options DEFAULTS = new Options(1, false, false, null, null, null);

        /** Returns these options with a batch size. */
        public Options batchSize(int value) {
            return new Options(value, shuffle, dropLast, generator, sampler, batchSampler);
        }

        /** Returns these options with or without shuffling. */
        public Options shuffle(boolean value) {
            return new Options(batchSize, value, dropLast, generator, sampler, batchSampler);
        }

        /** Returns these options with or without a last batch that is not full. */
        public Options dropLast(boolean value) {
            return new Options(batchSize, shuffle, value, generator, sampler, batchSampler);
        }

        /** Returns these options with a generator. */
        public Options generator(Generator value) {
            return new Options(batchSize, shuffle, dropLast, value, sampler, batchSampler);
        }

        /** Returns these options with an order of the elements. */
        public Options sampler(Sampler value) {
            return new Options(batchSize, shuffle, dropLast, generator, value, batchSampler);
        }

        /** Returns these options with batches of indices. */
        public Options batchSampler(BatchSampler value) {
            return new Options(batchSize, shuffle, dropLast, generator, sampler, value);
        }

        private BatchSampler batches(int size) {
            if (batchSampler != null) {
                if (batchSize != 1 || shuffle || sampler != null || dropLast) {
                    throw new IllegalArgumentException(
                            "batch_sampler option is mutually exclusive with batch_size, shuffle,"
                                    + " sampler, and drop_last");
                }
                return batchSampler;
            }
            if (sampler != null && shuffle) {
                throw new IllegalArgumentException(
                        "sampler option is mutually exclusive with shuffle");
            }
            Sampler order =
                    sampler != null
                            ? sampler
                            : shuffle
                                    ? new RandomSampler(size, generator)
                                    : new SequentialSampler(size);
            return new BatchSampler(order, batchSize, dropLast);
        }
    }

    /* Every epoch draws a seed first, as PyTorch does for its workers, also where it is not used. */
    private final @Nullable Generator generator;
    private final Iterable<B> batches;
    private final OptionalInt size;

    private DataLoader(@Nullable Generator generator, Iterable<B> batches, OptionalInt size) {
        this.generator = generator;
        this.batches = batches;
        this.size = size;
    }

    private <T> DataLoader(Dataset<T> dataset, Function<List<T>, B> collate, Options o) {
        BatchSampler indices = o.batches(dataset.size());
        this(
                o.generator(),
                () -> new Mapped<>(indices.iterator(), i -> collate.apply(fetch(dataset, i))),
                OptionalInt.of(indices.size()));
    }

    private <T> DataLoader(IterableDataset<T> dataset, Function<List<T>, B> collate, Options o) {
        if (o.shuffle() || o.sampler() != null || o.batchSampler() != null) {
            throw new IllegalArgumentException(
                    "DataLoader with IterableDataset: expected unspecified shuffle, sampler and"
                            + " batch_sampler options");
        }
        Grouped.checkSize(o.batchSize());
        this(
                o.generator(),
                () ->
                        new Mapped<>(
                                new Grouped<>(dataset.iterator(), o.batchSize(), o.dropLast()),
                                collate),
                OptionalInt.empty());
    }

    /** Makes a loader whose batches are stacked elements, one element each. */
    public DataLoader(Dataset<B> dataset) {
        this(dataset, o -> o);
    }

    /**
     * Makes a loader whose batches are stacked elements, as {@link Collate#stack} does it.
     *
     * @throws IllegalArgumentException if options exclude each other, or a size is not positive
     */
    public DataLoader(Dataset<B> dataset, UnaryOperator<Options> options) {
        this(dataset, Collate::stack, options.apply(Options.DEFAULTS));
    }

    /**
     * Makes a loader.
     *
     * @param collate makes a batch of elements
     * @throws IllegalArgumentException if options exclude each other, or a size is not positive
     */
    public static <T, B> DataLoader<B> of(
            Dataset<T> dataset, Function<List<T>, B> collate, UnaryOperator<Options> options) {
        return new DataLoader<>(dataset, collate, options.apply(Options.DEFAULTS));
    }

    /**
     * Makes a loader of a stream of elements, whose batches are stacked.
     *
     * @throws IllegalArgumentException if an order is asked for, or the batch size is not positive
     */
    public DataLoader(IterableDataset<B> dataset, UnaryOperator<Options> options) {
        this(dataset, Collate::stack, options.apply(Options.DEFAULTS));
    }

    /**
     * Makes a loader of a stream of elements.
     *
     * @param collate makes a batch of elements
     * @throws IllegalArgumentException if an order is asked for, or the batch size is not positive
     */
    public static <T, B> DataLoader<B> of(
            IterableDataset<T> dataset,
            Function<List<T>, B> collate,
            UnaryOperator<Options> options) {
        return new DataLoader<>(dataset, collate, options.apply(Options.DEFAULTS));
    }

    /**
     * Returns the number of batches.
     *
     * @throws IllegalStateException if the dataset is a stream, whose length is not known
     */
    public int size() {
        return size.orElseThrow(
                () -> new IllegalStateException("DataLoader: a stream has no known length"));
    }

    /** Starts an epoch. */
    @Override
    public Iterator<B> iterator() {
        Draws.seed(generator);
        return batches.iterator();
    }

    private static <T> List<T> fetch(Dataset<T> dataset, List<Integer> indices) {
        List<T> elements = new ArrayList<>(indices.size());
        for (int i : indices) {
            elements.add(dataset.get(i));
        }
        return elements;
    }

    private record Mapped<A, B>(Iterator<A> source, Function<A, B> function)
            implements Iterator<B> {
        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public B next() {
            return function.apply(source.next());
        }
    }
}
