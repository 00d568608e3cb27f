package dev.cresset.nn;

import static dev.cresset.Tensor.empty;
import static dev.cresset.options.Changed.with;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several heads that each attend to a part of the features (Vaswani et al. 2017, section 3.2.2).
 *
 * <p>Queries {@code (L, N, E)}, keys {@code (S, N, kdim)} and values {@code (S, N, vdim)} give
 * {@code (L, N, E)} and weights {@code (N, L, S)}; with {@code batchFirst}, N comes first; without
 * batches there is no N.
 *
 * <pre>{@code
 * var attention = new MultiheadAttention(512, 8, o -> o.batchFirst(true));
 * Tensor y = attention.call(x, x, x, o -> o.needWeights(false)).output();
 * }</pre>
 *
 * <p>The projections start as Glorot and Bengio's uniform, the biases at 0. Keys that are learnt
 * start as Glorot and Bengio's normal.
 */
public class MultiheadAttention extends Module {
    /** The projection of queries {@code (E, E)}; null if all are of one size. */
    @Name("q_proj_weight")
    public @Nullable Tensor qProjWeight;

    /** The projection of keys {@code (E, kdim)}; null if all are of one size. */
    @Name("k_proj_weight")
    public @Nullable Tensor kProjWeight;

    /** The projection of values {@code (E, vdim)}; null if all are of one size. */
    @Name("v_proj_weight")
    public @Nullable Tensor vProjWeight;

    /** The three projections {@code (3E, E)}; null if the sizes differ. */
    @Name("in_proj_weight")
    public @Nullable Tensor inProjWeight;

    /** What is added after the three projections {@code (3E)}; null if there is none. */
    @Name("in_proj_bias")
    public @Nullable Tensor inProjBias;

    /** A key that is added to each sequence {@code (1, 1, E)}; null if there is none. */
    @Name("bias_k")
    public @Nullable Tensor biasK;

    /** Its value {@code (1, 1, E)}; null if there is none. */
    @Name("bias_v")
    public @Nullable Tensor biasV;

