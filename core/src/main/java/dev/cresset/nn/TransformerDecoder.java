package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a {@link TransformerDecoderLayer} in a row (Vaswani et al. 2017, section 3.1): target
 * {@code (T, N, E)} and memory {@code (S, N, E)} give {@code (T, N, E)}.
 *
 * <p>The copies start with the same parameters, as in PyTorch.
 */
public class TransformerDecoder extends Module {
    /** The layers. */
    public ModuleList layers;

    /** The normalisation of the result; null if there is none. */
    public @Nullable Layer norm;

    private final transient Options options;

    /**
     * How the decoder is made.
     *
     * @param layer how its layers are made
     * @param numLayers the number of layers
     * @param norm the normalisation of the result, or null; null in a module's options
     */
    public record Options(TransformerLayerOptions layer, int numLayers, @Nullable Layer norm) {
        /** Returns these options with a normalisation of the result; null for none. */
        public Options norm(@Nullable Layer value) {
            return new Options(layer, numLayers, value);
        }
    }

    /** Makes a decoder of copies of a layer. */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers) {
        this(layer, numLayers, o -> o);
    }

    /** Makes a decoder of copies of a layer. */
    public TransformerDecoder(
            TransformerDecoderLayer layer, int numLayers, UnaryOperator<Options> options) {
        this(layer, options.apply(new Options(layer.options(), numLayers, null)));
    }

    /** Makes a decoder of layers that are made by options. */
    public TransformerDecoder(
            TransformerLayerOptions layer, int numLayers, UnaryOperator<Options> options) {
        this(
                new TransformerDecoderLayer(layer.dModel(), layer.nhead(), o -> layer),
                numLayers,
                options);
    }

    private TransformerDecoder(TransformerDecoderLayer layer, Options o) {
        layers = new ModuleList();
        for (int i = 0; i < o.numLayers; i++) {
            layers.append(layer.<TransformerDecoderLayer>copy());
        }
        norm = o.norm;
        options = o.norm(null);
    }

    /** Returns the output for a target and a memory. */
    public final Tensor call(Tensor tgt, Tensor memory) {
        return call(tgt, memory, o -> o);
    }

    /** Returns the output for a target and a memory. */
    public final Tensor call(Tensor tgt, Tensor memory, UnaryOperator<DecoderCallOptions> options) {
        DecoderCallOptions o = options.apply(DecoderCallOptions.DEFAULT);
        return hooked(List.of(tgt, memory), in -> forward(in.get(0), in.get(1), o));
    }

    /** Computes the output for a target and a memory; called by {@code call} only. */
    protected Tensor forward(Tensor tgt, Tensor memory, DecoderCallOptions o) {
        TransformerDecoderLayer first = layers.get("0", TransformerDecoderLayer.class);
        int length = AttentionMasks.length(tgt, first.options().batchFirst());
        boolean causal = AttentionMasks.isCausal(o.tgtMask(), o.tgtIsCausal(), length);
        DecoderCallOptions each = o.tgtIsCausal(causal);
        Tensor x = tgt;
        for (Module m : layers) {
            if (!(m instanceof TransformerDecoderLayer layer)) {
                throw new IllegalStateException(
                        "TransformerDecoder: its layers must be TransformerDecoderLayers, not a "
                                + m.typeName());
            }
            x = layer.call(x, memory, c -> each);
        }
        return norm == null ? x : norm.call(x);
    }

    /** Returns how the decoder was made; its normalisation is not in it. */
    public final Options options() {
        return options;
    }
}
