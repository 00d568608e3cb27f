package dev.cresset.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes batches: of a dataset's elements by their indices, or of what a stream gives next. */
sealed interface Fetcher<B> {
    /** What went wrong, and with which element. */
    final class FetchException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        final int index;
        final String what;
        final Throwable thrown;

        FetchException(int index, String what, Throwable thrown) {
            super(what, thrown);
            this.index = index;
            this.what = what;
            this.thrown = thrown;
        }
    }

    /** Returns a batch, or null at the end of a stream, which takes no notice of the indices. */
    @Nullable B fetch(List<Integer> indices) throws FetchException;

    /** Of a dataset. */
    record ByIndex<T, B>(Dataset<T> dataset, Function<List<T>, B> collate) implements Fetcher<B> {
        @Override
        public B fetch(List<Integer> indices) throws FetchException {
            List<T> elements = new ArrayList<>(indices.size());
            for (int i : indices) {
                try {
                    elements.add(dataset.get(i));
                } catch (RuntimeException | Error e) {
                    throw new FetchException(i, "element " + i, e);
                }
            }
            return collated(elements, collate, "collating elements " + indices);
        }
    }

    /** Of a stream, which one thread reads. */
    record OfStream<T, B>(Grouped<T> groups, Function<List<T>, B> collate) implements Fetcher<B> {
        @Override
        public @Nullable B fetch(List<Integer> indices) throws FetchException {
            List<T> elements;
            try {
                if (!groups.hasNext()) {
                    return null;
                }
                elements = groups.next();
            } catch (RuntimeException | Error e) {
                throw new FetchException(
                        WorkerException.NO_INDEX,
                        "element " + groups.taken() + " of its stream",
                        e);
            }
            return collated(elements, collate, "collating elements of its stream");
        }
    }

    private static <T, B> B collated(List<T> elements, Function<List<T>, B> collate, String what)
            throws FetchException {
        try {
            return collate.apply(elements);
        } catch (RuntimeException | Error e) {
            throw new FetchException(WorkerException.NO_INDEX, what, e);
        }
    }
}
