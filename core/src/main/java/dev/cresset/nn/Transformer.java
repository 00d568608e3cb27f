package dev.cresset.nn;

import static dev.cresset.options.Changed.with;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and a decoder (Vaswani et al. 2017): source {@code (S, N, E)} and target {@code (T, N,
 * E)} give {@code (T, N, E)}; with {@code batchFirst}, N comes first; without batches there is no
 * N.
 *
 * <pre>{@code
 * var model = new Transformer(o -> o.nhead(16).numEncoderLayers(12));
 * Tensor y = model.call(src, tgt, o -> o.tgtMask(Transformer.generateSquareSubsequentMask(20)));
 * }</pre>
 *
 * <p>Matrices start as Glorot and Bengio's uniform.
 */
public class Transformer extends Module {
    /** What makes a memory of the source. */
    public TransformerEncoder encoder;

    /** What makes the output of target and memory. */
    public TransformerDecoder decoder;

    private final transient Options options;

    /**
     * How the transformer is made.
     *
     * @param dModel E, the size of what goes in and comes out
     * @param nhead the number of heads, which divides E
     * @param numEncoderLayers the number of the encoder's layers
     * @param numDecoderLayers the number of the decoder's layers
     * @param dimFeedforward the size between two linear maps
     * @param dropout the probability of dropping, in [0, 1]
     * @param activation the function between two linear maps
     * @param customEncoder an encoder to be used instead, or null; null in a module's options
     * @param customDecoder a decoder to be used instead, or null; null in a module's options
     * @param layerNormEps what is added to variances
     * @param batchFirst whether the batch comes before the sequence
     * @param normFirst whether each part normalises what goes in rather than what comes out
     * @param bias whether linear maps and normalisations have biases
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int dModel,
            int nhead,
            int numEncoderLayers,
            int numDecoderLayers,
            int dimFeedforward,
            double dropout,
            TransformerActivation activation,
            @Nullable TransformerEncoder customEncoder,
            @Nullable TransformerDecoder customDecoder,
            double layerNormEps,
            boolean batchFirst,
            boolean normFirst,
            boolean bias,
            @Nullable DType dtype) {
        static final Options DEFAULT =
                new Options(
                        512,
                        8,
                        6,
                        6,
                        2048,
                        0.1,
                        TransformerActivation.RELU,
                        null,
                        null,
                        1e-5,
                        false,
                        false,
                        true,
                        null);

        /** Returns these options with the size of what goes in and comes out. */
        public Options dModel(int value) {
            return with(this, "dModel", value);
        }

        /** Returns these options with the number of heads, which divides the size. */
        public Options nhead(int value) {
            return with(this, "nhead", value);
        }

        /** Returns these options with the number of the encoder's layers. */
        public Options numEncoderLayers(int value) {
            return with(this, "numEncoderLayers", value);
        }

        /** Returns these options with the number of the decoder's layers. */
        public Options numDecoderLayers(int value) {
            return with(this, "numDecoderLayers", value);
        }

        /** Returns these options with the size between two linear maps. */
        public Options dimFeedforward(int value) {
            return with(this, "dimFeedforward", value);
        }

        /** Returns these options with a probability of dropping, in [0, 1]. */
        public Options dropout(double value) {
            return with(this, "dropout", value);
        }

        /** Returns these options with the function between two linear maps. */
        public Options activation(TransformerActivation value) {
            return with(this, "activation", value);
        }

        /** Returns these options with an encoder of one's own; null for none. */
        public Options customEncoder(@Nullable TransformerEncoder value) {
            return with(this, "customEncoder", value);
        }

        /** Returns these options with a decoder of one's own; null for none. */
        public Options customDecoder(@Nullable TransformerDecoder value) {
            return with(this, "customDecoder", value);
        }

        /** Returns these options with what is added to variances. */
        public Options layerNormEps(double value) {
            return with(this, "layerNormEps", value);
        }

        /** Returns these options with batches before or after the sequence. */
        public Options batchFirst(boolean value) {
            return with(this, "batchFirst", value);
        }

        /** Returns these options with normalisation before or after each part. */
        public Options normFirst(boolean value) {
            return with(this, "normFirst", value);
        }

        /** Returns these options with or without biases. */
        public Options bias(boolean value) {
            return with(this, "bias", value);
        }

