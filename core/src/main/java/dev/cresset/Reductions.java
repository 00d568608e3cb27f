package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Reduction;
import dev.cresset.op.Reduction.Kind;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Sums, extremes and statistics. */
sealed interface Reductions permits Tensor {
    /**
     * Returns the sum; integers and bool give int64: over all elements.
     *
     * <p>With {@code x = tensor([True, True])}, {@code x.sum()} is {@code tensor(2)}.
     */
    default Tensor sum() {
        return Reducing.reduce(Kind.SUM, self(), null, false, null);
    }

    /**
     * Returns the sum; integers and bool give int64: over some dimensions; over all if none is
     * named.
     */
    default Tensor sum(int... dims) {
        return Reducing.reduce(Kind.SUM, self(), dims, false, null);
    }

    /**
     * Returns the sum; integers and bool give int64: over a dimension, which may stay with size 1.
     */
    default Tensor sum(int dim, boolean keepdim) {
        return Reducing.reduce(Kind.SUM, self(), new int[] {dim}, keepdim, null);
    }

    /**
     * Returns the sum; integers and bool give int64.
     *
     * @param dims the dimensions, null for all
     * @param keepdim whether they stay, with size 1
     * @param dtype the dtype to compute in, null for the usual one
     */
    default Tensor sum(int @Nullable [] dims, boolean keepdim, @Nullable DType dtype) {
        return Reducing.reduce(Kind.SUM, self(), dims, keepdim, dtype);
    }

    /** Returns the mean of floats: over all elements. */
    default Tensor mean() {
        return Reducing.reduce(Kind.MEAN, self(), null, false, null);
    }

    /**
     * Returns the mean of floats: over some dimensions; over all if none is named.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.mean(1)} is {@code tensor([1.5000,
     * 4.0000])}.
     */
    default Tensor mean(int... dims) {
        return Reducing.reduce(Kind.MEAN, self(), dims, false, null);
    }

    /** Returns the mean of floats: over a dimension, which may stay with size 1. */
    default Tensor mean(int dim, boolean keepdim) {
        return Reducing.reduce(Kind.MEAN, self(), new int[] {dim}, keepdim, null);
    }

    /**
     * Returns the mean of floats.
     *
     * @param dims the dimensions, null for all
     * @param keepdim whether they stay, with size 1
     * @param dtype the dtype to compute in, null for the usual one
     */
    default Tensor mean(int @Nullable [] dims, boolean keepdim, @Nullable DType dtype) {
        return Reducing.reduce(Kind.MEAN, self(), dims, keepdim, dtype);
    }

    /**
     * Returns the product of all elements; integers and bool give int64.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.prod()} is {@code tensor(30.)}.
     */
    default Tensor prod() {
        return Reducing.reduce(Kind.PROD, self(), null, false, null);
    }

    /** Returns the product of all elements, computed in a dtype. */
    default Tensor prod(DType dtype) {
        return Reducing.reduce(Kind.PROD, self(), null, false, dtype);
    }

    /** Returns the product along a dimension. */
    default Tensor prod(int dim) {
        return prod(dim, false, null);
    }

    /** Returns the product along a dimension, which may stay with size 1. */
    default Tensor prod(int dim, boolean keepdim, @Nullable DType dtype) {
        return Reducing.reduce(Kind.PROD, self(), new int[] {dim}, keepdim, dtype);
    }

    /** Returns the largest; ties share the gradient: over all elements. */
    default Tensor amax() {
        return Reducing.reduce(Kind.AMAX, self(), new int[0], false, null);
    }

    /**
     * Returns the largest; ties share the gradient: over some dimensions.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.amax(0)} is {@code tensor([3.,
     * 5.])}.
     */
    default Tensor amax(int... dims) {
        return Reducing.reduce(Kind.AMAX, self(), dims, false, null);
    }

    /**
     * Returns the largest; ties share the gradient: over some dimensions (null: all), which may
     * stay with size 1.
     */
    default Tensor amax(int @Nullable [] dims, boolean keepdim) {
        int[] named = dims == null ? new int[0] : dims;
        return Reducing.reduce(Kind.AMAX, self(), named, keepdim, null);
    }

    /** Returns the smallest; ties share the gradient: over all elements. */
    default Tensor amin() {
        return Reducing.reduce(Kind.AMIN, self(), new int[0], false, null);
    }

    /**
     * Returns the smallest; ties share the gradient: over some dimensions.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.amin(0)} is {@code tensor([1.,
     * 2.])}.
     */
    default Tensor amin(int... dims) {
        return Reducing.reduce(Kind.AMIN, self(), dims, false, null);
    }

