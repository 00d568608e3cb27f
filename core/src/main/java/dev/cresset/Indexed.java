package dev.cresset;

import dev.cresset.op.Indexing;
import org.jspecify.annotations.Nullable;

/** Elements picked and placed by index. */
sealed interface Indexed permits Tensor {
    /** Returns one index of the first dimension; a view. */
    default Tensor get(long index) {
        return Picking.get(self(), index);
    }

    /**
     * Returns the elements that an index names, as Python's {@code x[...]}.
     *
     * <p>An index is made of numbers (negative from the end), {@link Index} parts, null for a new
     * axis, booleans, bool and integer tensors, arrays and lists of numbers, and strings such as
     * {@code "1:, ..., -1"}. Without tensors the result is a view.
     *
     * @throws IndexOutOfBoundsException if an index does not exist
     */
    default Tensor get(@Nullable Object... index) {
        return Picking.get(self(), index);
    }

    /**
     * Writes a number or tensor to the places that an index names, as Python's {@code x[...] =
     * value}.
     *
     * @param value a {@link Number}, Boolean or tensor that broadcasts to the places
     * @param index as for {@link #get(Object...)}
     */
    default void set(Object value, @Nullable Object... index) {
        Picking.set(self(), value, index);
    }

    /** Returns {@code out[i][j] = x[index[i][j]][j]} for dimension 0, and alike for others. */
    default Tensor gather(int dim, Tensor index) {
        return Dispatch.run(new Indexing.Gather(self().shape().axis("gather", dim)), self(), index);
    }

    /** Returns this with {@code source[i][j]} added at {@code [index[i][j]][j]} for dimension 0. */
    default Tensor scatterAdd(int dim, Tensor index, Tensor source) {
        return Dispatch.run(
                new Indexing.ScatterAdd(self().shape().axis("scatter_add", dim)),
                self(),
                index,
                source);
    }

    /** Returns the indices of the elements that are not 0, one a row: (count, rank), int64. */
    default Tensor nonzero() {
        int count = self().ne(0).sum().item().intValue();
        return Dispatch.run(new Indexing.Nonzero(count), self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
