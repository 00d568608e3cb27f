package dev.cresset;

import dev.cresset.op.Selection;

/** Elements put in order along a dimension; NaN counts as the largest. */
sealed interface Sorting permits Tensor {
    /** Returns the elements of the last dimension in ascending order, and their indices. */
    default ValuesIndices sort() {
        return sort(-1, false);
    }

    /**
     * Returns the elements along a dimension in order, and their indices. Equals keep their order,
     * as PyTorch's {@code stable=True} promises.
     */
    default ValuesIndices sort(int dim, boolean descending) {
        int axis = self().shape().axis("sort", dim);
        return Selecting.pick("sort", new Selection.Sort(axis, descending), self());
    }

    /**
     * Returns the indices that sort the last dimension in ascending order.
     *
     * <p>With {@code x = tensor([3., 1., 2.])}, {@code x.argsort()} is {@code tensor([1, 2, 0])}.
     */
    default Tensor argsort() {
        return argsort(-1, false);
    }

    /** Returns the indices that sort a dimension; equals keep their order. */
    default Tensor argsort(int dim, boolean descending) {
        return sort(dim, descending).indices();
    }

    /**
     * Returns the elements of the first dimension in ascending order.
     *
     * <p>With {@code x = tensor([3., 1.])}, {@code x.msort()} is {@code tensor([1., 3.])}.
     */
    default Tensor msort() {
        return sort(0, false).values();
    }

    /** Returns the k largest elements of the last dimension, descending, and their indices. */
    default ValuesIndices topk(int k) {
        return topk(k, -1, true);
    }

    /**
     * Returns the k largest or smallest elements along a dimension, the most extreme first, and
     * their indices.
     *
     * @throws IllegalArgumentException if k is negative or above the dimension's size
     */
    default ValuesIndices topk(int k, int dim, boolean largest) {
        int axis = self().shape().axis("topk", dim);
        return Selecting.pick("topk", new Selection.Topk(k, axis, largest), self());
    }

    /** Returns the k-th smallest element of the last dimension (from 1), and its index. */
    default ValuesIndices kthvalue(int k) {
        return kthvalue(k, -1, false);
    }

    /**
     * Returns the k-th smallest element along a dimension, counted from 1, and its index.
     *
     * @throws IllegalArgumentException if k is below 1 or above the dimension's size
     */
    default ValuesIndices kthvalue(int k, int dim, boolean keepdim) {
        int axis = self().shape().axis("kthvalue", dim);
        return Selecting.pick("kthvalue", new Selection.Kthvalue(k, axis, keepdim), self());
    }

    /**
     * Returns the lower of the middle elements; NaN if there is one, or no element.
     *
     * <p>With {@code x = tensor([3., 1., 2.])}, {@code x.median()} is {@code tensor(2.)}.
     */
    default Tensor median() {
        return Selecting.median(self(), false);
    }

    /** Returns the lower of the middle elements along a dimension, and its index. */
    default ValuesIndices median(int dim) {
        return median(dim, false);
    }

    /**
     * Returns the lower of the middle elements along a dimension, and its index; NaN if there is
     * one.
     */
    default ValuesIndices median(int dim, boolean keepdim) {
        int axis = self().shape().axis("median", dim);
        return Selecting.pick("median", new Selection.Median(axis, false, keepdim), self());
    }

    /**
     * Returns the lower of the middle elements that are not NaN; NaN if there is none.
     *
     * <p>With {@code x = tensor([3., nan, 2.])}, {@code x.nanmedian()} is {@code tensor(2.)}.
     */
    default Tensor nanmedian() {
        return Selecting.median(self(), true);
    }

    /**
     * Returns the lower of the middle elements along a dimension that are not NaN, and its index.
     */
    default ValuesIndices nanmedian(int dim) {
        return nanmedian(dim, false);
    }

    /**
     * Returns the lower of the middle elements along a dimension that are not NaN, and its index.
     */
    default ValuesIndices nanmedian(int dim, boolean keepdim) {
        int axis = self().shape().axis("nanmedian", dim);
        return Selecting.pick("nanmedian", new Selection.Median(axis, true, keepdim), self());
    }

    /** Returns the most frequent element of the last dimension, and its index. */
    default ValuesIndices mode() {
        return mode(-1, false);
    }

    /**
     * Returns the most frequent element along a dimension, the smallest among equals, and its last
     * index.
     */
    default ValuesIndices mode(int dim, boolean keepdim) {
        int axis = self().shape().axis("mode", dim);
        return Selecting.pick("mode", new Selection.Mode(axis, keepdim), self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
