package dev.cresset.data;

/**
 * Elements that come one after the other, such as lines of a stream; each {@code iterator()} starts
 * anew.
 *
 * @param <T> the elements
 */
public interface IterableDataset<T> extends Iterable<T> {}
