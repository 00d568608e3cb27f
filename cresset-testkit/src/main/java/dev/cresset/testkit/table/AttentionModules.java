package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.nn.Attended;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Layer;
import dev.cresset.nn.MultiHeadOptions;
import dev.cresset.nn.MultiheadAttention;
import dev.cresset.nn.NonDynamicallyQuantizableLinear;
import dev.cresset.nn.Transformer;
import dev.cresset.nn.TransformerActivation;
import dev.cresset.nn.TransformerDecoder;
import dev.cresset.nn.TransformerDecoderLayer;
import dev.cresset.nn.TransformerEncoder;
import dev.cresset.nn.TransformerEncoderLayer;
import dev.cresset.nn.TransformerLayerOptions;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Arguments;
import dev.cresset.testkit.python.Function;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attention and transformers of {@code torch.nn} and {@code torch.nn.functional}. */
final class AttentionModules {
    private static final String FACTORY = ", device=None, dtype=None";
    private static final String LAYER =
            "d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu',"
                    + " layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True"
                    + FACTORY;
    private static final String DECODE =
            "self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,"
                    + " memory_key_padding_mask=None, ";

    private AttentionModules() {}

    static void addTo(TorchTable t) {
        functions(t);
        attention(t);
        layers(t);
        stacks(t);
        transformer(t);
    }

    private static void functions(TorchTable t) {
        t.op(
                "torch.ops.aten._safe_softmax.default",
                "self, dim, dtype=None",
                a -> Functional.safeSoftmax(a.tensor("self"), a.index("dim")));
        t.op(
                "nn.functional.scaled_dot_product_attention",
                "query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None,"
                        + " enable_gqa=False",
                a ->
                        Functional.scaledDotProductAttention(
                                a.tensor("query"),
                                a.tensor("key"),
                                a.tensor("value"),
                                o ->
                                        o.attnMask(a.tensorOrNull("attn_mask"))
                                                .dropoutP(a.real("dropout_p"))
                                                .isCausal(a.bool("is_causal"))
                                                .scale(NeuralFunctions.real(a, "scale"))
                                                .enableGqa(a.bool("enable_gqa"))));
        t.op(
                "nn.functional.multi_head_attention_forward",
                "query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias,"
                        + " bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias,"
                        + " training=True, key_padding_mask=None, need_weights=True, attn_mask=None,"
                        + " use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None,"
                        + " v_proj_weight=None, static_k=None, static_v=None,"
                        + " average_attn_weights=True, is_causal=False",
                a ->
                        both(
                                Functional.multiHeadAttentionForward(
                                        a.tensor("query"),
                                        a.tensor("key"),
                                        a.tensor("value"),
                                        a.index("embed_dim_to_check"),
                                        a.index("num_heads"),
                                        a.tensorOrNull("in_proj_weight"),
                                        a.tensorOrNull("in_proj_bias"),
                                        a.tensorOrNull("bias_k"),
                                        a.tensorOrNull("bias_v"),
                                        a.bool("add_zero_attn"),
                                        a.real("dropout_p"),
                                        a.tensor("out_proj_weight"),
                                        a.tensorOrNull("out_proj_bias"),
                                        o -> heads(a, o))));
    }

    private static MultiHeadOptions heads(Arguments a, MultiHeadOptions o) {
        return o.training(a.bool("training"))
                .keyPaddingMask(a.tensorOrNull("key_padding_mask"))
                .needWeights(a.bool("need_weights"))
                .attnMask(a.tensorOrNull("attn_mask"))
                .useSeparateProjWeight(a.bool("use_separate_proj_weight"))
                .qProjWeight(a.tensorOrNull("q_proj_weight"))
                .kProjWeight(a.tensorOrNull("k_proj_weight"))
                .vProjWeight(a.tensorOrNull("v_proj_weight"))
                .staticK(a.tensorOrNull("static_k"))
                .staticV(a.tensorOrNull("static_v"))
                .averageAttnWeights(a.bool("average_attn_weights"))
                .isCausal(a.bool("is_causal"));
    }

