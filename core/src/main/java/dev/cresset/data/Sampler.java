package dev.cresset.data;

import dev.cresset.Generator;
import org.jspecify.annotations.Nullable;

/** The order in which elements of a dataset are visited; each {@code iterator()} is one epoch. */
public interface Sampler extends Iterable<Integer> {
    /** Returns how many indices an epoch has. */
    int size();

    /** Returns the generator that the order comes from, null for the default one or none. */
    default @Nullable Generator generator() {
        return null;
    }
}
