package dev.cresset;

import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Shape;
import java.util.List;

/** Sizes changed in place, and parts that count as tensors of their own. */
sealed interface Resizing permits Tensor {
    /**
     * Gives this other sizes, in place; elements keep their place in memory, those beyond are 0.
     *
     * <p>Where the memory does not suffice this tensor moves to a larger one; others that shared
     * the old memory stay there, where PyTorch's would move too.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]]).clone()}, {@code x.resize_(3)} is {@code
     * tensor([1., 2., 3.])}.
     *
     * @throws IllegalStateException if this requires grad
     */
    default Tensor resize_(int... sizes) {
        return Placing.resize_(self(), Shape.of(sizes), MemoryFormat.CONTIGUOUS);
    }

    /** Gives this other sizes in an order of elements, in place; returns this. */
    default Tensor resize_(Shape shape, MemoryFormat format) {
        return Placing.resize_(self(), shape, format);
    }

    /**
     * Gives this the sizes of another tensor, in place; returns this.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]]).clone()}, {@code x.resizeAs_(tensor([1., 2.,
     * 3.]))} is {@code tensor([1., 2., 3.])}.
     */
    default Tensor resizeAs_(Tensor other) {
        return resize_(other.shape().toArray());
    }

    /**
     * Returns parts of a size, the last one maybe shorter, that share elements with this but count
     * as tensors of their own: writing one in place is not seen by gradients of this.
     *
     * <p>With {@code x = tensor([1., 2., 4.])}, {@code x.unsafeSplit(2, 0)} is {@code (tensor([1.,
     * 2.]), tensor([4.]))}.
     *
     * @throws IllegalArgumentException if the size is negative, or 0 for a dimension that is not
     */
    default List<Tensor> unsafeSplit(int size, int dim) {
        return Placing.apart("UnsafeSplit", self(), self().split(size, dim), dim);
    }

    /** Returns parts of several sizes that count as tensors of their own. */
    default List<Tensor> unsafeSplit(int[] sizes, int dim) {
        return Placing.apart("UnsafeSplitWithSizes", self(), self().split(sizes, dim), dim);
    }

    /** Returns at most {@code chunks} equal parts that count as tensors of their own. */
    default List<Tensor> unsafeChunk(int chunks, int dim) {
        return Placing.apart("UnsafeSplit", self(), self().chunk(chunks, dim), dim);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
