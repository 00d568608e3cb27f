package dev.cresset.data;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a loader does in an epoch.
 *
 * @param dataset what elements come from
 * @param stream whether elements are not had by index
 * @param indices the indices of each batch; without end for a stream
 * @param fetchers makes what makes batches, one for each worker
 * @param inline an epoch without workers
 * @param size the number of batches, if it is known
 */
record Plan<B>(
        Object dataset,
        boolean stream,
        Supplier<Iterator<List<Integer>>> indices,
        Supplier<Fetcher<B>> fetchers,
        Function<Iterator<List<Integer>>, Iterator<B>> inline,
        OptionalInt size) {
    static <T, B> Plan<B> of(
            Dataset<T> dataset, Function<List<T>, B> collate, DataLoaderOptions o) {
        Iterable<List<Integer>> batches = o.batches(dataset.size());
        return new Plan<>(
                dataset,
                false,
                batches::iterator,
                () -> new Fetcher.ByIndex<>(dataset, collate),
                indices ->
                        new Mapped<>(
                                indices, i -> collate.apply(i.stream().map(dataset::get).toList())),
                batches instanceof BatchSampler b ? OptionalInt.of(b.size()) : OptionalInt.empty());
    }

    static <T, B> Plan<B> of(
            IterableDataset<T> dataset, Function<List<T>, B> collate, DataLoaderOptions o) {
        o.checkStream();
        return new Plan<>(
                dataset,
                true,
                () -> Stream.generate(() -> Collections.<Integer>emptyList()).iterator(),
                () -> new Fetcher.OfStream<>(o.grouped(dataset.iterator()), collate),
                indices -> new Mapped<>(o.grouped(dataset.iterator()), collate),
                OptionalInt.empty());
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
