package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Functions of several tensors: joins, grids, products and look-ups. */
abstract sealed class TensorFunctions extends LayoutFunctions permits TensorFactories {
    TensorFunctions() {}

    /**
     * Returns tensors side by side: along dimension 1, vectors along dimension 0.
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code hstack(x, y)}
     * is {@code tensor([1., 2., 3., 4.])}.
     */
    public static Tensor hstack(Tensor... tensors) {
        Joining.some("hstack", tensors);
        List<Tensor> wide = Stream.of(tensors).map(Tensor::atleast1d).toList();
        return Joining.cat("hstack", wide, wide.getFirst().dim() == 1 ? 0 : 1);
    }

    /**
     * Returns tensors on top of each other: along dimension 0, vectors as rows.
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code vstack(x, y)}
     * is {@code tensor([[1., 2.], [3., 4.]])}.
     */
    public static Tensor vstack(Tensor... tensors) {
        Joining.some("vstack", tensors);
        return Joining.cat("vstack", Stream.of(tensors).map(Tensor::atleast2d).toList(), 0);
    }

    /**
     * Returns tensors behind each other: along dimension 2.
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code dstack(x, y)}
     * is {@code tensor([[[1., 3.], [2., 4.]]])}.
     */
    public static Tensor dstack(Tensor... tensors) {
        Joining.some("dstack", tensors);
        return Joining.cat("dstack", Stream.of(tensors).map(Tensor::atleast3d).toList(), 2);
    }

    /**
     * Returns tensors side by side, vectors as columns.
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code columnStack(x,
     * y)} is {@code tensor([[1., 3.], [2., 4.]])}.
     */
    public static Tensor columnStack(Tensor... tensors) {
        Joining.some("column_stack", tensors);
        return hstack(
                Stream.of(tensors)
                        .map(x -> x.dim() <= 1 ? x.reshape(-1, 1) : x)
                        .toArray(Tensor[]::new));
    }

    /**
     * Returns a matrix with matrices along its diagonal; vectors are rows, scalars (1, 1).
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code blockDiag(x,
     * y)} is {@code tensor([[1., 2., 0., 0.], [0., 0., 3., 4.]])}.
     */
    public static Tensor blockDiag(Tensor... tensors) {
        return Joining.blockDiag(tensors);
    }

    /**
     * Returns tensors stretched to their common shape; views.
     *
     * <p>{@code broadcastTensors(ones(2), zeros(3, 1))} are two of shape {@code (3, 2)}.
     */
    public static List<Tensor> broadcastTensors(Tensor... tensors) {
        Shape shape = broadcastShapes(Stream.of(tensors).map(Tensor::shape).toArray(Shape[]::new));
        return Stream.of(tensors).map(x -> x.expand(shape)).toList();
    }

    /** Returns the shape that shapes broadcast to. */
    public static Shape broadcastShapes(Shape... shapes) {
        Shape out = Shape.SCALAR;
        for (Shape s : shapes) {
            out = Shape.broadcast(out, s);
        }
        return out;
    }

    /**
     * Returns the coordinates of a grid, one tensor for each vector; dimension i follows vector i.
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code meshgrid(x, y)}
     * is {@code (tensor([[1., 1.], [2., 2.]]), tensor([[3., 4.], [3., 4.]]))}.
     */
    public static List<Tensor> meshgrid(Tensor... vectors) {
        return meshgrid(List.of(vectors), false);
    }

    /**
     * Returns the coordinates of a grid, one tensor for each vector; views.
     *
     * @param xy whether the first two dimensions are exchanged, as for pictures
     */
    public static List<Tensor> meshgrid(List<? extends Tensor> vectors, boolean xy) {
        return Joining.meshgrid(vectors, xy);
    }

    /**
     * Returns all combinations of one element of each vector, one a row.
     *
     * <p>With {@code x = tensor([1., 2.])} and {@code y = tensor([3., 4.])}, {@code
     * cartesianProd(x, y)} is {@code tensor([[1., 3.], [1., 4.], [2., 3.], [2., 4.]])}.
     */
    public static Tensor cartesianProd(Tensor... vectors) {
        return Joining.cartesianProd(vectors);
    }

    /**
     * Returns all choices of r elements of a vector, in order of index, one a row.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code combinations(x, 2, false)} is {@code
     * tensor([[1., 2.], [1., 3.], [2., 3.]])}.
     */
    public static Tensor combinations(Tensor x, int r, boolean withReplacement) {
        return Joining.combinations(x, r, withReplacement);
    }

