package dev.cresset;

import static dev.cresset.op.DType.FLOAT64;
import static dev.cresset.op.DType.INT64;

import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;

/** Random permutations and weighted choice, with PyTorch's numbers. */
final class Sampling {
    /** Permutations from this length on take two words per element: (2^32 - 1) / 20. */
    private static final int LONG_PERMUTATION = 214_748_364;

    private static final int MOST_CATEGORIES = 1 << 24;

    private Sampling() {}

    /**
     * Fills a 1-D view with a random permutation of 0, 1, …, n - 1.
     *
     * @throws IllegalArgumentException if the view is not 1-D, is bool, or its dtype cannot hold
     *     all the numbers
     */
    static void randperm(View out, Generator g) {
        if (out.shape().rank() != 1) {
            throw new IllegalArgumentException(
                    "randperm: expects a 1-D tensor, but found " + out.shape().listText());
        }
        int n = out.numel();
        long most = mostToPermute(out.dtype());
        if (n > most) {
            throw new IllegalArgumentException(
                    "randperm: n cannot be greater than "
                            + most
                            + " for "
                            + out.dtype()
                            + ", but got n="
                            + n);
        }
        int[] order = new int[n];
        synchronized (g) {
            if (n < LONG_PERMUTATION) {
                shuffle(order, g);
            } else {
                shuffleInsideOut(order, g);
            }
        }
        for (int i = 0; i < n; i++) {
            out.setLong(i, order[i]);
        }
    }

    /** Shuffles 0, 1, …, n - 1 from the front, one word per swap. */
    static void shuffle(int[] r, Generator g) {
        int n = r.length;
        Arrays.setAll(r, i -> i);
        for (int i = 0; i < n - 1; i++) {
            int j = i + Integer.remainderUnsigned(g.r32(), n - i);
            int x = r[i];
            r[i] = r[j];
            r[j] = x;
        }
    }

    /** Shuffles 0, 1, …, n - 1 inside out, two words per element. */
    static void shuffleInsideOut(int[] r, Generator g) {
        for (int i = 0; i < r.length; i++) {
            int j = (int) Long.remainderUnsigned(g.r64(), i + 1);
            r[i] = r[j];
            r[j] = i;
        }
    }

    private static long mostToPermute(DType dtype) {
        return switch (dtype) {
            case BOOL ->
                    throw new IllegalArgumentException("randperm: not implemented for " + dtype);
            case UINT8 -> 256;
            case INT8 -> 128;
            case INT16 -> 32768;
            case INT32, INT64 -> Integer.MAX_VALUE;
            case FLOAT16 -> 2049;
            case BFLOAT16 -> 257;
            case FLOAT32 -> (1 << 24) + 1;
            case FLOAT64 -> Integer.MAX_VALUE;
        };
    }

    /**
     * Draws {@code samples} categories for each row of weights: {@code (k) -> (samples)}, {@code
     * (m, k) -> (m, samples)}, int64.
     *
     * <p>Weights need not sum to 1. Without replacement, or for a single sample: the indices of the
     * largest {@code weight / e}, descending, {@code e} exponential in the weights' dtype; equal
     * quotients (categories of weight 0 that must be taken) by index, lowest first. With
     * replacement: the first index whose cumulative weight, divided by the total, is at least u53;
     * the sum is in float32, for float64 weights in float64.
     *
     * @throws IllegalArgumentException if the weights are not floating or not 1-D or 2-D; if
     *     samples is not positive or, without replacement, exceeds k; if k exceeds 2^24; if a
     *     weight is negative, infinite or NaN, or a row has the sum 0
     */
    static View multinomial(View weights, int samples, boolean replacement, Generator g) {
        checkMultinomial(weights, samples, replacement);
        Shape shape = weights.shape();
        int k = shape.size(-1);
        int rows = shape.rank() == 1 ? 1 : shape.size(0);
        View out =
                View.allocate(
                        INT64, shape.rank() == 1 ? Shape.of(samples) : Shape.of(rows, samples));
        if (weights.numel() == 0) {
            return out;
        }
        double[] w = Fill.values(weights);
        checkWeights(w, rows, k);
        if (replacement && samples > 1) {
            synchronized (g) {
                for (int row = 0; row < rows; row++) {
                    double[] cumulative = cumulative(w, row * k, k, weights.dtype());
                    for (int s = 0; s < samples; s++) {
                        out.setLong(row * samples + s, firstAtLeast(cumulative, g.u53()));
                    }
                }
            }
            return out;
        }
        double[] keys = exponentialRace(weights, w, g);
        for (int row = 0; row < rows; row++) {
            int[] best = largest(keys, row * k, k, samples);
            for (int s = 0; s < samples; s++) {
                out.setLong(row * samples + s, best[s]);
            }
        }
        return out;
    }

