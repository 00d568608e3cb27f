package dev.cresset.data;

import java.util.List;

/** The elements of a list. */
record ListDataset<T>(List<T> elements) implements Dataset<T> {
    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public T get(int index) {
        return elements.get(index);
    }
}
