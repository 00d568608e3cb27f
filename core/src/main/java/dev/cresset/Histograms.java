package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Points counted in boxes: histograms of any number of dimensions. */
final class Histograms {
    private Histograms() {}

    /** Counts in equal parts of a range; a number is looked up by its place in the range. */
    static Counting.HistogramDd counted(Tensor x, int[] bins, HistogramOptions o) {
        int dims = check(x, bins.length, o.weight());
        double[] range = range(x, dims, o.range());
        List<Tensor> edges = new ArrayList<>();
        for (int d = 0; d < dims; d++) {
            if (bins[d] <= 0) {
                throw noBins(bins[d], d);
            }
            edges.add(Tensor.linspace(range[2 * d], range[2 * d + 1], bins[d] + 1, x.dtype()));
        }
        return count(x, edges, o, true);
    }

    /** Counts between given edges. */
    static Counting.HistogramDd counted(Tensor x, List<Tensor> edges, HistogramOptions o) {
        check(x, edges.size(), o.weight());
        for (int d = 0; d < edges.size(); d++) {
            Tensor e = edges.get(d);
            if (e.dim() != 1) {
                throw new IllegalArgumentException(
                        "histogramdd: bins tensor should have one dimension, but got "
                                + e.dim()
                                + " dimensions in the bins tensor for dimension "
                                + d);
            }
            if (e.dtype() != x.dtype()) {
                throw new IllegalArgumentException(
                        "histogramdd: input tensor and bins tensors should have the same dtype, but"
                                + " got input with dtype "
                                + x.dtype()
                                + " and bins for dimension "
                                + d
                                + " with dtype "
                                + e.dtype());
            }
            if (e.numel() < 2) {
                throw noBins((int) e.numel() - 1, d);
            }
        }
        if (o.range() != null) {
            throw new IllegalArgumentException(
                    "histogramdd: a range goes with numbers of bins, not with edges: got "
                            + Arrays.toString(o.range()));
        }
        return count(x, edges.stream().map(Tensor::detach).toList(), o, false);
    }

    static Counting.Histogram flat(Counting.HistogramDd of) {
        return new Counting.Histogram(of.hist(), of.binEdges().getFirst());
    }

    private static IllegalArgumentException noBins(int bins, int dim) {
        return new IllegalArgumentException(
                "histogram(): bins must be > 0, but got " + bins + " for dimension " + dim);
    }