    private static void attention(TorchTable t) {
        t.op(
                "nn.NonDynamicallyQuantizableLinear",
                "in_features, out_features, bias=True" + FACTORY,
                a ->
                        new NonDynamicallyQuantizableLinear(
                                a.index("in_features"),
                                a.index("out_features"),
                                o -> o.bias(a.bool("bias"))));
        t.op(
                "nn.MultiheadAttention",
                "embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False,"
                        + " add_zero_attn=False, kdim=None, vdim=None, batch_first=False"
                        + FACTORY,
                a ->
                        new MultiheadAttention(
                                a.index("embed_dim"),
                                a.index("num_heads"),
                                o ->
                                        o.dropout(a.real("dropout"))
                                                .bias(a.bool("bias"))
                                                .addBiasKv(a.bool("add_bias_kv"))
                                                .addZeroAttn(a.bool("add_zero_attn"))
                                                .kdim(a.indexOrNull("kdim"))
                                                .vdim(a.indexOrNull("vdim"))
                                                .batchFirst(a.bool("batch_first"))
                                                .dtype(dtype(a))));
        t.op(
                "nn.MultiheadAttention.forward",
                "self, query, key, value, key_padding_mask=None, need_weights=True,"
                        + " attn_mask=None, average_attn_weights=True, is_causal=False",
                a ->
                        both(
                                a.as(MultiheadAttention.class, "self")
                                        .call(
                                                a.tensor("query"),
                                                a.tensor("key"),
                                                a.tensor("value"),
                                                o -> call(a, o))));
    }

    private static MultiheadAttention.CallOptions call(
            Arguments a, MultiheadAttention.CallOptions o) {
        return o.keyPaddingMask(a.tensorOrNull("key_padding_mask"))
                .needWeights(a.bool("need_weights"))
                .attnMask(a.tensorOrNull("attn_mask"))
                .averageAttnWeights(a.bool("average_attn_weights"))
                .isCausal(a.bool("is_causal"));
    }

    /** Returns PyTorch's pair, whose second may be None. */
    private static List<@Nullable Object> both(Attended out) {
        return Arrays.asList(out.output(), out.weights());
    }

    private static @Nullable DType dtype(Arguments a) {
        return a.isNone("dtype") ? null : TensorMembers.dtype(a);
    }

    private static @Nullable Boolean flag(Arguments a, String name) {
        return a.isNone(name) ? null : (Boolean) a.bool(name);
    }

    private static void layers(TorchTable t) {
        t.op(
                "nn.TransformerEncoderLayer",
                LAYER,
                a ->
                        new TransformerEncoderLayer(
                                a.index("d_model"), a.index("nhead"), o -> layer(a, o)));
        t.op(
                "nn.TransformerEncoderLayer.forward",
                "self, src, src_mask=None, src_key_padding_mask=None, is_causal=False",
                a ->
                        a.as(TransformerEncoderLayer.class, "self")
                                .call(
                                        a.tensor("src"),
                                        o ->
                                                o.srcMask(a.tensorOrNull("src_mask"))
                                                        .srcKeyPaddingMask(
                                                                a.tensorOrNull(
                                                                        "src_key_padding_mask"))
                                                        .isCausal(a.bool("is_causal"))));
        t.op(
                "nn.TransformerDecoderLayer",
                LAYER,
                a ->
                        new TransformerDecoderLayer(
                                a.index("d_model"), a.index("nhead"), o -> layer(a, o)));
        t.op(
                "nn.TransformerDecoderLayer.forward",
                DECODE + "tgt_is_causal=False, memory_is_causal=False",
                a ->
                        a.as(TransformerDecoderLayer.class, "self")
                                .call(
                                        a.tensor("tgt"),
                                        a.tensor("memory"),
                                        o ->
                                                o.tgtMask(a.tensorOrNull("tgt_mask"))
                                                        .memoryMask(a.tensorOrNull("memory_mask"))
                                                        .tgtKeyPaddingMask(
                                                                a.tensorOrNull(
                                                                        "tgt_key_padding_mask"))
                                                        .memoryKeyPaddingMask(
                                                                a.tensorOrNull(
                                                                        "memory_key_padding_mask"))
                                                        .tgtIsCausal(flag(a, "tgt_is_causal"))
                                                        .memoryIsCausal(
                                                                a.bool("memory_is_causal"))));
    }

    private static TransformerLayerOptions layer(Arguments a, TransformerLayerOptions o) {
        return o.dimFeedforward(a.index("dim_feedforward"))
                .dropout(a.real("dropout"))
                .activation(activation(a))
                .layerNormEps(a.real("layer_norm_eps"))
                .batchFirst(a.bool("batch_first"))
                .normFirst(a.bool("norm_first"))
                .bias(a.bool("bias"))
                .dtype(dtype(a));
    }

    private static TransformerActivation activation(Arguments a) {
        return switch (a.raw("activation")) {
            case String s when s.equals("relu") -> TransformerActivation.RELU;
            case String s when s.equals("gelu") -> TransformerActivation.GELU;
            case Layer l -> TransformerActivation.of(l);
            case Function f ->
                    TransformerActivation.of(
                            x -> (Tensor) Objects.requireNonNull(f.call(List.of(x), Map.of())));
            case null, default -> throw a.unsupported("activation");
        };
    }

