package dev.cresset;

import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Other shapes of the same elements; most are views. */
sealed interface Shaping permits Tensor {
    /**
     * Returns the same elements in another shape, without copying.
     *
     * @param sizes the sizes; one may be -1 and is worked out
     * @throws IllegalArgumentException if the number of elements differs or the strides forbid it
     */
    default Tensor view(int... sizes) {
        return Dispatch.view(new ViewOp.View(Reshaping.resolve("view", self(), sizes)), self());
    }

    /** Returns the same elements in another shape, without copying. */
    default Tensor view(Shape shape) {
        return view(shape.toArray());
    }

    /**
     * Returns the same elements in another shape: a view where that is possible, else a copy.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.reshape(4)} is {@code tensor([1.,
     * 2., 3., 5.])}.
     *
     * @param sizes the sizes; one may be -1 and is worked out
     * @throws IllegalArgumentException if the number of elements differs
     */
    default Tensor reshape(int... sizes) {
        return Reshaping.reshape(self(), sizes);
    }

    /** Returns the same elements in another shape: a view where that is possible, else a copy. */
    default Tensor reshape(Shape shape) {
        return reshape(shape.toArray());
    }

    /**
     * Returns the same elements in the shape of another tensor.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.reshapeAs(tensor([1., 2., 3.,
     * 4.]))} is {@code tensor([1., 2., 3., 5.])}.
     */
    default Tensor reshapeAs(Tensor other) {
        return Reshaping.reshape("reshape_as", self(), other.shape().toArray());
    }

    /**
     * Returns the same elements in the shape of another tensor, without copying.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.viewAs(tensor([1., 2., 3., 4.]))}
     * is {@code tensor([1., 2., 3., 5.])}.
     */
    default Tensor viewAs(Tensor other) {
        Shape shape = Reshaping.resolve("view_as", self(), other.shape().toArray());
        return Dispatch.view(new ViewOp.View(shape), self());
    }

    /** Returns this as a vector: a view where that is possible, else a copy. */
    default Tensor flatten() {
        return flatten(0, -1);
    }

    /** Returns this with the dimensions from {@code start} to {@code end} (inclusive) merged. */
    default Tensor flatten(int start, int end) {
        return Reshaping.flatten(self(), start, end);
    }

    /** Returns this with a dimension from {@code start} on merged into one. */
    default Tensor flatten(int start) {
        return flatten(start, -1);
    }

    /**
     * Returns this as a vector.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.ravel()} is {@code tensor([1., 2.,
     * 3., 5.])}.
     */
    default Tensor ravel() {
        return reshape(-1);
    }

    /**
     * Returns this with one dimension cut into several; one size may be -1.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.unflatten(0, 2, 1)} is {@code tensor([[1.],
     * [2.]])}.
     */
    default Tensor unflatten(int dim, int... sizes) {
        return Reshaping.unflatten(self(), dim, sizes);
    }

    /**
     * Returns this with two dimensions exchanged; a view.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.transpose(0, 1)} is {@code
     * tensor([[1., 3.], [2., 5.]])}.
     */
    default Tensor transpose(int dim0, int dim1) {
        Shape s = self().shape();
        return Dispatch.view(
                new ViewOp.Transpose(s.axis("transpose", dim0), s.axis("transpose", dim1)), self());
    }

    /**
     * Returns a matrix transposed; a vector or scalar as it is. A view.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.t()} is {@code tensor([[1., 3.],
     * [2., 5.]])}.
     */
    default Tensor t() {
        if (self().dim() > 2) {
            throw new IllegalArgumentException(
                    "t() expects a tensor with <= 2 dimensions, but self is " + self().dim() + "D");
        }
        return Dispatch.view(Dispatch.TURN, self());
    }

    /** Returns this with the order of all dimensions reversed: PyTorch's {@code .T}. */
    default Tensor T() {
        int n = self().dim();
        return Dispatch.view(
                new ViewOp.Permute(IntStream.range(0, n).map(i -> n - 1 - i).toArray()), self());
    }

    /** Returns this with the last two dimensions exchanged: PyTorch's {@code .mT}. */
    default Tensor mT() {
        if (self().dim() < 2) {
            throw new IllegalArgumentException(
                    "tensor.mT is only supported on matrices or batches of matrices. Got "
                            + self().dim()
                            + "-D tensor.");
        }
        return transpose(-2, -1);
    }

    /** Returns this with dimension {@code dims[i]} in place {@code i}; a view. */
    default Tensor permute(int... dims) {
        return Dispatch.view(new ViewOp.Permute(Reshaping.permutation(self(), dims)), self());
    }

    /**
     * Returns this with dimensions moved to other places; a view.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.movedim(0, 1)} is {@code
     * tensor([[1., 3.], [2., 5.]])}.
     */
    default Tensor movedim(int[] source, int[] destination) {
        return Reshaping.movedim(self(), source, destination);
    }

    /** Returns this with a dimension moved to another place; a view. */
    default Tensor movedim(int source, int destination) {
        return movedim(new int[] {source}, new int[] {destination});
    }

    /**
     * Returns this with dimensions of size 1 stretched, and new ones in front; a view.
     *
     * <p>With {@code x = tensor([1.])}, {@code x.expand(2)} is {@code tensor([1., 1.])}.
     *
     * @param sizes the sizes; -1 keeps a size
     */
    default Tensor expand(int... sizes) {
        return Dispatch.view(new ViewOp.Expand(Reshaping.expanded(self(), sizes)), self());
    }

    /** Returns this stretched to a shape; a view. */
    default Tensor expand(Shape shape) {
        return expand(shape.toArray());
    }

