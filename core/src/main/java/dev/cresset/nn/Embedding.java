package dev.cresset.nn;

import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.options.Changed.with;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are looked up by index: {@code (*) -> (*, embeddingDim)}.
 *
 * <p>Rows start as standard normal numbers, the padding's as zeros.
 */
public class Embedding extends Layer {
    /** The table, {@code (numEmbeddings, embeddingDim)}. */
    public Tensor weight;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param numEmbeddings the number of rows
     * @param embeddingDim the length of a row
     * @param paddingIdx the row that gets no gradient, counted from the end if negative, or null
     * @param maxNorm the greatest norm of a row that is looked up, or null
     * @param normType the p of that norm
     * @param scaleGradByFreq whether a row's gradient is divided by how often it occurs
     * @param sparse whether gradients are sparse, which is shown, and refused when called
     * @param dtype the table's type, null for the default one
     */
    public record Options(
            int numEmbeddings,
            int embeddingDim,
            @Nullable Integer paddingIdx,
            @Nullable Double maxNorm,
            double normType,
            boolean scaleGradByFreq,
            boolean sparse,
            @Nullable DType dtype) {
        /** Returns these options with a row without gradient. */
        public Options paddingIdx(@Nullable Integer value) {
            return with(this, "paddingIdx", value);
        }

        /** Returns these options with a greatest norm. */
        public Options maxNorm(@Nullable Double value) {
            return with(this, "maxNorm", value);
        }

        /** Returns these options with the p of the norm. */
        public Options normType(double value) {
            return with(this, "normType", value);
        }

        /** Returns these options, dividing gradients by frequency or not. */
        public Options scaleGradByFreq(boolean value) {
            return with(this, "scaleGradByFreq", value);
        }

        /** Returns these options with sparse gradients, which are refused, or dense ones. */
        public Options sparse(boolean value) {
            return with(this, "sparse", value);
        }

        /** Returns these options with a type of the table. */
        public Options dtype(DType value) {
            return with(this, "dtype", value);
        }
    }

    /** Makes a table. */
    public Embedding(int numEmbeddings, int embeddingDim) {
        this(numEmbeddings, embeddingDim, o -> o);
    }

    /**
     * Makes a table.
     *
     * @throws IllegalArgumentException if the padding is no row
     */
    public Embedding(int numEmbeddings, int embeddingDim, UnaryOperator<Options> options) {
        Options o =
                options.apply(
                        new Options(
                                numEmbeddings, embeddingDim, null, null, 2, false, false, null));
        Integer padding = o.paddingIdx;
        this.options =
                padding == null
                        ? o
                        : o.paddingIdx(
                                EmbeddingFunctions.rowOf("Embedding", padding, o.numEmbeddings));
        int[] sizes = {o.numEmbeddings, o.embeddingDim};
        weight = new Parameter(o.dtype == null ? empty(sizes) : empty(o.dtype, sizes));
        resetParameters();
    }

    private Embedding(Tensor table, Options options) {
        this.options = options;
        this.weight = new Parameter(table, false);
    }

    /** Returns a layer with a table of one's own, which is not learnt: frozen. */
    public static Embedding fromPretrained(Tensor table) {
        if (table.dim() != 2) {
            throw new IllegalArgumentException(
                    "Embedding.fromPretrained: Embeddings parameter is expected to be 2-dimensional,"
                            + " got shape "
                            + table.shape().listText());
        }
        return new Embedding(
                table,
                new Options(table.size(0), table.size(1), null, null, 2, false, false, null));
    }

    /** Draws the table anew. */
    public void resetParameters() {
        Init.normal_(weight);
        Integer padding = options.paddingIdx;
        if (padding != null) {
            noGrad(() -> weight.select(0, padding).zero_());
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        Options o = options;
        return Functional.embedding(
                x,
                weight,
                e ->
                        new EmbeddingOptions(
                                o.paddingIdx, o.maxNorm, o.normType, o.scaleGradByFreq, o.sparse));
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        StringBuilder out = new StringBuilder();
        out.append(options.numEmbeddings).append(", ").append(options.embeddingDim);
        if (options.paddingIdx != null) {
            out.append(", padding_idx=").append(options.paddingIdx);
        }
        if (options.maxNorm != null) {
            out.append(", max_norm=").append(PythonText.repr(options.maxNorm));
        }
        if (options.normType != 2) {
            out.append(", norm_type=").append(PythonText.repr(options.normType));
        }
        if (options.scaleGradByFreq) {
            out.append(", scale_grad_by_freq=True");
        }
        if (options.sparse) {
            out.append(", sparse=True");
        }
        return out.toString();
    }
}
