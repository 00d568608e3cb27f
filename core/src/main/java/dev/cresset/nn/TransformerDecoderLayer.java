package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention, attention to a memory, and two linear maps, each with a shortcut and a
 * normalisation (Vaswani et al. 2017, section 3.1): target {@code (T, N, E)} and memory {@code (S,
 * N, E)} give {@code (T, N, E)}; with {@code batchFirst}, N comes first; without batches there is
 * no N.
 */
public class TransformerDecoderLayer extends Module {
    /** The attention to the target. */
    @Name("self_attn")
    public MultiheadAttention selfAttn;

    /** The attention to the memory. */
    @Name("multihead_attn")
    public MultiheadAttention multiheadAttn;

    /** The first linear map. */
    public Linear linear1;

    /** What is dropped between the linear maps. */
    public Layer dropout;

    /** The second linear map. */
    public Linear linear2;

    /** The normalisation of the attention to the target. */
    public Layer norm1;

    /** The normalisation of the attention to the memory. */
    public Layer norm2;

    /** The normalisation of the linear maps. */
    public Layer norm3;

    /** What is dropped after the attention to the target. */
    public Layer dropout1;

    /** What is dropped after the attention to the memory. */
    public Layer dropout2;

    /** What is dropped after the linear maps. */
    public Layer dropout3;

    /** The layer between the linear maps; null if it is a function. */
    public @Nullable Layer activation;

    private final transient TransformerLayerOptions options;

    /** Makes a layer. */
    public TransformerDecoderLayer(int dModel, int nhead) {
        this(dModel, nhead, o -> o);
    }

    /** Makes a layer with a size between the two linear maps. */
    public TransformerDecoderLayer(int dModel, int nhead, int dimFeedforward) {
        this(dModel, nhead, o -> o.dimFeedforward(dimFeedforward));
    }

    /** Makes a layer with a size between the two linear maps and a probability of dropping. */
    public TransformerDecoderLayer(int dModel, int nhead, int dimFeedforward, double dropout) {
        this(dModel, nhead, o -> o.dimFeedforward(dimFeedforward).dropout(dropout));
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the number of heads does not divide the size
     */
    public TransformerDecoderLayer(
            int dModel, int nhead, UnaryOperator<TransformerLayerOptions> options) {
        TransformerLayerOptions o = options.apply(TransformerLayerOptions.of(dModel, nhead));
        this.options = o.withoutLayer();
        selfAttn = o.attention();
        multiheadAttn = o.attention();
        linear1 = o.linear(o.dModel(), o.dimFeedforward());
        dropout = new Dropout(o.dropout());
        linear2 = o.linear(o.dimFeedforward(), o.dModel());
        norm1 = o.norm();
        norm2 = o.norm();
        norm3 = o.norm();
        dropout1 = new Dropout(o.dropout());
        dropout2 = new Dropout(o.dropout());
        dropout3 = new Dropout(o.dropout());
        activation = o.activation().layer();
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
        if (options.normFirst()) {
            Tensor x = tgt.add(self(norm1.call(tgt), o));
            x = x.add(cross(norm2.call(x), memory, o));
            return x.add(feed(norm3.call(x)));
        }
        Tensor x = norm1.call(tgt.add(self(tgt, o)));
        x = norm2.call(x.add(cross(x, memory, o)));
        return norm3.call(x.add(feed(x)));
    }

    private Tensor self(Tensor x, DecoderCallOptions o) {
        boolean causal = o.tgtIsCausal() != null && o.tgtIsCausal();
        return dropout1.call(attend(selfAttn, x, x, o.tgtMask(), o.tgtKeyPaddingMask(), causal));
    }

    private Tensor cross(Tensor x, Tensor memory, DecoderCallOptions o) {
        return dropout2.call(
                attend(
                        multiheadAttn,
                        x,
                        memory,
                        o.memoryMask(),
                        o.memoryKeyPaddingMask(),
                        o.memoryIsCausal()));
    }

    private static Tensor attend(
            MultiheadAttention attention,
            Tensor x,
            Tensor keys,
            @Nullable Tensor mask,
            @Nullable Tensor padding,
            boolean causal) {
        return attention
                .call(
                        x,
                        keys,
                        keys,
                        o ->
                                o.attnMask(mask)
                                        .keyPaddingMask(padding)
                                        .isCausal(causal)
                                        .needWeights(false))
                .output();
    }

    private Tensor feed(Tensor x) {
        Tensor h = options.activation().apply(linear1.call(x), activation);
        return dropout3.call(linear2.call(dropout.call(h)));
    }

    /** Returns how the layer was made; a layer that was its activation is not in it. */
    public final TransformerLayerOptions options() {
        return options;
    }
}