    /**
     * Returns rows and columns (2, n) of the lower triangle of a matrix, int64.
     *
     * <p>{@code trilIndices(2, 2, 0)} is {@code tensor([[0, 1, 1], [0, 0, 1]])}.
     */
    public static Tensor trilIndices(int rows, int columns, int offset) {
        return Joining.triangle("tril_indices", rows, columns, offset, true);
    }

    /**
     * Returns rows and columns (2, n) of the upper triangle of a matrix, int64.
     *
     * <p>{@code triuIndices(2, 2, 0)} is {@code tensor([[0, 0, 1], [0, 1, 1]])}.
     */
    public static Tensor triuIndices(int rows, int columns, int offset) {
        return Joining.triangle("triu_indices", rows, columns, offset, false);
    }

    /**
     * Returns Einstein's sum: {@code einsum("ij,jk->ik", a, b)} is the matrix product.
     *
     * <p>Letters name dimensions; those that the result lacks are summed over; {@code ...} stands
     * for dimensions that broadcast. Without {@code ->} the result has, in alphabetical order, the
     * letters that occur once.
     *
     * @throws IllegalArgumentException if the equation does not fit the operands
     */
    public static Tensor einsum(String equation, Tensor... operands) {
        return Einsum.of(equation, operands);
    }

    /** Returns the product summed over the last {@code dims} dimensions of x and first of y. */
    public static Tensor tensordot(Tensor x, Tensor y, int dims) {
        return Contracting.tensordot(x, y, dims);
    }

    /** Returns the product summed over pairs of dimensions; the rest of x comes first. */
    public static Tensor tensordot(Tensor x, Tensor y, int[] xDims, int[] yDims) {
        return Contracting.tensordot(x, y, xDims, yDims);
    }

    /**
     * Returns the product of matrices in the cheapest order; the first and last may be vectors.
     *
     * <p>{@code multiDot(ones(2, 3), ones(3, 4), ones(4, 5))} has the shape {@code (2, 5)}.
     */
    public static Tensor multiDot(Tensor... matrices) {
        return Contracting.multiDot(matrices);
    }

    /** Returns the distances between rows: {@code (*, n, d) (*, m, d) -> (*, n, m)}, p-norms. */
    public static Tensor cdist(Tensor x, Tensor y, double p) {
        return Contracting.cdist(x, y, p);
    }

    /** Returns the distances between rows i and j for all i before j, 2-norms. */
    public static Tensor pdist(Tensor x) {
        return Contracting.pdist(x, 2);
    }

    /**
     * Returns the distances between rows i and j for all i before j, p-norms: {@code (n, d) -> (n
     * (n - 1) / 2)}.
     *
     * @throws IllegalArgumentException if x is no floating-point matrix, or p is negative
     */
    public static Tensor pdist(Tensor x, double p) {
        return Contracting.pdist(x, p);
    }

    /**
     * Returns where values would go in sorted rows: the number of elements below them, or not
     * above.
     *
     * <p>With {@code x = tensor([1., 2., 3.])}, {@code searchsorted(x, tensor([2., 4.]), false)} is
     * {@code tensor([1, 3])}.
     *
     * @param sorted ascending along the last dimension; a vector serves all values
     * @param right whether equal elements come before the value
     */
    public static Tensor searchsorted(Tensor sorted, Tensor values, boolean right) {
        return Binning.searchsorted(sorted, values, right, null).toLong();
    }

    /**
     * Returns where values would go in rows that are sorted by an index.
     *
     * @param sorter the indices that sort the rows, null if they are sorted
     */
    public static Tensor searchsorted(
            Tensor rows, Tensor values, boolean right, @Nullable Tensor sorter) {
        return Binning.searchsorted(rows, values, right, sorter);
    }

    /**
     * Returns which interval between boundaries each value is in.
     *
     * <p>With {@code x = tensor([2., 4.])}, {@code bucketize(x, tensor([1., 2., 3.]), false)} is
     * {@code tensor([1, 3])}.
     */
    public static Tensor bucketize(Tensor values, Tensor boundaries, boolean right) {
        return Binning.bucketize(values, boundaries, right);
    }

    /** Returns whether each element is among test elements, or with {@code invert} is not. */
    public static Tensor isin(Tensor elements, Tensor tests, boolean invert) {
        return Binning.isin(elements, tests, invert);
    }

    /** Returns {@code base} to the power of evenly spaced exponents from start to end. */
    public static Tensor logspace(double start, double end, int steps, double base, DType dtype) {
        return Joining.logspace(start, end, steps, base, dtype);
    }
}
