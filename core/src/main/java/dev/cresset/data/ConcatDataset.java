package dev.cresset.data;

import java.util.Arrays;
import java.util.List;

/**
 * Datasets one after the other.
 *
 * @param <T> the elements
 */
public final class ConcatDataset<T> implements Dataset<T> {
    private final List<Dataset<T>> parts;
    private final int[] ends;

    /**
     * Makes a dataset of the parts' elements.
     *
     * @throws IllegalArgumentException if there is no part
     */
    public ConcatDataset(List<? extends Dataset<T>> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("datasets should not be an empty iterable");
        }
        this.parts = List.copyOf(parts);
        ends = new int[parts.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end = Math.addExact(end, parts.get(i).size());
            ends[i] = end;
        }
    }

    /** Returns the datasets. */
    public List<Dataset<T>> parts() {
        return parts;
    }

    @Override
    public int size() {
        return ends[ends.length - 1];
    }

    @Override
    public T get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(
                    "index " + index + " is out of bounds for a dataset of " + size());
        }
        int found = Arrays.binarySearch(ends, index);
        int part = found < 0 ? -found - 1 : found + 1;
        while (ends[part] <= index) {
            part++; // parts without elements
        }
        return parts.get(part).get(part == 0 ? index : index - ends[part - 1]);
    }
}
