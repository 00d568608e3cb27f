package dev.cresset.nn;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Parameters, buffers or modules with their paths, in order; the same value may occur twice.
 *
 * <pre>{@code
 * net.namedParameters().forEach((name, p) -> System.out.println(name + " " + p.shape()));
 * }</pre>
 *
 * @param <T> what is named
 */
public final class Named<T> implements Iterable<Map.Entry<String, T>> {
    private final List<Map.Entry<String, T>> entries;

    Named(List<Map.Entry<String, T>> entries) {
        this.entries = Collections.unmodifiableList(entries);
    }

    /** Calls the action with each path and value. */
    public void forEach(BiConsumer<? super String, ? super T> action) {
        for (Map.Entry<String, T> e : entries) {
            action.accept(e.getKey(), e.getValue());
        }
    }

    @Override
    public Iterator<Map.Entry<String, T>> iterator() {
        return entries.iterator();
    }

    /** Returns the pairs as a stream. */
    public Stream<Map.Entry<String, T>> stream() {
        return entries.stream();
    }

    /** Returns the pairs as a list. */
    public List<Map.Entry<String, T>> toList() {
        return entries;
    }

    /** Returns the pairs as a new map, in order. */
    public SequencedMap<String, T> toMap() {
        SequencedMap<String, T> out = new LinkedHashMap<>();
        forEach(out::put);
        return out;
    }

    /** Returns the paths. */
    public List<String> names() {
        return entries.stream().map(Map.Entry::getKey).toList();
    }

    /** Returns the values. */
    public List<T> values() {
        return entries.stream().map(Map.Entry::getValue).toList();
    }

    /** Returns the number of pairs. */
    public int size() {
        return entries.size();
    }

    /** Returns Python's text of the list of pairs. */
    @Override
    public String toString() {
        return dev.cresset.PythonText.repr(entries);
    }
}
