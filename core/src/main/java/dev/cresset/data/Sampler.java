package dev.cresset.data;

/** The order in which elements of a dataset are visited; each {@code iterator()} is one epoch. */
public interface Sampler extends Iterable<Integer> {
    /** Returns how many indices an epoch has. */
    int size();
}
