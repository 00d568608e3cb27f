package dev.cresset;

import dev.cresset.op.Movement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements moved, repeated and left out. */
sealed interface Moving permits Tensor {
    /**
     * Returns a copy with the order along some dimensions reversed.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.flip(0)} is {@code tensor([2., 1.])}.
     */
    default Tensor flip(int... dims) {
        int[] axes = dims.length == 0 ? dims : Reducing.axes(self().shape(), dims);
        return Dispatch.run(new Movement.Flip(axes), self());
    }

    /**
     * Returns a copy with the columns (dimension 1) in reverse order.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.fliplr()} is {@code tensor([[2.,
     * 1.], [5., 3.]])}.
     */
    default Tensor fliplr() {
        Arranging.atLeast("fliplr", self(), 2);
        return flip(1);
    }

    /**
     * Returns a copy with the rows (dimension 0) in reverse order.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.flipud()} is {@code tensor([[3.,
     * 5.], [1., 2.]])}.
     */
    default Tensor flipud() {
        Arranging.atLeast("flipud", self(), 1);
        return flip(0);
    }

    /**
     * Returns a copy with the elements, seen as a vector, moved on around the end.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code x.roll(1)} is {@code tensor([3., 1., 2.])}.
     */
    default Tensor roll(int shift) {
        return self().reshape(-1).roll(shift, 0).view(self().shape());
    }

    /** Returns a copy with the elements moved on along a dimension, around its end. */
    default Tensor roll(int shift, int dim) {
        return roll(new int[] {shift}, new int[] {dim});
    }

    /** Returns a copy with the elements moved on along dimensions, around their ends. */
    default Tensor roll(int[] shifts, int[] dims) {
        return Arranging.roll(self(), shifts, dims);
    }

    /** Returns a copy turned from the first dimension towards the second, k times by 90 degrees. */
    default Tensor rot90(int k, int... dims) {
        return Arranging.rot90(self(), k, dims);
    }

    /**
     * Returns a copy turned once from the first dimension towards the second.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.rot90()} is {@code tensor([[2.,
     * 5.], [1., 3.]])}.
     */
    default Tensor rot90() {
        return rot90(1, 0, 1);
    }

    /**
     * Returns copies side by side, {@code repeats[i]} along dimension {@code i}; new dimensions
     * come in front.
     */
    default Tensor repeat(int... repeats) {
        return Dispatch.run(new Movement.Repeat(repeats.clone()), self());
    }

    /** Returns {@link #repeat}, with missing repeats in front taken as 1. */
    default Tensor tile(int... repeats) {
        return Arranging.tile(self(), repeats);
    }

    /**
     * Returns this as a vector with every element repeated.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.repeatInterleave(2)} is {@code tensor([1., 1.,
     * 2., 2.])}.
     */
    default Tensor repeatInterleave(int repeats) {
        return self().reshape(-1).repeatInterleave(repeats, 0);
    }

    /** Returns each slice of a dimension repeated, next to itself. */
    default Tensor repeatInterleave(int repeats, int dim) {
        return Composite.named(
                "View", Arranging.repeatInterleave(self(), Tensor.tensor((long) repeats), dim));
    }

    /**
     * Returns each slice of a dimension repeated its own number of times.
     *
     * @param repeats int64 or int32: one number for each slice, or one for all
     * @param dim the dimension; null takes this as a vector
     */
    default Tensor repeatInterleave(Tensor repeats, @Nullable Integer dim) {
        return Arranging.repeatInterleave(self(), repeats, dim);
    }

    /**
     * Returns the lower triangles of matrices: 0 above the main diagonal.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.tril()} is {@code tensor([[1.,
     * 0.], [3., 5.]])}.
     */
    default Tensor tril() {
        return tril(0);
    }

    /**
     * Returns the lower triangles of matrices: 0 above a diagonal (positive: above the main one).
     */
    default Tensor tril(int diagonal) {
        return Dispatch.run(new Movement.Tril(diagonal), self());
    }

    /**
     * Returns the upper triangles of matrices: 0 below the main diagonal.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.triu()} is {@code tensor([[1.,
     * 2.], [0., 5.]])}.
     */
    default Tensor triu() {
        return triu(0);
    }

    /**
     * Returns the upper triangles of matrices: 0 below a diagonal (positive: above the main one).
     */
    default Tensor triu(int diagonal) {
        return Dispatch.run(new Movement.Triu(diagonal), self());
    }

    /**
     * Returns the main diagonal of a matrix, or the matrix with a vector on its main diagonal.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.diag()} is {@code tensor([1.,
     * 5.])}.
     */
    default Tensor diag() {
        return diag(0);
    }

    /** Returns a diagonal of a matrix, copied, or the matrix with a vector on a diagonal. */
    default Tensor diag(int diagonal) {
        return Arranging.diag(self(), diagonal);
    }

    /**
     * Returns matrices, in the last two dimensions, with the last dimension on their diagonals.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.diagEmbed()} is {@code tensor([[1., 0.], [0.,
     * 2.]])}.
     */
    default Tensor diagEmbed() {
        return diagEmbed(0, -2, -1);
    }

    /** Returns matrices, in two dimensions of the result, with the last dimension on a diagonal. */
    default Tensor diagEmbed(int offset, int dim1, int dim2) {
        return Arranging.diagEmbed(self(), offset, dim1, dim2);
    }