    /** The map of what the heads give. */
    @Name("out_proj")
    public Linear outProj;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param embedDim E, the size of queries and results
     * @param numHeads the number of heads, which divides E
     * @param dropout the probability that a weight is dropped in training
     * @param bias whether the projections have biases
     * @param addBiasKv whether a key and value that are learnt are added to each sequence
     * @param addZeroAttn whether a key and value of zeros are added to each sequence
     * @param kdim the size of keys; null for E
     * @param vdim the size of values; null for E
     * @param batchFirst whether the batch comes before the sequence
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int embedDim,
            int numHeads,
            double dropout,
            boolean bias,
            boolean addBiasKv,
            boolean addZeroAttn,
            @Nullable Integer kdim,
            @Nullable Integer vdim,
            boolean batchFirst,
            @Nullable DType dtype) {
        /** Returns these options with a probability of dropping a weight. */
        public Options dropout(double value) {
            return with(this, "dropout", value);
        }

        /** Returns these options with or without biases of the projections. */
        public Options bias(boolean value) {
            return with(this, "bias", value);
        }

        /** Returns these options with or without a key and value that are learnt. */
        public Options addBiasKv(boolean value) {
            return with(this, "addBiasKv", value);
        }

        /** Returns these options with or without a key and value of zeros. */
        public Options addZeroAttn(boolean value) {
            return with(this, "addZeroAttn", value);
        }

        /** Returns these options with the size of keys; null for that of queries. */
        public Options kdim(@Nullable Integer value) {
            return with(this, "kdim", value);
        }

        /** Returns these options with the size of values; null for that of queries. */
        public Options vdim(@Nullable Integer value) {
            return with(this, "vdim", value);
        }

        /** Returns these options with batches before or after the sequence. */
        public Options batchFirst(boolean value) {
            return with(this, "batchFirst", value);
        }

        /** Returns these options with a type of parameters; null for the default one. */
        public Options dtype(@Nullable DType value) {
            return with(this, "dtype", value);
        }
    }

    /**
     * What a call takes beside queries, keys and values.
     *
     * @param keyPaddingMask {@code (N, S)} or {@code (S)}: true for keys to ignore, or what is
     *     added to their scores; null for none
     * @param needWeights whether the weights are returned; without them it is faster, and a query
     *     that may attend to nothing gets zeros instead of NaN
     * @param attnMask {@code (L, S)} or {@code (N heads, L, S)}: true for pairs to ignore, or what
     *     is added to their scores; null for none
     * @param averageAttnWeights whether the weights are averaged over the heads
     * @param isCausal says that the mask, which must be given, is the causal one
     */
    public record CallOptions(
            @Nullable Tensor keyPaddingMask,
            boolean needWeights,
            @Nullable Tensor attnMask,
            boolean averageAttnWeights,
            boolean isCausal) {
        static final CallOptions DEFAULT = new CallOptions(null, true, null, true, false);

        /** Returns these options with a mask of keys; null for none. */
        public CallOptions keyPaddingMask(@Nullable Tensor value) {
            return new CallOptions(value, needWeights, attnMask, averageAttnWeights, isCausal);
        }

        /** Returns these options with or without the weights returned. */
        public CallOptions needWeights(boolean value) {
            return new CallOptions(keyPaddingMask, value, attnMask, averageAttnWeights, isCausal);
        }

        /** Returns these options with a mask of pairs; null for none. */
        public CallOptions attnMask(@Nullable Tensor value) {
            return new CallOptions(
                    keyPaddingMask, needWeights, value, averageAttnWeights, isCausal);
        }

        /** Returns these options with or without weights averaged over the heads. */
        public CallOptions averageAttnWeights(boolean value) {
            return new CallOptions(keyPaddingMask, needWeights, attnMask, value, isCausal);
        }

        /** Returns these options with or without the word that the mask is causal. */
        public CallOptions isCausal(boolean value) {
            return new CallOptions(
                    keyPaddingMask, needWeights, attnMask, averageAttnWeights, value);
        }
    }

    /** Makes a layer for sequences that come before the batch. */
    public MultiheadAttention(int embedDim, int numHeads) {
        this(embedDim, numHeads, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the number of heads does not divide the size
     */
    public MultiheadAttention(int embedDim, int numHeads, UnaryOperator<Options> options) {
        Options o =
                options.apply(
                        new Options(
                                embedDim, numHeads, 0, true, false, false, null, null, false,
                                null));
        check(o);
        this.options = o;
        int e = o.embedDim;
        if (isOfOneSize()) {
            inProjWeight = made(3 * e, e);
        } else {
            qProjWeight = made(e, e);
            kProjWeight = made(e, o.kdim == null ? e : o.kdim);
            vProjWeight = made(e, o.vdim == null ? e : o.vdim);
        }
        if (o.bias) {
            inProjBias = made(3 * e);
        }
        outProj =
                new NonDynamicallyQuantizableLinear(
                        e,
                        e,
                        l -> o.dtype == null ? l.bias(o.bias) : l.bias(o.bias).dtype(o.dtype));
        if (o.addBiasKv) {
            biasK = made(1, 1, e);
            biasV = made(1, 1, e);
        }
        resetParameters();
    }

    private static void check(Options o) {
        if (o.embedDim <= 0 || o.numHeads <= 0) {
            throw new IllegalArgumentException(
                    "embed_dim and num_heads must be greater than 0, got embed_dim="
                            + o.embedDim
                            + " and num_heads="
                            + o.numHeads
                            + " instead");
        }
        if (o.embedDim % o.numHeads != 0) {
            throw new IllegalArgumentException(
                    "embed_dim must be divisible by num_heads, got embed_dim="
                            + o.embedDim
                            + " and num_heads="
                            + o.numHeads);
        }
    }

    private boolean isOfOneSize() {
        return (options.kdim == null || options.kdim == options.embedDim)
                && (options.vdim == null || options.vdim == options.embedDim);
    }

    private Parameter made(int... sizes) {
        DType dtype = options.dtype;
        return new Parameter(dtype == null ? empty(sizes) : empty(dtype, sizes));
    }

    /** Draws the parameters anew, but for the weight of the last map. */
    public void resetParameters() {
        for (Tensor weight :
                new @Nullable Tensor[] {inProjWeight, qProjWeight, kProjWeight, vProjWeight}) {
            if (weight != null) {
                Init.xavierUniform_(weight);
            }
        }
        if (inProjBias != null) {
            Init.zeros_(inProjBias);
            if (outProj.bias != null) {
                Init.zeros_(outProj.bias);
            }
        }
        if (biasK != null) {
            Init.xavierNormal_(biasK);
        }
        if (biasV != null) {
            Init.xavierNormal_(biasV);
        }
    }

    /** Returns what queries attend to, and with which weights, averaged over the heads. */
    public final Attended call(Tensor query, Tensor key, Tensor value) {
        return call(query, key, value, o -> o);
    }

    /**
     * Returns what queries attend to, and with which weights.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final Attended call(
            Tensor query, Tensor key, Tensor value, UnaryOperator<CallOptions> options) {
        CallOptions o = options.apply(CallOptions.DEFAULT);
        return hooked(List.of(query, key, value), in -> attend(in.get(0), in.get(1), in.get(2), o));
    }

    private Attended attend(Tensor query, Tensor key, Tensor value, CallOptions o) {
        if (!options.batchFirst || query.dim() != 3 || key.dim() != 3 || value.dim() != 3) {
            return sequenceFirst(query, key, value, o);
        }
        Tensor q = query.transpose(1, 0);
        Tensor k = key == query ? q : key.transpose(1, 0);
        Tensor v = value == key ? k : value.transpose(1, 0);
        Attended out = sequenceFirst(q, k, v, o);
        return new Attended(out.output().transpose(1, 0), out.weights());
    }

    private Attended sequenceFirst(Tensor query, Tensor key, Tensor value, CallOptions o) {
        outProj.recompute(); // its fields are read without a call
        if (outProj.weight == null) {
            throw new IllegalStateException("MultiheadAttention: out_proj has no weight");
        }
        return Functional.multiHeadAttentionForward(
                query,
                key,
                value,
                options.embedDim,
                options.numHeads,
                inProjWeight,
                inProjBias,
                biasK,
                biasV,
                options.addZeroAttn,
                options.dropout,
                outProj.weight,
                outProj.bias,
                f ->
                        f.training(isTraining())
                                .keyPaddingMask(o.keyPaddingMask)
                                .needWeights(o.needWeights)
                                .attnMask(o.attnMask)
                                .useSeparateProjWeight(!isOfOneSize())
                                .qProjWeight(qProjWeight)
                                .kProjWeight(kProjWeight)
                                .vProjWeight(vProjWeight)
                                .averageAttnWeights(o.averageAttnWeights)
                                .isCausal(o.isCausal));
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }
}
