package dev.cresset.data;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a dataset in batches, in PyTorch's order under a seed.
 *
 * <pre>{@code
 * var loader = new DataLoader<>(digits, o -> o.batchSize(32).shuffle(true).numWorkers(2));
 * for (var batch : loader) {          // one epoch; a second loop is shuffled anew
 *   train(batch.x(), batch.y());
 * }
 * }</pre>
 *
 * <p>Workers are threads that make batches ahead. The order of the elements is that of the seed,
 * whatever their number; as in PyTorch, each worker has a default generator of its own, so that
 * what a dataset draws at random depends on seed and number of workers alone (unless {@code
 * inOrder(false)} hands out batches as they are ready). An epoch that is left in the middle needs
 * no care, its threads end by themselves; {@link #close} ends them at once.
 *
 * <p>{@link #stateDict} says where a loader is, also in the middle of an epoch, and {@link
 * #loadStateDict} goes on from there, to the bit.
 *
 * @param <B> the batches
 */
public final class DataLoader<B> implements Iterable<B> {
    private final Plan<B> plan;
    private final DataLoaderOptions options;
    private final Set<WorkerEpoch<B>> working =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private @Nullable Epoch<B> epoch;
    private @Nullable LoaderPosition resumed;

    private DataLoader(Plan<B> plan, DataLoaderOptions options) {
        options.checkWorkers();
        this.plan = plan;
        this.options = options;
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
    public DataLoader(Dataset<B> dataset, UnaryOperator<DataLoaderOptions> options) {
        this(dataset, Collate::stack, options.apply(DataLoaderOptions.DEFAULT));
    }

    /**
     * Makes a loader of a stream of elements, whose batches are stacked.
     *
     * @throws IllegalArgumentException if an order is asked for, or the batch size is not positive
     */
    public DataLoader(IterableDataset<B> dataset, UnaryOperator<DataLoaderOptions> options) {
        this(dataset, Collate::stack, options.apply(DataLoaderOptions.DEFAULT));
    }

    private <T> DataLoader(Dataset<T> dataset, Function<List<T>, B> collate, DataLoaderOptions o) {
        this(Plan.of(dataset, collate, o), o);
    }

    private <T> DataLoader(
            IterableDataset<T> dataset, Function<List<T>, B> collate, DataLoaderOptions o) {
        this(Plan.of(dataset, collate, o), o);
    }

    /**
     * Makes a loader.
     *
     * @param collate makes a batch of elements; with workers, several threads call it at once
     * @throws IllegalArgumentException if options exclude each other, or a size is not positive
     */
    public static <T, B> DataLoader<B> of(
            Dataset<T> dataset,
            Function<List<T>, B> collate,
            UnaryOperator<DataLoaderOptions> options) {
        return new DataLoader<>(dataset, collate, options.apply(DataLoaderOptions.DEFAULT));
    }

    /**
     * Makes a loader of a stream of elements.
     *
     * @param collate makes a batch of elements; with workers, several threads call it at once
     * @throws IllegalArgumentException if an order is asked for, or the batch size is not positive
     */
    public static <T, B> DataLoader<B> of(
            IterableDataset<T> dataset,
            Function<List<T>, B> collate,
            UnaryOperator<DataLoaderOptions> options) {
        return new DataLoader<>(dataset, collate, options.apply(DataLoaderOptions.DEFAULT));
    }

    /**
     * Makes a loader that gives elements as they are, one by one: PyTorch's {@code
     * batch_size=None}.
     *
     * @throws IllegalArgumentException if a batch size or {@code dropLast} is given, or options
     *     exclude each other
     */
    public static <T> DataLoader<T> unbatched(
            Dataset<T> dataset, UnaryOperator<DataLoaderOptions> options) {
        return new DataLoader<>(dataset, List::getFirst, single(options));
    }

    /**
     * Makes a loader that gives the elements of a stream as they are, one by one: PyTorch's {@code
     * batch_size=None}.
     *
     * @throws IllegalArgumentException if a batch size or {@code dropLast} is given, or an order
     */
    public static <T> DataLoader<T> unbatched(
            IterableDataset<T> dataset, UnaryOperator<DataLoaderOptions> options) {
        return new DataLoader<>(dataset, List::getFirst, single(options));
    }

    private static DataLoaderOptions single(UnaryOperator<DataLoaderOptions> options) {
        DataLoaderOptions o = options.apply(DataLoaderOptions.DEFAULT);
        if (o.batchSize() != 1 || o.dropLast() || o.batchSampler() != null) {
            throw new IllegalArgumentException(
                    "batch_size=None option disables auto-batching and is mutually exclusive with"
                            + " batch_size, batch_sampler and drop_last");
        }
        return o;
    }

    /** Returns the options. */
    public DataLoaderOptions options() {
        return options;
    }

    /**
     * Returns the number of batches.
     *
     * @throws IllegalStateException if the dataset is a stream, or the batch sampler is not a
     *     {@link BatchSampler}: the number is not known
     */
    public int size() {
        return plan.size()
                .orElseThrow(() ->
                        new IllegalStateException("DataLoader: a stream has no known length"));
    }

    /** Returns whether {@link #size} is known. */
    public boolean hasSize() {
        return plan.size().isPresent();
    }

    /**
     * Returns the number of the next batch: how many the running epoch has given, or the one that
     * {@link #loadStateDict} goes on with; 0 between epochs.
     */
    public int position() {
        if (resumed != null) {
            return Math.max(0, resumed.batch());
        }
        return epoch == null || epoch.over() ? 0 : epoch.given();
    }

    /**
     * Starts an epoch, or goes on with the one of a loaded state.
     *
     * <p>Errors of workers are {@link WorkerException}s, which name the element and keep the cause;
     * a call after one goes on with the next batch. Without workers a dataset's exceptions pass
     * through.
     */
    @Override
    public Iterator<B> iterator() {
        LoaderPosition from = resumed;
        resumed = null;
        if (from == null || from.batch() == LoaderPosition.NONE) {
            return start(LoaderPosition.states(generators()), 0, null);
        }
        /* The epoch is begun anew as it was begun then, up to the batch; then the generators are
         * put back to where they are now. */
        List<Generator> generators = generators();
        List<Tensor> now = LoaderPosition.states(generators);
        LoaderPosition.set(generators, from.atStart());
        try {
            return start(from.atStart(), from.batch(), from.workers());
        } finally {
            LoaderPosition.set(generators, now);
        }
    }

    private Epoch<B> start(List<Tensor> atStart, int first, @Nullable List<Tensor> workerStates) {
        /* Every epoch draws a seed first, as PyTorch does for its workers, also without any. */
        long seed = Draws.seed(options.generator());
        Iterator<List<Integer>> indices = plan.indices().get();
        if (!plan.stream()) {
            for (int i = 0; i < first && indices.hasNext(); i++) {
                indices.next();
            }
        }
        Epoch<B> made;
        if (options.numWorkers() == 0) {
            made = new Epoch<>(plan.inline().apply(indices), null, atStart);
        } else {
            WorkerEpoch<B> workers =
                    plan.stream()
                            ? new WorkerEpoch<>(plan, options, indices, seed, 0, null)
                            : new WorkerEpoch<>(plan, options, indices, seed, first, workerStates);
            working.add(workers);
            made = new Epoch<>(workers, workers, atStart);
        }
        made.skip(first, plan.stream());
        epoch = made;
        return made;
    }

    private List<Generator> generators() {
        List<Generator> all = new ArrayList<>();
        all.add(Tensor.defaultGenerator());
        all.addAll(options.generators());
        return all;
    }

    /**
     * Returns where this loader is: the batch of the epoch that was started last, and the states of
     * generators from which its order comes.
     *
     * <p>Not in it are a dataset's and a sampler's own states, such as a {@link
     * DistributedSampler}'s epoch; nor the default generator's present state, which a program keeps
     * once for everything.
     *
     * @throws IllegalStateException in the middle of an epoch whose batches come in no order
     */
    public SequencedMap<String, @Nullable Object> stateDict() {
        return position(epoch).toMap();
    }

    private LoaderPosition position(@Nullable Epoch<B> running) {
        if (resumed != null) {
            return resumed;
        }
        List<Tensor> now = LoaderPosition.states(options.generators());
        int workers = options.numWorkers();
        if (running != null && !running.over() && workers > 0 && !options.inOrder()) {
            throw new IllegalStateException(
                    "DataLoader: with in_order=False the middle of an epoch cannot be told, as"
                            + " batches come in no order; take the state between epochs, or let"
                            + " in_order be True");
        }
        return running == null || running.over()
                ? new LoaderPosition(LoaderPosition.NONE, workers, List.of(), now, List.of())
                : new LoaderPosition(
                        running.given(), workers, running.atStart(), now, running.workerStates());
    }

    /**
     * Goes on from a state: the next iteration continues in the middle of its epoch.
     *
     * <p>Batches before are not made again, except those of a stream, which is read from its start.
     *
     * @throws IllegalArgumentException if the state is not one of a loader with as many workers and
     *     generators; nothing has changed then
     */
    public void loadStateDict(Map<?, ?> saved) {
        List<Generator> own = options.generators();
        LoaderPosition position =
                LoaderPosition.read(saved, options.numWorkers(), own.size(), plan.size());
        LoaderPosition.set(own, position.now());
        resumed = position;
    }

    /** Ends the workers of all epochs that are running, and waits for them; they give no more. */
    public void close() {
        List.copyOf(working).forEach(WorkerEpoch::close);
        working.clear();
    }

    /** An epoch, and how far it is. */
    private static final class Epoch<B> implements Iterator<B> {
        private final Iterator<B> batches;
        private final @Nullable WorkerEpoch<B> workers;
        private final List<Tensor> atStart;
        private int given;
        private boolean over;

        Epoch(Iterator<B> batches, @Nullable WorkerEpoch<B> workers, List<Tensor> atStart) {
            this.batches = batches;
            this.workers = workers;
            this.atStart = atStart;
        }

        void skip(int count, boolean making) {
            for (int i = 0; i < count && making && batches.hasNext(); i++) {
                batches.next();
            }
            given = count;
        }

        int given() {
            return given;
        }

        boolean over() {
            return over;
        }

        List<Tensor> atStart() {
            return atStart;
        }

        List<Tensor> workerStates() {
            return workers == null ? List.of() : workers.states();
        }

        @Override
        public boolean hasNext() {
            over = !batches.hasNext();
            return !over;
        }

        @Override
        public B next() {
            given++;
            return batches.next();
        }
    }
}