    /**
     * Returns the matrix with this, as a vector, on a diagonal.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.diagflat(0)} is {@code tensor([[1., 0.], [0.,
     * 2.]])}.
     */
    default Tensor diagflat(int offset) {
        return self().reshape(-1).diagEmbed(offset, -2, -1);
    }

    /**
     * Returns this with another tensor in the place of one index of a dimension.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.selectScatter(tensor([7., 8.]), 0,
     * 0)} is {@code tensor([[7., 8.], [3., 5.]])}.
     */
    default Tensor selectScatter(Tensor source, int dim, int index) {
        return Arranging.replaced("SelectScatter", self(), source, x -> x.select(dim, index));
    }

    /**
     * Returns this with another tensor in the place of a slice; bounds as in Python.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code x.sliceScatter(tensor([7.]), 0, 1, 2, 1)} is
     * {@code tensor([1., 7., 3.])}.
     */
    default Tensor sliceScatter(
            Tensor source, int dim, @Nullable Integer start, @Nullable Integer end, int step) {
        return Arranging.replaced(
                "SliceScatter", self(), source, x -> x.slice(dim, start, end, step));
    }

    /**
     * Returns this with another tensor in the place of a diagonal.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.diagonalScatter(tensor([7., 8.]),
     * 0, 0, 1)} is {@code tensor([[7., 2.], [3., 8.]])}.
     */
    default Tensor diagonalScatter(Tensor source, int offset, int dim1, int dim2) {
        return Arranging.replaced(
                "DiagonalScatter", self(), source, x -> x.diagonal(offset, dim1, dim2));
    }

    /**
     * Returns this with at least one dimension.
     *
     * <p>With {@code x = tensor(1.)}, {@code x.atleast1d()} is {@code tensor([1.])}.
     */
    default Tensor atleast1d() {
        return self().dim() == 0 ? self().reshape(1) : self();
    }

    /**
     * Returns this with at least two dimensions; a vector becomes a row.
     *
     * <p>With {@code x = tensor(1.)}, {@code x.atleast2d()} is {@code tensor([[1.]])}.
     */
    default Tensor atleast2d() {
        return switch (self().dim()) {
            case 0 -> self().reshape(1, 1);
            case 1 -> self().unsqueeze(0);
            default -> self();
        };
    }

    /**
     * Returns this with at least three dimensions: a vector is (1, n, 1), a matrix (n, m, 1).
     *
     * <p>With {@code x = tensor(1.)}, {@code x.atleast3d()} is {@code tensor([[[1.]]])}.
     */
    default Tensor atleast3d() {
        return switch (self().dim()) {
            case 0 -> self().reshape(1, 1, 1);
            case 1 -> self().unsqueeze(0).unsqueeze(-1);
            case 2 -> self().unsqueeze(-1);
            default -> self();
        };
    }

    /**
     * Returns pieces of a dimension, as equal as can be, the first ones larger; views.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code x.tensorSplit(2, 0)} is {@code (tensor([1.,
     * 2.]), tensor([3.]))}.
     */
    default List<Tensor> tensorSplit(int sections, int dim) {
        return Arranging.tensorSplit(self(), sections, dim);
    }

    /** Returns the pieces of a dimension between cuts before the given indices; views. */
    default List<Tensor> tensorSplit(int[] indices, int dim) {
        return Arranging.tensorSplit(self(), indices, dim);
    }

    /**
     * Returns equal pieces of dimension 1, or of a vector; views.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.hsplit(2)} is {@code (tensor([1.]),
     * tensor([2.]))}.
     */
    default List<Tensor> hsplit(int sections) {
        return Arranging.split("hsplit", self(), sections, self().dim() == 1 ? 0 : 1, 1);
    }

    /** Returns the pieces of dimension 1, or of a vector, between cuts; views. */
    default List<Tensor> hsplit(int... indices) {
        return Arranging.split("hsplit", self(), indices, self().dim() == 1 ? 0 : 1, 1);
    }

    /**
     * Returns equal pieces of dimension 0; views.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.vsplit(2)} is {@code (tensor([[1.,
     * 2.]]), tensor([[3., 5.]]))}.
     */
    default List<Tensor> vsplit(int sections) {
        return Arranging.split("vsplit", self(), sections, 0, 2);
    }

    /** Returns the pieces of dimension 0 between cuts; views. */
    default List<Tensor> vsplit(int... indices) {
        return Arranging.split("vsplit", self(), indices, 0, 2);
    }

    /**
     * Returns equal pieces of dimension 2; views.
     *
     * <p>With {@code x = tensor([[[1., 2.]]])}, {@code x.dsplit(2)} is {@code (tensor([[[1.]]]),
     * tensor([[[2.]]]))}.
     */
    default List<Tensor> dsplit(int sections) {
        return Arranging.split("dsplit", self(), sections, 2, 3);
    }

    /** Returns the pieces of dimension 2 between cuts; views. */
    default List<Tensor> dsplit(int... indices) {
        return Arranging.split("dsplit", self(), indices, 2, 3);
    }

    /** Does {@link Tensor#tril(int)} in place; returns this. */
    default Tensor tril_(int diagonal) {
        return Dispatch.inPlace(new Movement.Tril(diagonal), self());
    }

    /** Does {@link Tensor#triu(int)} in place; returns this. */
    default Tensor triu_(int diagonal) {
        return Dispatch.inPlace(new Movement.Triu(diagonal), self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
