package dev.cresset.data;

import dev.cresset.Generator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements that can be had by number: PyTorch's map-style {@code Dataset}.
 *
 * <p>{@link #get} may be called by several threads at once.
 *
 * @param <T> the elements
 */
public interface Dataset<T> {
    /** Returns the number of elements. */
    int size();

    /**
     * Returns an element.
     *
     * @param index from 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if there is no such element
     */
    T get(int index);

    /** Returns a dataset of a list's elements. */
    static <T> Dataset<T> of(List<? extends T> elements) {
        return new ListDataset<>(List.copyOf(elements));
    }

    /** Returns the elements at these indices, in this order. */
    default Subset<T> subset(int... indices) {
        return new Subset<>(this, indices);
    }

    /**
     * Splits the elements at random into parts of these lengths.
     *
     * @throws IllegalArgumentException if the lengths do not sum to {@code size()}
     */
    default List<Subset<T>> randomSplit(int... lengths) {
        return randomSplit(null, lengths);
    }

    /**
     * Splits the elements at random into parts of these lengths.
     *
     * @param generator where the order comes from, null for the default generator
     * @throws IllegalArgumentException if the lengths do not sum to {@code size()}
     */
    default List<Subset<T>> randomSplit(@Nullable Generator generator, int... lengths) {
        return RandomSplit.byLengths(this, generator, lengths);
    }

    /**
     * Splits the elements at random into parts of these fractions; what rounding down leaves over
     * goes to the first parts, one each.
     *
     * @throws IllegalArgumentException if the fractions do not sum to 1
     */
    default List<Subset<T>> randomSplit(double... fractions) {
        return randomSplit(null, fractions);
    }

    /**
     * Splits the elements at random into parts of these fractions.
     *
     * @param generator where the order comes from, null for the default generator
     * @throws IllegalArgumentException if the fractions do not sum to 1
     */
    default List<Subset<T>> randomSplit(@Nullable Generator generator, double... fractions) {
        return RandomSplit.byLengths(this, generator, RandomSplit.lengths(size(), fractions));
    }
}
