package dev.cresset.data;

/**
 * Some elements of a dataset, by their indices.
 *
 * @param <T> the elements
 */
public final class Subset<T> implements Dataset<T> {
    private final Dataset<T> source;
    private final int[] indices;

    /** Makes a dataset of the source's elements at these indices, which are copied. */
    public Subset(Dataset<T> source, int... indices) {
        this.source = source;
        this.indices = indices.clone();
    }

    /** Returns the dataset that the elements come from. */
    public Dataset<T> source() {
        return source;
    }

    /** Returns a copy of the indices into the source. */
    public int[] indices() {
        return indices.clone();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public T get(int index) {
        return source.get(indices[index]);
    }
}
