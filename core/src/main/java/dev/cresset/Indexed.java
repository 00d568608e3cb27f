package dev.cresset;

import dev.cresset.op.Indexing;
import dev.cresset.op.Indexing.Fold;
import java.util.List;
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

    /**
     * Returns the indices of the elements that are not 0, one a row: (count, rank), int64.
     *
     * <p>With {@code x = tensor([0., 7., 8.])}, {@code x.nonzero()} is {@code tensor([[1], [2]])}.
     */
    default Tensor nonzero() {
        int count = self().ne(0).sum().item().intValue();
        return Dispatch.run(new Indexing.Nonzero(count), self());
    }

    /**
     * Returns the indices of the elements that are not 0, one vector for each dimension.
     *
     * <p>With {@code x = tensor([0., 5., 7.])}, {@code x.nonzeroTuple()} is {@code (tensor([1,
     * 2]))}.
     */
    default List<Tensor> nonzeroTuple() {
        Tensor x = self().dim() == 0 ? self().unsqueeze(0) : self();
        return x.nonzero().unbind(1);
    }

    /**
     * Returns the indices of the elements that are not 0, one a row: (count, rank), int64.
     *
     * <p>With {@code x = tensor([0., 7.])}, {@code x.argwhere()} is {@code tensor([[1]])}.
     */
    default Tensor argwhere() {
        return nonzero();
    }

    /**
     * Returns the indices of the first {@code size} elements that are not 0, one a row, and rows of
     * {@code fill} where there are fewer: {@code (size, rank)}, int64.
     *
     * @throws IllegalArgumentException if the size is negative
     */
    default Tensor nonzeroStatic(int size, long fill) {
        return Scattering.nonzeroStatic(self(), size, fill);
    }

    /**
     * Returns the elements at the places that index tensors name together, where a mask is true,
     * and a number elsewhere; indices beyond the ends stand for the ends.
     */
    default Tensor unsafeMaskedIndex(Tensor mask, List<Tensor> index, Number fill) {
        return Scattering.maskedIndex(self(), mask, index, fill);
    }

    /** Returns this with values added at those places where a mask is true. */
    default Tensor unsafeMaskedIndexPutAccumulate(Tensor mask, List<Tensor> index, Tensor values) {
        return Scattering.maskedIndexPut(self(), mask, index, values);
    }

    /**
     * Returns the slices of a dimension that an index vector names: {@code out[i] = x[index[i]]}
     * for dimension 0.
     *
     * @param index int64 or int32, a vector or 0-dim; each in [0, size)
     * @throws IndexOutOfBoundsException if the index is no vector, or names what does not exist
     */
    default Tensor indexSelect(int dim, Tensor index) {
        return Scattering.indexSelect(self(), dim, index);
    }

    /** Returns this with {@code source[i]} added to {@code x[index[i]]}, for dimension 0. */
    default Tensor indexAdd(int dim, Tensor index, Tensor source) {
        return indexAdd(dim, index, source, 1);
    }

    /**
     * Returns this with {@code alpha * source[i]} added to {@code x[index[i]]}, for dimension 0 and
     * alike for others; an index may occur several times.
     *
     * @throws IndexOutOfBoundsException if an index does not exist or the number of indices is not
     *     the source's size
     * @throws IllegalArgumentException if dtypes or the other sizes differ
     */
    default Tensor indexAdd(int dim, Tensor index, Tensor source, Number alpha) {
        return Scattering.indexAdd(self(), dim, index, source, alpha);
    }

    /** Returns this with {@code x[index[i]] = source[i]}, for dimension 0 and alike for others. */
    default Tensor indexCopy(int dim, Tensor index, Tensor source) {
        return Scattering.indexCopy(self(), dim, index, source);
    }

    /** Returns this with {@code x[index[i]] = value}; negative indices count from the end. */
    default Tensor indexFill(int dim, Tensor index, Number value) {
        return Scattering.indexFill(self(), dim, index, Tensor.number(value));
    }

    /** Returns this with {@code x[index[i]] = value}, the value of a 0-dim tensor. */
    default Tensor indexFill(int dim, Tensor index, Tensor value) {
        return Grad.named("IndexFillBackward1", Scattering.indexFill(self(), dim, index, value));
    }

    /**
     * Returns this with {@code source[i]} folded into {@code x[index[i]]}, for dimension 0.
     *
     * @param includeSelf whether what x holds takes part
     */
    default Tensor indexReduce(
            int dim, Tensor index, Tensor source, Fold fold, boolean includeSelf) {
        return Scattering.indexReduce(self(), dim, index, source, fold, includeSelf);
    }

    /**
     * Returns this with values written at the places that index tensors name together, or added
     * there.
     *
     * @param index a tensor for each of the first dimensions, null for a whole dimension
     * @param values what broadcasts to those places
     * @param accumulate whether values are added, which counts places that occur several times
     */
    default Tensor indexPut(
            List<? extends @Nullable Tensor> index, Tensor values, boolean accumulate) {
        return Scattering.indexPut_(self().clone(), index, values, accumulate);
    }

    /**
     * Returns this with {@code out[index[i][j]][j] = source[i][j]} for dimension 0, and alike for
     * others; where places occur several times, one source wins.
     */
    default Tensor scatter(int dim, Tensor index, Tensor source) {
        return Scattering.scatter(self(), dim, index, source);
    }

    /** Returns this with {@code out[index[i][j]][j] = value} for dimension 0. */
    default Tensor scatter(int dim, Tensor index, Number value) {
        return Scattering.scatterValue(self(), dim, index, value);
    }

    /** Returns this with the elements of a source folded in at {@code [index[i][j]][j]}. */
    default Tensor scatterReduce(int dim, Tensor index, Tensor source, Fold fold) {
        return scatterReduce(dim, index, source, fold, true);
    }

    /**
     * Returns this with the elements of a source folded in at {@code [index[i][j]][j]} for
     * dimension 0, and alike for others. The gradient of extremes is shared by ties.
     *
     * @param includeSelf whether what x holds takes part; where no source arrives it stays in any
     *     case
     */
    default Tensor scatterReduce(
            int dim, Tensor index, Tensor source, Fold fold, boolean includeSelf) {
        return Scattering.scatterReduce(self(), dim, index, source, fold, includeSelf);
    }

    /**
     * Returns the elements at places of this seen as a vector, in the shape of the index.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.take(tensor([3]))} is {@code
     * tensor([5.])}.
     */
    default Tensor take(Tensor index) {
        return Scattering.take(self(), index);
    }

    /** Returns {@link #take}. */
    default Tensor takeAlongDim(Tensor index) {
        return Scattering.takeAlongDim(self(), index, null);
    }

    /** Returns {@link #gather}, with all other dimensions broadcast. */
    default Tensor takeAlongDim(Tensor index, int dim) {
        return Scattering.takeAlongDim(self(), index, dim);
    }

    /**
     * Returns this with a source written, or added, at places of this seen as a vector.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.put(tensor([1]), tensor([7.]), false)} is
     * {@code tensor([1., 7.])}.
     */
    default Tensor put(Tensor index, Tensor source, boolean accumulate) {
        return Scattering.put(self(), index, source, accumulate);
    }

    /**
     * Returns the elements where a mask is true, as a vector; shapes broadcast.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.maskedSelect(tensor([false, true]))} is {@code
     * tensor([2.])}.
     */
    default Tensor maskedSelect(Tensor mask) {
        return Scattering.maskedSelect(self(), mask);
    }

    /**
     * Returns this with the elements of a source, in order, where a mask is true.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.maskedScatter(tensor([false, true]),
     * tensor([7.]))} is {@code tensor([1., 7.])}.
     */
    default Tensor maskedScatter(Tensor mask, Tensor source) {
        return Scattering.maskedScatter(self(), mask, source);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