    private static void checkMultinomial(View weights, int samples, boolean replacement) {
        Shape shape = weights.shape();
        if (shape.rank() != 1 && shape.rank() != 2) {
            throw new IllegalArgumentException(
                    "multinomial: expects 1-D or 2-D weights, but found " + shape.listText());
        }
        RandomFill.checkFloating("multinomial", weights.dtype());
        if (samples <= 0) {
            throw new IllegalArgumentException(
                    "multinomial: expects num_samples > 0, but found num_samples=" + samples);
        }
        int k = shape.size(-1);
        if (!replacement && samples > k) {
            throw new IllegalArgumentException(
                    "multinomial: cannot draw num_samples="
                            + samples
                            + " of "
                            + k
                            + " categories without replacement");
        }
        if (k > MOST_CATEGORIES) {
            throw new IllegalArgumentException(
                    "multinomial: the number of categories cannot exceed 2^24, but found " + k);
        }
    }

    private static void checkWeights(double[] w, int rows, int k) {
        for (int row = 0; row < rows; row++) {
            boolean positive = false;
            for (int i = row * k; i < (row + 1) * k; i++) {
                if (!(w[i] >= 0 && w[i] < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "multinomial: expects finite weights >= 0, but found "
                                    + w[i]
                                    + " in row "
                                    + row);
                }
                positive |= w[i] > 0;
            }
            if (!positive) {
                throw new IllegalArgumentException(
                        "multinomial: the " + k + " weights of row " + row + " sum to 0");
            }
        }
    }

    /**
     * Returns weight / e in the weights' dtype, row-major; e is drawn in the weights' fill order.
     */
    private static double[] exponentialRace(View weights, double[] w, Generator g) {
        Layout dense = FillOrder.of(weights.layout()).denseLayout(weights.shape());
        View e = View.allocate(weights.dtype(), weights.shape()).with(dense);
        RandomFill.exponential(e, 1, g);
        boolean isDouble = weights.dtype() == FLOAT64;
        for (int i = 0; i < w.length; i++) {
            double x = e.doubleAt(i);
            e.setDouble(i, isDouble ? w[i] / x : (float) w[i] / (float) x);
        }
        return Fill.values(e);
    }

    /** Returns the indices of the largest keys, descending; NaN is the largest. */
    private static int[] largest(double[] keys, int start, int k, int samples) {
        if (samples == 1) {
            int best = 0;
            for (int i = 1; i < k; i++) {
                if (Double.compare(keys[start + i], keys[start + best]) > 0) {
                    best = i;
                }
            }
            return new int[] {best};
        }
        Integer[] order = new Integer[k];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(keys[start + b], keys[start + a]));
        int[] out = new int[samples];
        Arrays.setAll(out, i -> order[i]);
        return out;
    }

    private static double[] cumulative(double[] w, int start, int k, DType dtype) {
        double[] out = new double[k];
        if (dtype == FLOAT64) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += w[start + i];
                out[i] = sum;
            }
            for (int i = 0; i < k; i++) {
                out[i] /= sum;
            }
        } else {
            float sum = 0;
            for (int i = 0; i < k; i++) {
                sum += (float) w[start + i];
                out[i] = sum;
            }
            for (int i = 0; i < k; i++) {
                out[i] = (float) out[i] / sum;
            }
        }
        out[k - 1] = 1;
        return out;
    }

    private static int firstAtLeast(double[] cumulative, double u) {
        int low = 0;
        int high = cumulative.length;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (cumulative[mid] < u) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    /** Stretches a layout to a target shape, which must be what both broadcast to. */
    static Layout broadcast(String op, Layout layout, Shape target) {
        if (!Shape.broadcast(layout.shape(), target).equals(target)) {
            throw new IllegalArgumentException(
                    op
                            + ": "
                            + layout.shape().listText()
                            + " does not broadcast to "
                            + target.listText());
        }
        return layout.broadcastTo(target);
    }
}