    /** Returns the number of dimensions of the points. */
    private static int check(Tensor x, int dims, @Nullable Tensor weight) {
        if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
            throw new IllegalArgumentException(
                    "\"histogramdd\" not implemented for '" + x.dtype().legacyName() + "'");
        }
        if (x.dim() == 0) {
            throw new IndexOutOfBoundsException(
                    "histogramdd: Dimension specified as -1 but tensor has no dimensions");
        }
        if (x.dim() < 2) {
            throw new IllegalArgumentException(
                    "histogramdd: input tensor should have at least 2 dimensions, got "
                            + x.shape().listText());
        }
        if (dims != x.size(-1)) {
            throw new IllegalArgumentException(
                    "histogramdd: The size of bins must be equal to the innermost dimension of the"
                            + " input: got "
                            + dims
                            + " for "
                            + x.shape().listText());
        }
        if (weight == null) {
            return dims;
        }
        int[] sizes = x.shape().toArray();
        if (!weight.shape().equals(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)))) {
            throw new IllegalArgumentException(
                    "histogramdd: if weight tensor is provided it should have the same shape as the"
                            + " input tensor excluding its innermost dimension, but got input with"
                            + " shape "
                            + x.shape().listText()
                            + ", and weight with shape "
                            + weight.shape().listText());
        }
        if (weight.dtype() != x.dtype()) {
            throw new IllegalArgumentException(
                    "histogramdd: if weight tensor is provided, input tensor and weight tensor"
                            + " should have the same dtype, but got input("
                            + x.dtype()
                            + "), and weight("
                            + weight.dtype()
                            + ")");
        }
        return dims;
    }

    private static double[] range(Tensor x, int dims, double @Nullable [] given) {
        double[] range = new double[2 * dims];
        if (given != null) {
            if (given.length != 2 * dims) {
                throw new IllegalArgumentException(
                        "histogramdd: for a "
                                + dims
                                + "-dimensional histogram range should have "
                                + 2 * dims
                                + " elements, but got "
                                + given.length);
            }
            range = given.clone();
        } else if (x.numel() > 0) {
            Tensor points = x.detach().reshape(-1, dims);
            Tensor low = points.amin(0);
            Tensor high = points.amax(0);
            for (int d = 0; d < dims; d++) {
                range[2 * d] = low.view().doubleAt(d);
                range[2 * d + 1] = high.view().doubleAt(d);
            }
        } else {
            for (int d = 0; d < dims; d++) {
                range[2 * d + 1] = 1;
            }
        }
        for (int d = 0; d < dims; d++) {
            double low = range[2 * d];
            double high = range[2 * d + 1];
            if (!Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException(
                        "histogramdd: dimension "
                                + d
                                + "'s range ["
                                + low
                                + ", "
                                + high
                                + "] is not finite");
            }
            if (low > high) {
                throw new IllegalArgumentException(
                        "histogramdd: min should not exceed max, but got min "
                                + low
                                + " max "
                                + high
                                + " for dimension "
                                + d);
            }
            if (low == high) {
                range[2 * d] -= 0.5;
                range[2 * d + 1] += 0.5;
            }
        }
        return range;
    }

    private static Counting.HistogramDd count(
            Tensor x, List<Tensor> edges, HistogramOptions o, boolean equal) {
        int dims = edges.size();
        int[] sizes = new int[dims];
        double[][] ends = new double[dims][];
        int boxes = 1;
        for (int d = 0; d < dims; d++) {
            ends[d] = edges.get(d).toDoubleArray();
            sizes[d] = ends[d].length - 1;
            boxes = Math.multiplyExact(boxes, sizes[d]);
        }
        double[] counts = new double[boxes];
        double[] values = x.toDoubleArray();
        Tensor weight = o.weight();
        double[] weights = weight == null ? null : weight.toDoubleArray();
        boolean single = x.dtype() == DType.FLOAT32;
        for (int i = 0; i < values.length / dims; i++) {
            int box = 0;
            for (int d = 0; d < dims && box >= 0; d++) {
                int bin = bin(values[i * dims + d], ends[d], equal, single);
                box = bin < 0 ? -1 : box * sizes[d] + bin;
            }
            if (box >= 0) {
                double sum = counts[box] + (weights == null ? 1 : weights[i]);
                counts[box] = single ? (float) sum : sum;
            }
        }
        Tensor out = Tensor.tensor(counts).to(x.dtype()).view(sizes);
        return new Counting.HistogramDd(o.density() ? density(out, edges) : out, edges);
    }

    /** The part that a value lies in, -1 if none; the last one has both its ends. */
    private static int bin(double v, double[] ends, boolean equal, boolean single) {
        int last = ends.length - 1;
        if (!(v >= ends[0] && v <= ends[last])) {
            return -1;
        }
        int from = 0;
        int to = ends.length;
        if (equal) {
            int guess =
                    single
                            ? (int)
                                    (((float) v - (float) ends[0])
                                            * last
                                            / ((float) ends[last] - (float) ends[0]))
                            : (int) ((v - ends[0]) * last / (ends[last] - ends[0]));
            from = Math.max(0, guess - 1);
            to = Math.min(guess + 2, ends.length);
        }
        while (from < to) {
            int mid = (from + to) >>> 1;
            if (v >= ends[mid]) {
                from = mid + 1;
            } else {
                to = mid;
            }
        }
        return Math.min(from - 1, last - 1);
    }

    private static Tensor density(Tensor counts, List<Tensor> edges) {
        Tensor out = counts.div(counts.sum());
        for (int d = 0; d < edges.size(); d++) {
            int[] along = new int[edges.size()];
            Arrays.fill(along, 1);
            along[d] = counts.size(d);
            out = out.div(edges.get(d).diff().view(along));
        }
        return out;
    }
}
