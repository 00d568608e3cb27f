package dev.cresset.op;

/**
 * An op that orders the elements along one dimension and picks some: two results, values and their
 * indices (int64). NaN counts as the largest.
 */
public sealed interface Selection extends Op {
    /** Returns the dimension, normalised. */
    int dim();

    /** All elements in order; equals keep theirs. */
    record Sort(int dim, boolean descending) implements Selection {}

    /** The {@code k} largest or smallest, in order. */
    record Topk(int k, int dim, boolean largest) implements Selection {}

    /** The {@code k}-th smallest, counted from 1. */
    record Kthvalue(int k, int dim, boolean keepdim) implements Selection {}

    /** The lower of the middle elements; NaN if there is one, unless NaN is ignored. */
    record Median(int dim, boolean ignoreNan, boolean keepdim) implements Selection {
        @Override
        public String gradName() {
            return ignoreNan ? "NanmedianBackward1" : "MedianBackward1";
        }
    }

    /** The most frequent element, the smallest among equals, and its last index. */
    record Mode(int dim, boolean keepdim) implements Selection {}
}