    /**
     * Returns the smallest; ties share the gradient: over some dimensions (null: all), which may
     * stay with size 1.
     */
    default Tensor amin(int @Nullable [] dims, boolean keepdim) {
        int[] named = dims == null ? new int[0] : dims;
        return Reducing.reduce(Kind.AMIN, self(), named, keepdim, null);
    }

    /**
     * Returns whether all elements are not 0: over all elements.
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.all()} is {@code tensor(False)}.
     */
    default Tensor all() {
        return Reducing.reduce(Kind.ALL, self(), null, false, null);
    }

    /** Returns whether all elements are not 0: over some dimensions. */
    default Tensor all(int... dims) {
        return Reducing.reduce(Kind.ALL, self(), dims, false, null);
    }

    /**
     * Returns whether all elements are not 0: over some dimensions (null: all), which may stay with
     * size 1.
     */
    default Tensor all(int @Nullable [] dims, boolean keepdim) {
        return Reducing.reduce(Kind.ALL, self(), dims, keepdim, null);
    }

    /**
     * Returns whether any element is not 0: over all elements.
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.any()} is {@code tensor(True)}.
     */
    default Tensor any() {
        return Reducing.reduce(Kind.ANY, self(), null, false, null);
    }

    /** Returns whether any element is not 0: over some dimensions. */
    default Tensor any(int... dims) {
        return Reducing.reduce(Kind.ANY, self(), dims, false, null);
    }

    /**
     * Returns whether any element is not 0: over some dimensions (null: all), which may stay with
     * size 1.
     */
    default Tensor any(int @Nullable [] dims, boolean keepdim) {
        return Reducing.reduce(Kind.ANY, self(), dims, keepdim, null);
    }

    /** Returns {@code log(sum(e^x))}: over some dimensions. */
    default Tensor logsumexp(int... dims) {
        return Reducing.reduce(Kind.LOGSUMEXP, self(), dims, false, null);
    }

    /**
     * Returns {@code log(sum(e^x))}: over some dimensions (null: all), which may stay with size 1.
     */
    default Tensor logsumexp(int @Nullable [] dims, boolean keepdim) {
        return Reducing.reduce(Kind.LOGSUMEXP, self(), dims, keepdim, null);
    }

    /** Returns the variance of all elements, with n - 1 in the denominator. */
    default Tensor var() {
        return var(null, 1, false);
    }

    /** Returns the variance of all elements, with n - 1 or n in the denominator. */
    default Tensor var(boolean unbiased) {
        return var(null, unbiased ? 1 : 0, false);
    }

    /** Returns the variance over some dimensions, with n - 1 in the denominator. */
    default Tensor var(int... dims) {
        return var(dims, 1, false);
    }

    /**
     * Returns the variance: squared distances from the mean over {@code max(0, n - correction)}.
     *
     * @param dims the dimensions, null for all
     * @param keepdim whether they stay, with size 1
     */
    default Tensor var(int @Nullable [] dims, double correction, boolean keepdim) {
        int[] axes = Reducing.axes(self().shape(), dims);
        return Dispatch.run(new Reduction.Var(axes, correction, keepdim), self());
    }

    /** Returns the standard deviation of all elements, with n - 1 in the denominator. */
    default Tensor std() {
        return std(null, 1, false);
    }

    /** Returns the standard deviation of all elements, with n - 1 or n in the denominator. */
    default Tensor std(boolean unbiased) {
        return std(null, unbiased ? 1 : 0, false);
    }

    /** Returns the standard deviation over some dimensions, with n - 1 in the denominator. */
    default Tensor std(int... dims) {
        return std(dims, 1, false);
    }

    /**
     * Returns the standard deviation: squared distances from the mean over {@code max(0, n -
     * correction)} under a root.
     *
     * @param dims the dimensions, null for all
     * @param keepdim whether they stay, with size 1
     */
    default Tensor std(int @Nullable [] dims, double correction, boolean keepdim) {
        int[] axes = Reducing.axes(self().shape(), dims);
        return Dispatch.run(new Reduction.Std(axes, correction, keepdim), self());
    }

    /** Returns the Euclidean norm of all elements. */
    default Tensor norm() {
        return norm(2, null, false);
    }

    /** Returns the p-norm of all elements. */
    default Tensor norm(double p) {
        return norm(p, null, false);
    }

