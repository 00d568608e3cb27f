package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention and two linear maps, each with a shortcut and a normalisation (Vaswani et al.
 * 2017, section 3.1): {@code (S, N, E) -> (S, N, E)}, with {@code batchFirst} {@code (N, S, E)},
 * without batches {@code (S, E)}.
 *
 * <pre>{@code
 * var layer = new TransformerEncoderLayer(512, 8, o -> o.batchFirst(true));
 * Tensor y = layer.call(x, o -> o.srcKeyPaddingMask(ids.eq(0)));
 * }</pre>
 */
public class TransformerEncoderLayer extends Layer {
    /** The attention. */
    @Name("self_attn")
    public MultiheadAttention selfAttn;

    /** The first linear map. */
    public Linear linear1;

    /** What is dropped between the linear maps. */
    public Layer dropout;

    /** The second linear map. */
    public Linear linear2;

    /** The normalisation of the attention. */
    public Layer norm1;

    /** The normalisation of the linear maps. */
    public Layer norm2;

    /** What is dropped after the attention. */
    public Layer dropout1;

    /** What is dropped after the linear maps. */
    public Layer dropout2;

    /** The layer between the linear maps; null if it is a function. */
    public @Nullable Layer activation;

    private final transient TransformerLayerOptions options;

    /**
     * What a call takes beside the sequence.
     *
     * @param srcMask {@code (S, S)} or {@code (N heads, S, S)}: true for pairs to ignore, or what
     *     is added to their scores; null for none
     * @param srcKeyPaddingMask {@code (N, S)} or {@code (S)}: true for keys to ignore, or what is
     *     added to their scores; null for none
     * @param isCausal says that the mask, which must be given, is the causal one
     */
    public record CallOptions(
            @Nullable Tensor srcMask, @Nullable Tensor srcKeyPaddingMask, boolean isCausal) {
        static final CallOptions DEFAULT = new CallOptions(null, null, false);

        /** Returns these options with a mask of pairs; null for none. */
        public CallOptions srcMask(@Nullable Tensor value) {
            return new CallOptions(value, srcKeyPaddingMask, isCausal);
        }

        /** Returns these options with a mask of keys; null for none. */
        public CallOptions srcKeyPaddingMask(@Nullable Tensor value) {
            return new CallOptions(srcMask, value, isCausal);
        }

        /** Returns these options with or without the word that the mask is causal. */
        public CallOptions isCausal(boolean value) {
            return new CallOptions(srcMask, srcKeyPaddingMask, value);
        }
    }

    /** Makes a layer. */
    public TransformerEncoderLayer(int dModel, int nhead) {
        this(dModel, nhead, o -> o);
    }

    /** Makes a layer with a size between the two linear maps. */
    public TransformerEncoderLayer(int dModel, int nhead, int dimFeedforward) {
        this(dModel, nhead, o -> o.dimFeedforward(dimFeedforward));
    }

    /** Makes a layer with a size between the two linear maps and a probability of dropping. */
    public TransformerEncoderLayer(int dModel, int nhead, int dimFeedforward, double dropout) {
        this(dModel, nhead, o -> o.dimFeedforward(dimFeedforward).dropout(dropout));
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the number of heads does not divide the size
     */
    public TransformerEncoderLayer(
            int dModel, int nhead, UnaryOperator<TransformerLayerOptions> options) {
        TransformerLayerOptions o = options.apply(TransformerLayerOptions.of(dModel, nhead));
        this.options = o.withoutLayer();
        selfAttn = o.attention();
        linear1 = o.linear(o.dModel(), o.dimFeedforward());
        dropout = new Dropout(o.dropout());
        linear2 = o.linear(o.dimFeedforward(), o.dModel());
        norm1 = o.norm();
        norm2 = o.norm();
        dropout1 = new Dropout(o.dropout());
        dropout2 = new Dropout(o.dropout());
        activation = o.activation().layer();
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
        Tensor mask = AttentionMasks.added("src_mask", o.srcMask, src.dtype());
        if (options.normFirst()) {
            Tensor x = src.add(attend(norm1.call(src), mask, padding, o.isCausal));
            return x.add(feed(norm2.call(x)));
        }
        Tensor x = norm1.call(src.add(attend(src, mask, padding, o.isCausal)));
        return norm2.call(x.add(feed(x)));
    }

    private Tensor attend(
            Tensor x, @Nullable Tensor mask, @Nullable Tensor padding, boolean causal) {
        return dropout1.call(
                selfAttn.call(
                                x,
                                x,
                                x,
                                o ->
                                        o.attnMask(mask)
                                                .keyPaddingMask(padding)
                                                .needWeights(false)
                                                .isCausal(causal))
                        .output());
    }

    private Tensor feed(Tensor x) {
        Tensor h = options.activation().apply(linear1.call(x), activation);
        return dropout2.call(linear2.call(dropout.call(h)));
    }

    /** Returns how the layer was made; a layer that was its activation is not in it. */
    public final TransformerLayerOptions options() {
        return options;
    }
}
