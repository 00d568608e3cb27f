package dev.cresset;

import org.jspecify.annotations.Nullable;

/** Elements counted: distinct ones, and how many fall where. Not differentiable. */
sealed interface Counting permits Tensor {
    /**
     * Distinct elements.
     *
     * @param values each once
     * @param inverse for each element of the input, where its value is among them, int64
     * @param counts how often each value occurs, int64
     */
    record Distinct(Tensor values, Tensor inverse, Tensor counts) {}

    /** Returns the distinct elements in ascending order; each NaN is distinct, at the end. */
    default Distinct unique() {
        return Uniques.unique(self(), null);
    }

    /** Returns the distinct slices of a dimension, in ascending order. */
    default Distinct unique(int dim) {
        return Uniques.unique(self(), dim);
    }

    /** Returns the first of each run of equal elements. */
    default Distinct uniqueConsecutive() {
        return Uniques.consecutive(self(), null);
    }

    /** Returns the first of each run of equal slices of a dimension. */
    default Distinct uniqueConsecutive(int dim) {
        return Uniques.consecutive(self(), dim);
    }

    /** Returns how often each of 0, 1, 2, … occurs in a vector of whole numbers. */
    default Tensor bincount() {
        return bincount(null, 0);
    }

    /**
     * Returns how often each of 0, 1, 2, … occurs in a vector of whole numbers, or their summed
     * weights.
     *
     * @param weights a weight for each element, null to count
     * @param minLength the least length of the result
     */
    default Tensor bincount(@Nullable Tensor weights, int minLength) {
        return Binning.bincount(self(), weights, minLength);
    }

    /**
     * Returns how many elements fall into each of {@code bins} equal parts of [min, max].
     *
     * @param min the lower end; if it equals max, the extremes of the elements are taken
     */
    default Tensor histc(int bins, double min, double max) {
        return Binning.histc(self(), bins, min, max);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
