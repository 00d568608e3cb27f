package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows of a table by index, combined in bags. */
abstract sealed class EmbeddingBagFunctions extends DistanceFunctions permits RankingFunctions {
    EmbeddingBagFunctions() {}

    /** Returns the means of the rows of bags of one size, {@code (N, L) -> (N, D)}. */
    public static Tensor embeddingBag(Tensor index, Tensor weight) {
        return embeddingBag(index, weight, null, o -> o);
    }

    /** Returns the means of the rows of bags that begin at the offsets, {@code (S) -> (N, D)}. */
    public static Tensor embeddingBag(Tensor index, Tensor weight, @Nullable Tensor offsets) {
        return embeddingBag(index, weight, offsets, o -> o);
    }

    /**
     * Returns the rows of bags, combined; an empty bag gives zeros.
     *
     * <p>With {@code scaleGradByFreq} gradients are divided by counts of rows as PyTorch 2.13 does
     * it: that of the i-th different row, in ascending order, by how often the i-th of the sorted
     * indices occurs, which is the row itself only while no row repeats.
     *
     * @param index rows of the table, {@code (N, L)} or, with offsets, {@code (S)}
     * @param weight the table, {@code (rows, D)}
     * @param offsets where among the indices each bag begins, {@code (N)}, the first at 0, or null
     * @return {@code (N, D)}
     * @throws IndexOutOfBoundsException if an index is not a row
     * @throws IllegalArgumentException if shapes, dtypes, offsets or options do not fit
     */
    public static Tensor embeddingBag(
            Tensor index,
            Tensor weight,
            @Nullable Tensor offsets,
            UnaryOperator<EmbeddingBagOptions> options) {
        EmbeddingBagOptions o = options.apply(EmbeddingBagOptions.DEFAULT);
        check(index, weight, offsets, o);
        Tensor flat = index.reshape(-1);
        long[] starts = starts(index, offsets, o.includeLastOffset());
        Integer padding = o.paddingIdx();
        int row = padding == null ? -1 : rowOf("embedding_bag", padding, weight.size(0));
        NeuralOp op = new NeuralOp.Embedding(row, false);
        Double most = o.maxNorm();
        if (most != null) {
            noGrad(() -> Tensor.apply(op, weight, flat)); // refuses what is wrong before it writes
            noGrad(() -> renorm_(weight, flat, most, o.normType()));
        }
        Tensor rows = Tensor.apply(op, weight, flat);
        long[] indices = flat.toLong().toLongArray();
        if (o.scaleGradByFreq() && rows.requiresGrad()) {
            Tensor divisors = Tensor.tensor(divisors(indices)).to(weight.dtype()).reshape(-1, 1);
            rows.registerHook(g -> g.div(divisors));
        }
        Tensor factors = o.perSampleWeights();
        if (factors != null) {
            rows = rows.mul(factors.reshape(-1, 1));
        }
        boolean[] counts = new boolean[indices.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = indices[i] != row;
        }
        Tensor out =
                switch (o.mode()) {
                    case SUM -> sums(rows, starts, counts);
                    case MEAN -> means(rows, starts, counts);
                    case MAX -> largest(rows, starts, counts);
                };
        return Grad.named("EmbeddingBagBackward0", out);
    }

    /** Returns what the gradient of each index's row is divided by. */
    private static long[] divisors(long[] indices) {
        long[] sorted = indices.clone();
        Arrays.sort(sorted);
        SequencedMap<Long, Long> counts = new TreeMap<>();
        for (long index : sorted) {
            counts.merge(index, 1L, Long::sum);
        }
        Map<Long, Long> divisors = new HashMap<>();
        int i = 0;
        for (long index : counts.sequencedKeySet()) {
            divisors.put(index, counts.getOrDefault(sorted[i++], 1L));
        }
        return Arrays.stream(indices).map(index -> divisors.getOrDefault(index, 1L)).toArray();
    }

    private static void check(
            Tensor index, Tensor weight, @Nullable Tensor offsets, EmbeddingBagOptions o) {
        checkDense("embedding_bag", o.sparse());
        fits(
                weight.dim() == 2,
                "weight has to be a 2D Tensor, but got Tensor of dimension " + weight.dim());
        fits(
                index.dim() == 1 || index.dim() == 2,
                "input has to be 1D or 2D Tensor, but got Tensor of dimension " + index.dim());
        integers("indices", index);
        Tensor factors = o.perSampleWeights();
        if (factors != null) {
            fits(
                    factors.shape().equals(index.shape()),
                    "If per_sample_weights ("
                            + factors.shape()
                            + ") is not None, then it must have the same shape as the input ("
                            + index.shape()
                            + ")");
            fits(
                    o.mode() == EmbeddingBag.Mode.SUM,
                    "per_sample_weights was not None. per_sample_weights is only supported for"
                            + " mode='sum' (got mode='"
                            + o.mode().text()
                            + "')");
            fits(
                    factors.dtype() == weight.dtype(),
                    "weight and per_sample_weights must have one dtype, got "
                            + weight.dtype()
                            + " and "
                            + factors.dtype());
        }
        fits(
                !(o.mode() == EmbeddingBag.Mode.MAX && o.scaleGradByFreq()),
                "max mode does not support scaling the gradient by the frequency");
        if (index.dim() == 2) {
            fits(
                    offsets == null,
                    "if input is 2D, then offsets has to be None, as input is treated is a"
                            + " mini-batch of fixed length sequences");
        } else if (offsets == null) {
            fits(false, "offsets has to be a 1D Tensor but got None");
        } else {
            fits(offsets.dim() == 1, "offsets has to be a 1D Tensor, got " + offsets.dim() + "D");
            integers("offsets", offsets);
        }
    }

