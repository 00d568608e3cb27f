package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a {@link TransformerEncoderLayer} in a row (Vaswani et al. 2017, section 3.1): {@code
 * (S, N, E) -> (S, N, E)}.
 *
 * <p>The copies start with the same parameters, as in PyTorch.
 *
 * <pre>{@code
 * var encoder = new TransformerEncoder(new TransformerEncoderLayer(512, 8), 6);
 * Tensor memory = encoder.call(x, o -> o.mask(Transformer.generateSquareSubsequentMask(10)));
 * }</pre>
 */
public class TransformerEncoder extends Layer {
    /** The layers. */
    public ModuleList layers;

    /** The normalisation of the result; null if there is none. */
    public @Nullable Layer norm;

    private final transient Options options;

    /**
     * How the encoder is made.
     *
     * @param layer how its layers are made
     * @param numLayers the number of layers
     * @param norm the normalisation of the result, or null; null in a module's options
     * @param enableNestedTensor whether, where PyTorch would pack sequences (evaluation of batches
     *     with padding at the end and no gradients), the result is 0 at padding before it is
     *     normalised, as PyTorch's is
     * @param maskCheck whether it is looked whether padding is at the end; if not, nothing is
     *     packed
     */
    public record Options(
            TransformerLayerOptions layer,
            int numLayers,
            @Nullable Layer norm,
            boolean enableNestedTensor,
            boolean maskCheck) {
        /** Returns these options with a normalisation of the result; null for none. */
        public Options norm(@Nullable Layer value) {
            return new Options(layer, numLayers, value, enableNestedTensor, maskCheck);
        }

        /**
         * Returns these options with or without zeros for padding where PyTorch packs sequences.
         */
        public Options enableNestedTensor(boolean value) {
            return new Options(layer, numLayers, norm, value, maskCheck);
        }

        /** Returns these options with or without a look whether padding is at the end. */
        public Options maskCheck(boolean value) {
            return new Options(layer, numLayers, norm, enableNestedTensor, value);
        }
    }

    /**
     * What a call takes beside the sequence.
     *
     * @param mask {@code (S, S)} or {@code (N heads, S, S)}: true for pairs to ignore, or what is
     *     added to their scores; null for none
     * @param srcKeyPaddingMask {@code (N, S)} or {@code (S)}: true for keys to ignore, or what is
     *     added to their scores; null for none
     * @param isCausal says that the mask, which must be given, is the causal one; null: it is
     *     looked
     */
    public record CallOptions(
            @Nullable Tensor mask, @Nullable Tensor srcKeyPaddingMask, @Nullable Boolean isCausal) {
        static final CallOptions DEFAULT = new CallOptions(null, null, null);

        /** Returns these options with a mask of pairs; null for none. */
        public CallOptions mask(@Nullable Tensor value) {
            return new CallOptions(value, srcKeyPaddingMask, isCausal);
        }

        /** Returns these options with a mask of keys; null for none. */
        public CallOptions srcKeyPaddingMask(@Nullable Tensor value) {
            return new CallOptions(mask, value, isCausal);
        }

        /** Returns these options with or without the word that the mask is causal; null: look. */
        public CallOptions isCausal(@Nullable Boolean value) {
            return new CallOptions(mask, srcKeyPaddingMask, value);
        }
    }

    /** Makes an encoder of copies of a layer. */
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers) {
        this(layer, numLayers, o -> o);
    }

    /** Makes an encoder of copies of a layer. */
    public TransformerEncoder(
            TransformerEncoderLayer layer, int numLayers, UnaryOperator<Options> options) {
        this(layer, options.apply(new Options(layer.options(), numLayers, null, true, true)));
    }

    /** Makes an encoder of layers that are made by options. */
    public TransformerEncoder(
            TransformerLayerOptions layer, int numLayers, UnaryOperator<Options> options) {
        this(
                new TransformerEncoderLayer(layer.dModel(), layer.nhead(), o -> layer),
                numLayers,
                options);
    }

    private TransformerEncoder(TransformerEncoderLayer layer, Options o) {
        layers = new ModuleList();
        for (int i = 0; i < o.numLayers; i++) {
            layers.append(layer.<TransformerEncoderLayer>copy());
        }
        norm = o.norm;
        options = o.norm(null);
    }

    @Override
    protected final Tensor forward(Tensor src) {
        return forward(src, CallOptions.DEFAULT);
    }

    /** Returns the output for a sequence, with hooks around it. */
    public final Tensor call(Tensor src, UnaryOperator<CallOptions> options) {
        CallOptions o = options.apply(CallOptions.DEFAULT);
        return hooked(List.of(src), in -> forward(in.get(0), o));
    }

    /** Computes the output for a sequence; called by {@link #call} only. */
    protected Tensor forward(Tensor src, CallOptions o) {
        Tensor padding =
                AttentionMasks.added("src_key_padding_mask", o.srcKeyPaddingMask, src.dtype());
        Tensor mask = AttentionMasks.added("mask", o.mask, src.dtype());
        TransformerEncoderLayer first = layers.get("0", TransformerEncoderLayer.class);
        boolean packed = mask == null && padding != null && isPacked(first, src, padding);
        int length = AttentionMasks.length(src, first.options().batchFirst());
        boolean causal = AttentionMasks.isCausal(mask, o.isCausal, length);
        Tensor x = src;
        for (Module m : layers) {
            if (!(m instanceof TransformerEncoderLayer layer)) {
                throw new IllegalStateException(
                        "TransformerEncoder: its layers must be TransformerEncoderLayers, not a "
                                + m.typeName());
            }
            x = layer.call(x, c -> c.srcMask(mask).srcKeyPaddingMask(padding).isCausal(causal));
        }
        if (packed && padding != null) {
            x = x.maskedFill(padding.ne(0).unsqueeze(-1), 0);
        }
        return norm == null ? x : norm.call(x);
    }

    /** Returns whether PyTorch would pack the sequences, and so leave 0 at padding. */
    private boolean isPacked(TransformerEncoderLayer first, Tensor src, Tensor padding) {
        TransformerLayerOptions o = first.options();
        if (!options.enableNestedTensor
                || !options.maskCheck
                || first.isTraining()
                || src.dim() != 3
                || o.normFirst()
                || !o.batchFirst()
                || !o.bias()
                || !o.activation().isReluOrGelu(first.activation)
                || o.nhead() % 2 == 1) {
            return false;
        }
        if (Tensor.isGradEnabled()
                && (src.requiresGrad()
                        || first.parameters().stream().anyMatch(Tensor::requiresGrad))) {
            return false;
        }
        int length = padding.size(-1);
        if (padding.dim() != 2 || length < 2) {
            return padding.dim() == 2;
        }
        Tensor real = padding.eq(0).toLong();
        Tensor rises = real.narrow(1, 1, length - 1).gt(real.narrow(1, 0, length - 1));
        return !rises.any().isTrue();
    }

    /** Returns how the encoder was made; its normalisation is not in it. */
    public final Options options() {
        return options;
    }
}