    private static void stacks(TorchTable t) {
        t.op(
                "nn.TransformerEncoder",
                "encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True",
                a ->
                        new TransformerEncoder(
                                a.as(TransformerEncoderLayer.class, "encoder_layer"),
                                a.index("num_layers"),
                                o ->
                                        o.norm(a.orNull(Layer.class, "norm"))
                                                .enableNestedTensor(a.bool("enable_nested_tensor"))
                                                .maskCheck(a.bool("mask_check"))));
        t.op(
                "nn.TransformerEncoder.forward",
                "self, src, mask=None, src_key_padding_mask=None, is_causal=None",
                a ->
                        a.as(TransformerEncoder.class, "self")
                                .call(
                                        a.tensor("src"),
                                        o ->
                                                o.mask(a.tensorOrNull("mask"))
                                                        .srcKeyPaddingMask(
                                                                a.tensorOrNull(
                                                                        "src_key_padding_mask"))
                                                        .isCausal(flag(a, "is_causal"))));
        t.op(
                "nn.TransformerDecoder",
                "decoder_layer, num_layers, norm=None",
                a ->
                        new TransformerDecoder(
                                a.as(TransformerDecoderLayer.class, "decoder_layer"),
                                a.index("num_layers"),
                                o -> o.norm(a.orNull(Layer.class, "norm"))));
        t.op(
                "nn.TransformerDecoder.forward",
                DECODE + "tgt_is_causal=None, memory_is_causal=False",
                a ->
                        a.as(TransformerDecoder.class, "self")
                                .call(
                                        a.tensor("tgt"),
                                        a.tensor("memory"),
                                        o ->
                                                o.tgtMask(a.tensorOrNull("tgt_mask"))
                                                        .memoryMask(a.tensorOrNull("memory_mask"))
                                                        .tgtKeyPaddingMask(
                                                                a.tensorOrNull(
                                                                        "tgt_key_padding_mask"))
                                                        .memoryKeyPaddingMask(
                                                                a.tensorOrNull(
                                                                        "memory_key_padding_mask"))
                                                        .tgtIsCausal(flag(a, "tgt_is_causal"))
                                                        .memoryIsCausal(
                                                                a.bool("memory_is_causal"))));
    }

    private static void transformer(TorchTable t) {
        t.op(
                "nn.Transformer",
                "d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6,"
                        + " dim_feedforward=2048, dropout=0.1, activation='relu',"
                        + " custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05,"
                        + " batch_first=False, norm_first=False, bias=True"
                        + FACTORY,
                a ->
                        new Transformer(o ->
                                o.dModel(a.index("d_model"))
                                        .nhead(a.index("nhead"))
                                        .numEncoderLayers(a.index("num_encoder_layers"))
                                        .numDecoderLayers(a.index("num_decoder_layers"))
                                        .dimFeedforward(a.index("dim_feedforward"))
                                        .dropout(a.real("dropout"))
                                        .activation(activation(a))
                                        .customEncoder(
                                                a.orNull(
                                                        TransformerEncoder.class, "custom_encoder"))
                                        .customDecoder(
                                                a.orNull(
                                                        TransformerDecoder.class, "custom_decoder"))
                                        .layerNormEps(a.real("layer_norm_eps"))
                                        .batchFirst(a.bool("batch_first"))
                                        .normFirst(a.bool("norm_first"))
                                        .bias(a.bool("bias"))
                                        .dtype(dtype(a))));
        t.op(
                "nn.Transformer.forward",
                "self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None,"
                        + " src_key_padding_mask=None, tgt_key_padding_mask=None,"
                        + " memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None,"
                        + " memory_is_causal=False",
                a ->
                        a.as(Transformer.class, "self")
                                .call(a.tensor("src"), a.tensor("tgt"), o -> masks(a, o)));
        t.op(
                "nn.Transformer.generate_square_subsequent_mask",
                "sz" + FACTORY,
                a ->
                        a.isNone("dtype")
                                ? Transformer.generateSquareSubsequentMask(a.index("sz"))
                                : Transformer.generateSquareSubsequentMask(
                                        a.index("sz"), TensorMembers.dtype(a)));
    }

    private static Transformer.CallOptions masks(Arguments a, Transformer.CallOptions o) {
        return o.srcMask(a.tensorOrNull("src_mask"))
                .tgtMask(a.tensorOrNull("tgt_mask"))
                .memoryMask(a.tensorOrNull("memory_mask"))
                .srcKeyPaddingMask(a.tensorOrNull("src_key_padding_mask"))
                .tgtKeyPaddingMask(a.tensorOrNull("tgt_key_padding_mask"))
                .memoryKeyPaddingMask(a.tensorOrNull("memory_key_padding_mask"))
                .srcIsCausal(flag(a, "src_is_causal"))
                .tgtIsCausal(flag(a, "tgt_is_causal"))
                .memoryIsCausal(a.bool("memory_is_causal"));
    }
}