    private static void integers(String name, Tensor x) {
        fits(
                x.dtype() == DType.INT64 || x.dtype() == DType.INT32,
                "Expected tensor for argument '"
                        + name
                        + "' to have one of the following scalar types: Long, Int; but got "
                        + x.dtype().legacyName());
    }

    private static void fits(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException("embedding_bag: " + fault);
        }
    }

    /** Returns where each bag begins, and where the last one ends. */
    private static long[] starts(Tensor index, @Nullable Tensor offsets, boolean last) {
        long n = index.numel();
        if (offsets == null) {
            long[] out = new long[index.size(0) + 1];
            Arrays.setAll(out, i -> (long) i * index.size(1));
            return out;
        }
        long[] given = offsets.toLong().toLongArray();
        fits(
                !last || given.length > 0,
                "include_last_offset: number of offset should be at least 1");
        if (given.length == 0) {
            return new long[] {0};
        }
        fits(
                given[0] == 0,
                "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start"
                        + " from position 0. However, got "
                        + given[0]);
        long end = given[given.length - 1];
        fits(
                end <= n,
                "offsets[-1] can not be greater than input's length "
                        + n
                        + " but got offsets[-1] of "
                        + end);
        for (int i = 1; i < given.length; i++) {
            fits(
                    given[i] >= given[i - 1],
                    "offsets must not decrease, got " + Arrays.toString(given));
        }
        // PyTorch's last bag goes to the end of the indices, whatever the last offset says.
        long[] out = last ? given : Arrays.copyOf(given, given.length + 1);
        out[out.length - 1] = n;
        return out;
    }

    private static Tensor sums(Tensor rows, long[] starts, boolean[] counts) {
        int bags = starts.length - 1;
        long[] bag = new long[counts.length];
        for (int b = 0; b < bags; b++) {
            Arrays.fill(bag, (int) starts[b], (int) starts[b + 1], b);
        }
        Tensor counted = rows;
        for (boolean c : counts) {
            if (!c) {
                counted = rows.maskedFill(Tensor.tensor(counts).logicalNot().unsqueeze(1), 0);
                break;
            }
        }
        Tensor zeros = Tensor.zeros(rows.dtype(), bags, rows.size(1));
        return bag.length == 0
                ? zeros.add(rows.sum())
                : zeros.indexAdd(0, Tensor.tensor(bag), counted);
    }

    private static Tensor means(Tensor rows, long[] starts, boolean[] counts) {
        int bags = starts.length - 1;
        double[] sizes = new double[bags];
        for (int b = 0; b < bags; b++) {
            for (int i = (int) starts[b]; i < starts[b + 1]; i++) {
                sizes[b] += counts[i] ? 1 : 0;
            }
            sizes[b] = Math.max(sizes[b], 1);
        }
        Tensor divisors = Tensor.tensor(sizes).to(rows.dtype()).reshape(bags, 1);
        return sums(rows, starts, counts).div(divisors);
    }

    /** Pads the bags to one size with rows that are never the largest. */
    private static Tensor largest(Tensor rows, long[] starts, boolean[] counts) {
        int bags = starts.length - 1;
        int width = rows.size(1);
        int longest = 1;
        for (int b = 0; b < bags; b++) {
            longest = Math.max(longest, (int) (starts[b + 1] - starts[b]));
        }
        long[] places = new long[bags * longest];
        Arrays.fill(places, counts.length);
        boolean[] empty = new boolean[bags];
        for (int b = 0; b < bags; b++) {
            int next = b * longest;
            for (int i = (int) starts[b]; i < starts[b + 1]; i++) {
                if (counts[i]) {
                    places[next++] = i;
                }
            }
            empty[b] = next == b * longest;
        }
        Tensor none =
                Tensor.full(
                        Shape.of(1, width), Double.NEGATIVE_INFINITY, o -> o.dtype(rows.dtype()));
        Tensor padded =
                Tensor.cat(List.of(rows, none), 0)
                        .indexSelect(0, Tensor.tensor(places))
                        .reshape(bags, longest, width);
        if (bags == 0) {
            return padded.sum(1);
        }
        return padded.max(1).values().maskedFill(Tensor.tensor(empty).unsqueeze(1), 0);
    }
}
