package dev.cresset.nn;

import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are looked up by index and combined in bags, without a tensor of all the rows
 * for the caller to hold: {@code (N, L) -> (N, D)}.
 *
 * <p>Rows start as standard normal numbers, the padding's as zeros.
 *
 * <pre>{@code
 * var bag = new EmbeddingBag(10, 3, o -> o.mode(EmbeddingBag.Mode.SUM));
 * bag.call(tensor(1, 2, 4, 5, 4), tensor(0, 3));       // rows 1, 2, 4 and rows 5, 4: (2, 3)
 * }</pre>
 */
public class EmbeddingBag extends Module {
    /** The table, {@code (numEmbeddings, embeddingDim)}. */
    public Tensor weight;

    private final Options options;

    /** What is made of the rows of a bag. */
    public enum Mode {
        /** Their sum, weighted if there are weights. */
        SUM,
        /** Their mean. */
        MEAN,
        /** The largest of each column. */
        MAX;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How the layer is made.
     *
     * @param numEmbeddings the number of rows
     * @param embeddingDim the length of a row
     * @param maxNorm the greatest norm of a row that is looked up, or null
     * @param normType the p of that norm
     * @param scaleGradByFreq whether a row's gradient is divided by how often it occurs
     * @param mode what is made of a bag
     * @param sparse whether gradients are sparse, which is refused when called
     * @param includeLastOffset whether the last offset is where the last bag ends
     * @param paddingIdx the row that does not count, counted from the end if negative, or null
     * @param dtype the table's type, null for the default one
     */
    public record Options(
            int numEmbeddings,
            int embeddingDim,
            @Nullable Double maxNorm,
            double normType,
            boolean scaleGradByFreq,
            Mode mode,
            boolean sparse,
            boolean includeLastOffset,
            @Nullable Integer paddingIdx,
            @Nullable DType dtype) {
        private Options with(
                @Nullable Double maxNorm, double normType, boolean scaleGradByFreq, Mode mode) {
            return new Options(
                    numEmbeddings,
                    embeddingDim,
                    maxNorm,
                    normType,
                    scaleGradByFreq,
                    mode,
                    sparse,
                    includeLastOffset,
                    paddingIdx,
                    dtype);
        }

        private Options with(
                boolean sparse,
                boolean includeLastOffset,
                @Nullable Integer paddingIdx,
                @Nullable DType dtype) {
            return new Options(
                    numEmbeddings,
                    embeddingDim,
                    maxNorm,
                    normType,
                    scaleGradByFreq,
                    mode,
                    sparse,
                    includeLastOffset,
                    paddingIdx,
                    dtype);
        }

        /** Returns these options with a greatest norm. */
        public Options maxNorm(@Nullable Double value) {
            return with(value, normType, scaleGradByFreq, mode);
        }

        /** Returns these options with the p of the norm. */
        public Options normType(double value) {
            return with(maxNorm, value, scaleGradByFreq, mode);
        }

        /** Returns these options, dividing gradients by frequency or not. */
        public Options scaleGradByFreq(boolean value) {
            return with(maxNorm, normType, value, mode);
        }

        /** Returns these options with what is made of a bag. */
        public Options mode(Mode value) {
            return with(maxNorm, normType, scaleGradByFreq, value);
        }

        /** Returns these options with sparse gradients, which are refused, or dense ones. */
        public Options sparse(boolean value) {
            return with(value, includeLastOffset, paddingIdx, dtype);
        }

        /** Returns these options with or without an offset at the end. */
        public Options includeLastOffset(boolean value) {
            return with(sparse, value, paddingIdx, dtype);
        }

        /** Returns these options with a row that does not count. */
        public Options paddingIdx(@Nullable Integer value) {
            return with(sparse, includeLastOffset, value, dtype);
        }

        /** Returns these options with a type of the table. */
        public Options dtype(DType value) {
            return with(sparse, includeLastOffset, paddingIdx, value);
        }
    }

    /** Makes a table. */
    public EmbeddingBag(int numEmbeddings, int embeddingDim) {
        this(numEmbeddings, embeddingDim, o -> o);
    }

