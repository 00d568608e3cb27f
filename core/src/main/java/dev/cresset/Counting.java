package dev.cresset;

import java.util.List;
import java.util.function.UnaryOperator;
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

    /**
     * Returns how often each of 0, 1, 2, … occurs in a vector of whole numbers.
     *
     * <p>With {@code x = tensor([0, 2, 2])}, {@code x.bincount()} is {@code tensor([1, 0, 2])}.
     */
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

    /**
     * How many elements fall between neighbouring edges.
     *
     * @param hist the counts, {@code (bins)}
     * @param binEdges the edges, {@code (bins + 1)}
     */
    record Histogram(Tensor hist, Tensor binEdges) {
        /** Returns PyTorch's text: {@code torch.return_types.histogram(} and both on own lines. */
        @Override
        public String toString() {
            return "torch.return_types.histogram(\nhist=" + hist + ",\nbin_edges=" + binEdges + ")";
        }
    }

    /**
     * How many points fall into boxes.
     *
     * @param hist the counts, a dimension for each coordinate
     * @param binEdges the edges along each dimension
     */
    record HistogramDd(Tensor hist, List<Tensor> binEdges) {
        /** Returns PyTorch's text: {@code torch.return_types.histogramdd(} and both. */
        @Override
        public String toString() {
            return "torch.return_types.histogramdd(\nhist="
                    + hist
                    + ",\nbin_edges="
                    + PythonText.str(new PythonText.Tuple(binEdges))
                    + ")";
        }
    }

    /** Returns how many elements fall into each of {@code bins} equal parts of their range. */
    default Histogram histogram(int bins) {
        return histogram(bins, o -> o);
    }

    /**
     * Returns how many elements, or which weights, fall into each of {@code bins} equal parts.
     * Elements outside the range and NaN do not count; the last part has both its ends.
     *
     * @throws IllegalArgumentException if this is neither float32 nor float64, the range is empty
     *     or not finite, or the weights differ from this in shape or dtype
     */
    default Histogram histogram(int bins, UnaryOperator<HistogramOptions> options) {
        HistogramOptions o = options.apply(HistogramOptions.DEFAULT);
        return Histograms.flat(
                Histograms.counted(self().reshape(-1, 1), new int[] {bins}, flat(o)));
    }

    /** Returns how many elements fall between neighbouring edges, which ascend. */
    default Histogram histogram(Tensor edges, UnaryOperator<HistogramOptions> options) {
        HistogramOptions o = options.apply(HistogramOptions.DEFAULT);
        List<Tensor> all = List.of(edges);
        return Histograms.flat(Histograms.counted(self().reshape(-1, 1), all, flat(o)));
    }

    private static HistogramOptions flat(HistogramOptions o) {
        Tensor weight = o.weight();
        return weight == null ? o : o.weight(weight.reshape(-1));
    }

    /**
     * Returns how many points {@code (*, d)} fall into each box of a grid of equal parts.
     *
     * @param bins the number of parts of each coordinate
     */
    default HistogramDd histogramdd(int[] bins, UnaryOperator<HistogramOptions> options) {
        return Histograms.counted(self(), bins, options.apply(HistogramOptions.DEFAULT));
    }

    /** Returns how many points fall into each box of a grid of {@code bins} equal parts each. */
    default HistogramDd histogramdd(int bins, UnaryOperator<HistogramOptions> options) {
        int[] each = new int[self().dim() == 0 ? 0 : self().size(-1)];
        java.util.Arrays.fill(each, bins);
        return histogramdd(each, options);
    }

    /** Returns how many points fall into each box of a grid of given edges. */
    default HistogramDd histogramdd(List<Tensor> edges, UnaryOperator<HistogramOptions> options) {
        return Histograms.counted(self(), edges, options.apply(HistogramOptions.DEFAULT));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