        /** Returns these options with a type of parameters; null for the default one. */
        public Options dtype(@Nullable DType value) {
            return with(this, "dtype", value);
        }

        /**
         * Returns these options with a layer, which becomes a child, between the two linear maps.
         */
        public Options activation(Layer value) {
            return activation(TransformerActivation.of(value));
        }

        /** Returns these options with a function of one's own between the two linear maps. */
        public Options activation(UnaryOperator<Tensor> value) {
            return activation(TransformerActivation.of(value));
        }

        private TransformerLayerOptions layer() {
            return new TransformerLayerOptions(
                    dModel,
                    nhead,
                    dimFeedforward,
                    dropout,
                    activation,
                    layerNormEps,
                    batchFirst,
                    normFirst,
                    bias,
                    dtype);
        }
    }

    /**
     * What a call takes beside source and target.
     *
     * <p>Masks are of booleans, true for what to ignore, or of numbers that are added to the
     * scores.
     *
     * @param srcMask {@code (S, S)} or {@code (N heads, S, S)}, or null
     * @param tgtMask {@code (T, T)} or {@code (N heads, T, T)}, or null
     * @param memoryMask {@code (T, S)} or {@code (N heads, T, S)}, or null
     * @param srcKeyPaddingMask {@code (N, S)} or {@code (S)}, or null
     * @param tgtKeyPaddingMask {@code (N, T)} or {@code (T)}, or null
     * @param memoryKeyPaddingMask {@code (N, S)} or {@code (S)}, or null
     * @param srcIsCausal says that the source's mask, which must be given, is the causal one; null:
     *     it is looked
     * @param tgtIsCausal says that the target's mask, which must be given, is the causal one; null:
     *     it is looked
     * @param memoryIsCausal says that the memory's mask, which must be given, is the causal one
     */
    public record CallOptions(
            @Nullable Tensor srcMask,
            @Nullable Tensor tgtMask,
            @Nullable Tensor memoryMask,
            @Nullable Tensor srcKeyPaddingMask,
            @Nullable Tensor tgtKeyPaddingMask,
            @Nullable Tensor memoryKeyPaddingMask,
            @Nullable Boolean srcIsCausal,
            @Nullable Boolean tgtIsCausal,
            boolean memoryIsCausal) {
        static final CallOptions DEFAULT =
                new CallOptions(null, null, null, null, null, null, null, null, false);

        /** Returns these options with a mask of pairs of the source; null for none. */
        public CallOptions srcMask(@Nullable Tensor value) {
            return new CallOptions(
                    value,
                    tgtMask,
                    memoryMask,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /** Returns these options with a mask of pairs of the target; null for none. */
        public CallOptions tgtMask(@Nullable Tensor value) {
            return new CallOptions(
                    srcMask,
                    value,
                    memoryMask,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /** Returns these options with a mask of pairs of target and memory; null for none. */
        public CallOptions memoryMask(@Nullable Tensor value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    value,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /** Returns these options with a mask of the source's keys; null for none. */
        public CallOptions srcKeyPaddingMask(@Nullable Tensor value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    memoryMask,
                    value,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /** Returns these options with a mask of the target's keys; null for none. */
        public CallOptions tgtKeyPaddingMask(@Nullable Tensor value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    memoryMask,
                    srcKeyPaddingMask,
                    value,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /** Returns these options with a mask of the memory's keys; null for none. */
        public CallOptions memoryKeyPaddingMask(@Nullable Tensor value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    memoryMask,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    value,
                    srcIsCausal,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /**
         * Returns these options with or without the word that the source's mask is causal; null:
         * look.
         */
        public CallOptions srcIsCausal(@Nullable Boolean value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    memoryMask,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    value,
                    tgtIsCausal,
                    memoryIsCausal);
        }

        /**
         * Returns these options with or without the word that the target's mask is causal; null:
         * look.
         */
        public CallOptions tgtIsCausal(@Nullable Boolean value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    memoryMask,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    value,
                    memoryIsCausal);
        }

        /** Returns these options with or without the word that the memory's mask is causal. */
        public CallOptions memoryIsCausal(boolean value) {
            return new CallOptions(
                    srcMask,
                    tgtMask,
                    memoryMask,
                    srcKeyPaddingMask,
                    tgtKeyPaddingMask,
                    memoryKeyPaddingMask,
                    srcIsCausal,
                    tgtIsCausal,
                    value);
        }
    }

    /** Makes a transformer of PyTorch's default size. */
    public Transformer() {
        this(o -> o);
    }

    /** Makes a transformer of a size and number of heads. */
    public Transformer(int dModel, int nhead) {
        this(o -> o.dModel(dModel).nhead(nhead));
    }

    /** Makes a transformer of a size and number of heads. */
    public Transformer(int dModel, int nhead, UnaryOperator<Options> options) {
        this(o -> options.apply(o.dModel(dModel).nhead(nhead)));
    }

    /**
     * Makes a transformer.
     *
     * @throws IllegalArgumentException if the number of heads does not divide the size
     */
    public Transformer(UnaryOperator<Options> options) {
        Options o = options.apply(Options.DEFAULT);
        TransformerLayerOptions layer = o.layer();
        TransformerEncoder givenEncoder = o.customEncoder;
        encoder =
                givenEncoder != null
                        ? givenEncoder
                        : new TransformerEncoder(
                                layer, o.numEncoderLayers, e -> e.norm(layer.norm()));
        TransformerDecoder givenDecoder = o.customDecoder;
        decoder =
                givenDecoder != null
                        ? givenDecoder
                        : new TransformerDecoder(
                                layer, o.numDecoderLayers, d -> d.norm(layer.norm()));
        this.options =
                o.customEncoder(null).customDecoder(null).activation(o.activation.withoutLayer());
        resetParameters();
    }

    /** Draws all matrices anew. */
    public void resetParameters() {
        for (Tensor p : parameters()) {
            if (p.dim() > 1) {
                Init.xavierUniform_(p);
            }
        }
    }

    /** Returns the output for a source and a target. */
    public final Tensor call(Tensor src, Tensor tgt) {
        return call(src, tgt, o -> o);
    }

    /**
     * Returns the output for a source and a target.
     *
     * @throws IllegalArgumentException if batches or sizes differ
     */
    public final Tensor call(Tensor src, Tensor tgt, UnaryOperator<CallOptions> options) {
        CallOptions o = options.apply(CallOptions.DEFAULT);
        return hooked(List.of(src, tgt), in -> forward(in.get(0), in.get(1), o));
    }

    private Tensor forward(Tensor src, Tensor tgt, CallOptions o) {
        int batch = options.batchFirst ? 0 : 1;
        if (src.dim() == 3 && tgt.dim() > batch && src.size(batch) != tgt.size(batch)) {
            throw new IllegalArgumentException(
                    "the batch number of src and tgt must be equal, got src "
                            + src.shape().listText()
                            + ", tgt "
                            + tgt.shape().listText());
        }
        if (src.size(-1) != options.dModel || tgt.size(-1) != options.dModel) {
            throw new IllegalArgumentException(
                    "the feature number of src and tgt must be equal to d_model, got src "
                            + src.shape().listText()
                            + ", tgt "
                            + tgt.shape().listText()
                            + ", d_model "
                            + options.dModel);
        }
        Tensor memory =
                encoder.call(
                        src,
                        e ->
                                e.mask(o.srcMask)
                                        .srcKeyPaddingMask(o.srcKeyPaddingMask)
                                        .isCausal(o.srcIsCausal));
        return decoder.call(
                tgt,
                memory,
                d ->
                        d.tgtMask(o.tgtMask)
                                .memoryMask(o.memoryMask)
                                .tgtKeyPaddingMask(o.tgtKeyPaddingMask)
                                .memoryKeyPaddingMask(o.memoryKeyPaddingMask)
                                .tgtIsCausal(o.tgtIsCausal)
                                .memoryIsCausal(o.memoryIsCausal));
    }

    /**
     * Returns the mask {@code (size, size)} that hides later keys: {@code -inf} above the diagonal.
     */
    public static Tensor generateSquareSubsequentMask(int size) {
        return AttentionMasks.causal(size, size, null);
    }

    /** Returns the mask {@code (size, size)} that hides later keys, of a dtype. */
    public static Tensor generateSquareSubsequentMask(int size, DType dtype) {
        return AttentionMasks.causal(size, size, dtype);
    }

    /** Returns how the transformer was made; encoders and decoders of one's own are not in it. */
    public final Options options() {
        return options;
    }
}