    /**
     * Makes a table.
     *
     * @throws IllegalArgumentException if the padding is no row
     */
    public EmbeddingBag(int numEmbeddings, int embeddingDim, UnaryOperator<Options> options) {
        this.options = made(numEmbeddings, embeddingDim, options);
        int[] sizes = {numEmbeddings, embeddingDim};
        DType dtype = this.options.dtype;
        weight = new Parameter(dtype == null ? empty(sizes) : empty(dtype, sizes));
        resetParameters();
    }

    private EmbeddingBag(Tensor table, Options options) {
        this.options = options;
        this.weight = new Parameter(table, false);
    }

    private static Options made(int rows, int width, UnaryOperator<Options> options) {
        Options o =
                options.apply(
                        new Options(
                                rows, width, null, 2, false, Mode.MEAN, false, false, null, null));
        Integer padding = o.paddingIdx;
        return padding == null
                ? o
                : o.paddingIdx(EmbeddingFunctions.rowOf("EmbeddingBag", padding, rows));
    }

    /** Returns a layer with a table of one's own, which is not learnt: frozen. */
    public static EmbeddingBag fromPretrained(Tensor table) {
        return fromPretrained(table, o -> o);
    }

    /**
     * Returns a layer with a table of one's own, which is not learnt: frozen.
     *
     * @throws IllegalArgumentException if the table is no matrix, or the padding no row
     */
    public static EmbeddingBag fromPretrained(Tensor table, UnaryOperator<Options> options) {
        if (table.dim() != 2) {
            throw new IllegalArgumentException(
                    "EmbeddingBag.fromPretrained: Embeddings parameter is expected to be"
                            + " 2-dimensional, got shape "
                            + table.shape().listText());
        }
        return new EmbeddingBag(table, made(table.size(0), table.size(1), options));
    }

    /** Draws the table anew. */
    public void resetParameters() {
        Init.normal_(weight);
        Integer padding = options.paddingIdx;
        if (padding != null) {
            noGrad(() -> weight.select(0, padding).zero_());
        }
    }

    /** Returns the rows of bags of one size, combined: {@code (N, L) -> (N, D)}. */
    public final Tensor call(Tensor index) {
        return call(index, null, null);
    }

    /** Returns the rows of bags that begin at the offsets, combined: {@code (S) -> (N, D)}. */
    public final Tensor call(Tensor index, Tensor offsets) {
        return call(index, offsets, null);
    }

    /**
     * Returns the rows of bags, combined.
     *
     * @param index rows of the table, {@code (N, L)} or, with offsets, {@code (S)}
     * @param offsets where among the indices each bag begins, {@code (N)}, or null
     * @param perSampleWeights a factor for each row, of the index's shape, or null
     * @throws IndexOutOfBoundsException if an index is not a row
     * @throws IllegalArgumentException if shapes, dtypes or offsets do not fit
     */
    public final Tensor call(
            Tensor index, @Nullable Tensor offsets, @Nullable Tensor perSampleWeights) {
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(index);
        if (offsets != null) {
            inputs.add(offsets);
        }
        if (perSampleWeights != null) {
            inputs.add(perSampleWeights);
        }
        boolean weighted = perSampleWeights != null;
        return hooked(
                inputs,
                in ->
                        Functional.embeddingBag(
                                in.getFirst(),
                                weight,
                                offsets == null ? null : in.get(1),
                                o -> bag(o, weighted ? in.getLast() : null)));
    }

    private EmbeddingBagOptions bag(EmbeddingBagOptions o, @Nullable Tensor factors) {
        return o.mode(options.mode)
                .perSampleWeights(factors)
                .includeLastOffset(options.includeLastOffset)
                .paddingIdx(options.paddingIdx)
                .maxNorm(options.maxNorm)
                .normType(options.normType)
                .scaleGradByFreq(options.scaleGradByFreq)
                .sparse(options.sparse);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        StringBuilder out = new StringBuilder();
        out.append(options.numEmbeddings).append(", ").append(options.embeddingDim);
        if (options.maxNorm != null) {
            out.append(", max_norm=").append(PythonText.repr(options.maxNorm));
        }
        if (options.normType != 2) {
            out.append(", norm_type=").append(PythonText.repr(options.normType));
        }
        if (options.scaleGradByFreq) {
            out.append(", scale_grad_by_freq=True");
        }
        out.append(", mode='").append(options.mode.text()).append('\'');
        if (options.paddingIdx != null) {
            out.append(", padding_idx=").append(options.paddingIdx);
        }
        return out.toString();
    }
}
