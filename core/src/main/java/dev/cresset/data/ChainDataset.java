package dev.cresset.data;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Streams one after the other; each is started when the one before is at its end.
 *
 * @param <T> the elements
 */
public final class ChainDataset<T> implements IterableDataset<T> {
    private final List<IterableDataset<T>> parts;

    /** Makes a stream of the parts' elements. */
    public ChainDataset(List<? extends IterableDataset<T>> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Returns the streams. */
    public List<IterableDataset<T>> parts() {
        return parts;
    }

    @Override
    public Iterator<T> iterator() {
        Iterator<IterableDataset<T>> rest = parts.iterator();
        return new Iterator<>() {
            private Iterator<T> part = List.<T>of().iterator();

            @Override
            public boolean hasNext() {
                while (!part.hasNext() && rest.hasNext()) {
                    part = rest.next().iterator();
                }
                return part.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return part.next();
            }
        };
    }
}