    /**
     * Returns this stretched to the shape of another tensor; a view.
     *
     * <p>With {@code x = tensor([1.])}, {@code x.expandAs(tensor([3., 4.]))} is {@code tensor([1.,
     * 1.])}.
     */
    default Tensor expandAs(Tensor other) {
        return expand(other.shape());
    }

    /**
     * Returns this stretched to a shape; a view.
     *
     * <p>With {@code x = tensor([1.])}, {@code x.broadcastTo(2)} is {@code tensor([1., 1.])}.
     */
    default Tensor broadcastTo(int... sizes) {
        return expand(sizes);
    }

    /**
     * Returns this without its dimensions of size 1; a view.
     *
     * <p>With {@code x = tensor([[1.]])}, {@code x.squeeze()} is {@code tensor(1.)}.
     */
    default Tensor squeeze() {
        return Dispatch.view(new ViewOp.Squeeze(null, false), self());
    }

    /** Returns this without the named dimensions as far as they have size 1; a view. */
    default Tensor squeeze(int... dims) {
        int[] axes = dims.length == 0 ? dims : Reducing.axes(self().shape(), dims);
        return Dispatch.view(new ViewOp.Squeeze(axes, false), self());
    }

    /** Returns this with a dimension of size 1 put before dimension {@code dim}; a view. */
    default Tensor unsqueeze(int dim) {
        return Dispatch.view(new ViewOp.Unsqueeze(Shape.axis(dim, self().dim() + 1)), self());
    }

    /**
     * Returns one index of a dimension, which disappears; a view.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.select(1, 0)} is {@code
     * tensor([1., 3.])}.
     */
    default Tensor select(int dim, int index) {
        return Slicing.select(self(), dim, index);
    }

    /** Returns {@code length} indices of a dimension from {@code start} on; a view. */
    default Tensor narrow(int dim, int start, int length) {
        return Slicing.narrow(self(), dim, start, length);
    }

    /** Returns {@code length} indices of a dimension from a 0-dim integer tensor on; a view. */
    default Tensor narrow(int dim, Tensor start, int length) {
        if (start.dim() != 0 || !start.dtype().isIntegral()) {
            throw new IllegalArgumentException(
                    "narrow: start must be an 0-dim integral Tensor, got "
                            + start.dtype()
                            + " of shape "
                            + start.shape().listText());
        }
        return narrow(dim, start.item().intValue(), length);
    }

    /**
     * Returns the indices of [start, end) of a dimension in steps; bounds as in Python. A view.
     *
     * <p>With {@code x = tensor([1., 2., 3., 4.])}, {@code x.slice(0, 1, null, 2)} is {@code
     * tensor([2., 4.])}.
     */
    default Tensor slice(int dim, @Nullable Integer start, @Nullable Integer end, int step) {
        return Slicing.slice(self(), dim, start, end, step);
    }

    /**
     * Returns pieces of a dimension, each of one size but perhaps the last; views.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code x.split(2)} is {@code (tensor([1., 2.]),
     * tensor([3.]))}.
     */
    default List<Tensor> split(int size) {
        return split(size, 0);
    }

    /** Returns pieces of a dimension, each of one size but perhaps the last; views. */
    default List<Tensor> split(int size, int dim) {
        return Slicing.split(self(), size, dim);
    }

    /** Returns pieces of a dimension with the given sizes; views. */
    default List<Tensor> split(int[] sizes, int dim) {
        return Slicing.split(self(), sizes, dim);
    }

    /**
     * Returns a dimension in at most {@code chunks} equal pieces, the last perhaps smaller; views.
     */
    default List<Tensor> chunk(int chunks, int dim) {
        return Slicing.chunk(self(), chunks, dim);
    }

    /** Returns the first dimension in at most {@code chunks} equal pieces; views. */
    default List<Tensor> chunk(int chunks) {
        return chunk(chunks, 0);
    }

    /** Returns the slices of a dimension, which disappears; views. */
    default List<Tensor> unbind(int dim) {
        return Slicing.unbind(self(), dim);
    }

    /**
     * Returns the slices of the first dimension; views.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.unbind()} is {@code (tensor(1.), tensor(2.))}.
     */
    default List<Tensor> unbind() {
        return unbind(0);
    }

    /** Returns the diagonal of two dimensions, as a last dimension; a view. */
    default Tensor diagonal(int offset, int dim1, int dim2) {
        return Slicing.diagonal(self(), offset, dim1, dim2);
    }

    /**
     * Returns the diagonal of the first two dimensions; a view.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.diagonal()} is {@code tensor([1.,
     * 5.])}.
     */
    default Tensor diagonal() {
        return diagonal(0, 0, 1);
    }

    /** Returns all slices of a size along a dimension, {@code step} apart; a view. */
    default Tensor unfold(int dim, int size, int step) {
        return Slicing.unfold(self(), dim, size, step);
    }

    /** Returns a view with any strides on the storage: no more than the storage holds. */
    default Tensor asStrided(int[] sizes, int[] strides, int offset) {
        return Slicing.asStrided(self(), sizes, strides, offset);
    }

    /** Returns this if its elements lie densely in row-major order, else a copy that does. */
    default Tensor contiguous() {
        return Reshaping.contiguous(self());
    }

    /**
     * Returns this if its elements lie densely in the order of a format, else a copy that does.
     *
     * @throws IllegalArgumentException if the format does not go with the rank, or is {@link
     *     MemoryFormat#PRESERVE}
     */
    default Tensor contiguous(MemoryFormat format) {
        if (format == MemoryFormat.PRESERVE) {
            throw new IllegalArgumentException(
                    "contiguous: preserve memory format is unsupported by the contiguous operator");
        }
        return self().isContiguous(format)
                ? self()
                : Dispatch.run(new Parametric.Contiguous(format), self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