    /**
     * Returns the p-norm {@code (sum |x|^p)^(1/p)}; the count of non-zeros for p = 0, the largest
     * or smallest magnitude for infinite p.
     *
     * @param dims the dimensions, null for all
     * @param keepdim whether they stay, with size 1
     */
    default Tensor norm(double p, int @Nullable [] dims, boolean keepdim) {
        int[] axes = Reducing.axes(self().shape(), dims);
        return Dispatch.run(new Reduction.VectorNorm(p, axes, keepdim), self());
    }

    /**
     * Returns the index of the largest element in row-major order, the first among equals.
     *
     * <p>With {@code x = tensor([1., 5., 2.])}, {@code x.argmax()} is {@code tensor(1)}.
     */
    default Tensor argmax() {
        int[] all = Reducing.axes(self().shape(), null);
        return Dispatch.run(new Reduction.ArgExtreme(true, all, false), self());
    }

    /** Returns the index of the largest element along a dimension. */
    default Tensor argmax(int dim) {
        return argmax(dim, false);
    }

    /** Returns the index of the largest element along a dimension, which may stay with size 1. */
    default Tensor argmax(int dim, boolean keepdim) {
        int[] axes = Reducing.axes(self().shape(), new int[] {dim});
        return Dispatch.run(new Reduction.ArgExtreme(true, axes, keepdim), self());
    }

    /**
     * Returns the index of the smallest element in row-major order, the first among equals.
     *
     * <p>With {@code x = tensor([3., 1., 2.])}, {@code x.argmin()} is {@code tensor(1)}.
     */
    default Tensor argmin() {
        int[] all = Reducing.axes(self().shape(), null);
        return Dispatch.run(new Reduction.ArgExtreme(false, all, false), self());
    }

    /** Returns the index of the smallest element along a dimension. */
    default Tensor argmin(int dim) {
        return argmin(dim, false);
    }

    /** Returns the index of the smallest element along a dimension, which may stay with size 1. */
    default Tensor argmin(int dim, boolean keepdim) {
        int[] axes = Reducing.axes(self().shape(), new int[] {dim});
        return Dispatch.run(new Reduction.ArgExtreme(false, axes, keepdim), self());
    }

    /**
     * Returns the largest element; NaN if there is one. Ties share the gradient.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.max()} is {@code tensor(5.)}.
     */
    default Tensor max() {
        return Reducing.reduce(Kind.AMAX, self(), null, false, null);
    }

    /** Returns the largest elements along a dimension and their indices. */
    default ValuesIndices max(int dim) {
        return max(dim, false);
    }

    /** Returns the largest elements along a dimension, which may stay, and their indices. */
    default ValuesIndices max(int dim, boolean keepdim) {
        int axis = self().shape().axis("max", dim);
        Tensor[] out = Dispatch.runAll(new Reduction.Extreme(true, axis, keepdim), self());
        return new ValuesIndices("max", out[0], out[1]);
    }

    /** Returns the larger of x and y, elementwise. */
    default Tensor max(Tensor y) {
        return self().maximum(y);
    }

    /**
     * Returns the smallest element; NaN if there is one. Ties share the gradient.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.min()} is {@code tensor(1.)}.
     */
    default Tensor min() {
        return Reducing.reduce(Kind.AMIN, self(), null, false, null);
    }

    /** Returns the smallest elements along a dimension and their indices. */
    default ValuesIndices min(int dim) {
        return min(dim, false);
    }

    /** Returns the smallest elements along a dimension, which may stay, and their indices. */
    default ValuesIndices min(int dim, boolean keepdim) {
        int axis = self().shape().axis("min", dim);
        Tensor[] out = Dispatch.runAll(new Reduction.Extreme(false, axis, keepdim), self());
        return new ValuesIndices("min", out[0], out[1]);
    }

    /** Returns the smaller of x and y, elementwise. */
    default Tensor min(Tensor y) {
        return self().minimum(y);
    }

    /**
     * Returns this summed down to a shape that broadcasts to its own.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.sumToSize(Shape.of(1, 2))} is
     * {@code tensor([[4., 7.]])}.
     */
    default Tensor sumToSize(Shape shape) {
        return Reducing.sumToSize(self(), shape);
    }

    /** Returns this summed down to a shape that broadcasts to its own. */
    default Tensor sumToSize(int... sizes) {
        return sumToSize(Shape.of(sizes));
    }

    /**
     * Returns the number of elements that are not 0.
     *
     * <p>With {@code x = tensor([1, 0, 3])}, {@code x.countNonzero()} is {@code tensor(2)}.
     */
    default Tensor countNonzero() {
        return self().ne(0).sum();
    }

    /** Returns the number of elements that are not 0, over some dimensions. */
    default Tensor countNonzero(int... dims) {
        return self().ne(0).sum(dims);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
