package dev.cresset.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Elements in groups of a size; nothing is read ahead of the group that is asked for. */
final class Grouped<T> implements Iterator<List<T>> {
    private final Iterator<T> source;
    private final int size;
    private final boolean dropLast;
    private List<T> group = List.of();
    private long taken;

    Grouped(Iterator<T> source, int size, boolean dropLast) {
        this.source = source;
        this.size = size;
        this.dropLast = dropLast;
    }

    static void checkSize(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException(
                    "batch_size should be a positive integer value, but got batch_size=" + size);
        }
    }

    static int count(int elements, int size, boolean dropLast) {
        return elements / size + (!dropLast && elements % size != 0 ? 1 : 0);
    }

    /** Returns how many elements were taken from the source. */
    long taken() {
        return taken;
    }

    @Override
    public boolean hasNext() {
        if (group.isEmpty()) {
            List<T> next = new ArrayList<>();
            while (next.size() < size && source.hasNext()) {
                next.add(source.next());
                taken++;
            }
            group = dropLast && next.size() < size ? List.of() : next;
        }
        return !group.isEmpty();
    }

    @Override
    public List<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<T> out = group;
        group = List.of();
        return out;
    }
}
