package dev.cresset;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What views show, copied into tensors of their own: PyTorch's {@code view_copy} and its kin. */
sealed interface ViewCopies permits Tensor {
    /** Returns a copy of what {@link Tensor#view(int...)} shows. */
    default Tensor viewCopy(int... sizes) {
        return Composite.copied(self().view(sizes));
    }

    /** Returns a copy of what {@link Tensor#expand(int...)} shows. */
    default Tensor expandCopy(int... sizes) {
        return Composite.copied(self().expand(sizes));
    }

    /** Returns a copy of what {@link Tensor#permute(int...)} shows. */
    default Tensor permuteCopy(int... dims) {
        return Composite.copied(self().permute(dims));
    }

    /** Returns a copy of what {@link Tensor#transpose(int, int)} shows. */
    default Tensor transposeCopy(int dim0, int dim1) {
        return Composite.copied(self().transpose(dim0, dim1));
    }

    /** Returns a copy of what {@link Tensor#t()} shows. */
    default Tensor tCopy() {
        return Composite.copied(self().t());
    }

    /** Returns a copy of what {@link Tensor#select(int, int)} shows. */
    default Tensor selectCopy(int dim, int index) {
        return Composite.copied(self().select(dim, index));
    }

    /** Returns a copy of what {@link Tensor#slice(int, Integer, Integer, int)} shows. */
    default Tensor sliceCopy(int dim, @Nullable Integer start, @Nullable Integer end, int step) {
        return Composite.copied(self().slice(dim, start, end, step));
    }

    /** Returns a copy of what {@link Tensor#squeeze(int...)} shows. */
    default Tensor squeezeCopy(int... dims) {
        return Composite.copied(self().squeeze(dims));
    }

    /** Returns a copy of what {@link Tensor#unsqueeze(int)} shows. */
    default Tensor unsqueezeCopy(int dim) {
        return Composite.copied(self().unsqueeze(dim));
    }

    /** Returns a copy of what {@link Tensor#narrow(int, int, int)} shows. */
    default Tensor narrowCopy(int dim, int start, int length) {
        if (dim >= self().dim()) {
            throw new IllegalArgumentException(
                    "narrow_copy: dim "
                            + dim
                            + " is out of range for "
                            + self().shape().listText());
        }
        return Composite.copied(self().narrow(dim, start, length));
    }

    /** Returns a copy of what {@link Tensor#diagonal(int, int, int)} shows. */
    default Tensor diagonalCopy(int offset, int dim1, int dim2) {
        return Composite.copied(self().diagonal(offset, dim1, dim2));
    }

    /** Returns a copy of what {@link Tensor#unfold(int, int, int)} shows. */
    default Tensor unfoldCopy(int dim, int size, int step) {
        return Composite.copied(self().unfold(dim, size, step));
    }

    /** Returns a copy of what {@link Tensor#asStrided(int[], int[], int)} shows. */
    default Tensor asStridedCopy(int[] sizes, int[] strides, int offset) {
        return Composite.copied(self().asStrided(sizes, strides, offset));
    }

    /** Returns a copy with all dimensions of size 1 removed. */
    default Tensor squeezeCopy() {
        return Composite.copied(self().squeeze());
    }

    /**
     * Returns a copy.
     *
     * <p>With {@code x = tensor([1.])}, {@code x.aliasCopy()} is {@code tensor([1.])}.
     */
    default Tensor aliasCopy() {
        return Composite.copied(Dispatch.view(new dev.cresset.op.ViewOp.Alias(), self()));
    }

    /**
     * Returns copies of the slices of a dimension.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.unbindCopy(0)} is {@code (tensor(1.),
     * tensor(2.))}.
     */
    default List<Tensor> unbindCopy(int dim) {
        return copies(self().unbind(dim));
    }

    /**
     * Returns copies of pieces of a dimension, each of one size but perhaps the last.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code x.splitCopy(2, 0)} is {@code (tensor([1.,
     * 2.]), tensor([3.]))}.
     */
    default List<Tensor> splitCopy(int size, int dim) {
        return copies(self().split(size, dim));
    }

    /** Returns copies of pieces of a dimension with the given sizes. */
    default List<Tensor> splitCopy(int[] sizes, int dim) {
        return copies(self().split(sizes, dim));
    }

    private static List<Tensor> copies(List<Tensor> views) {
        return views.stream().map(Composite::copied).collect(Collectors.toList());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
