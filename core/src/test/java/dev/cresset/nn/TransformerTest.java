package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.Tensor;
import org.junit.jupiter.api.Test;

/** Transformers as PyTorch computes, initialises and prints them. */
class TransformerTest {
    private static final double FLOAT = 1e-5;

    private static Tensor in(String name) {
        return RecordedAttention.of("eval." + name);
    }

    @Test
    void transformersStartAsPyTorchs() {
        Tensor.manualSeed(0);
        RecordedAttention.startsAs("encoder_layer", new TransformerEncoderLayer(8, 2, 16));
        Tensor.manualSeed(0);
        RecordedAttention.startsAs(
                "decoder_layer",
                new TransformerDecoderLayer(8, 2, o -> o.dimFeedforward(16).bias(false)));
        Tensor.manualSeed(0);
        RecordedAttention.startsAs(
                "encoder",
                new TransformerEncoder(
                        new TransformerEncoderLayer(8, 2, 16), 2, o -> o.norm(new LayerNorm(8))));
        Tensor.manualSeed(0);
        RecordedAttention.startsAs(
                "transformer",
                new Transformer(
                        8, 2, o -> o.numEncoderLayers(1).numDecoderLayers(2).dimFeedforward(16)));
    }

    @Test
    void evaluationIsPyTorchsFastPath() {
        Tensor x = in("x");
        Tensor.manualSeed(3);
        var layer =
                new TransformerEncoderLayer(
                        8,
                        2,
                        o ->
                                o.dimFeedforward(16)
                                        .activation(TransformerActivation.GELU)
                                        .batchFirst(true));
        var first =
                new TransformerEncoderLayer(
                        8, 2, o -> o.dimFeedforward(16).batchFirst(true).normFirst(true));
        layer.eval();
        first.eval();
        noGrad(() -> {
            RecordedAttention.near(layer.call(x), "eval.layer", FLOAT);
            RecordedAttention.near(
                    layer.call(x, o -> o.srcMask(in("causal")).srcKeyPaddingMask(in("ends"))),
                    "eval.layer_masked",
                    FLOAT);
            RecordedAttention.near(
                    first.call(x, o -> o.srcKeyPaddingMask(in("holes"))), "eval.first", FLOAT);
        });
    }

    @Test
    void anEncoderLeavesZerosWherePyTorchPacksSequences() {
        Tensor x = in("x");
        Tensor.manualSeed(4);
        var layer = new TransformerEncoderLayer(8, 2, o -> o.dimFeedforward(16).batchFirst(true));
        var stack = new TransformerEncoder(layer, 2, o -> o.norm(new LayerNorm(8)));
        stack.eval();
        noGrad(() -> {
            RecordedAttention.near(stack.call(x), "eval.stack", FLOAT);
            RecordedAttention.near(
                    stack.call(x, o -> o.srcKeyPaddingMask(in("ends"))), "eval.stack_ends", FLOAT);
            RecordedAttention.near(
                    stack.call(x, o -> o.srcKeyPaddingMask(in("holes"))),
                    "eval.stack_holes",
                    FLOAT);
            RecordedAttention.near(
                    stack.call(x, o -> o.mask(in("causal")).srcKeyPaddingMask(in("ends"))),
                    "eval.stack_causal",
                    FLOAT);
        });
    }

    @Test
    void transformersPrintAsPyTorchs() {
        var encoder =
                new TransformerEncoder(
                        new TransformerEncoderLayer(
                                4, 2, o -> o.dimFeedforward(8).activation(new GELU())),
                        2);
        assertThat(encoder)
                .hasToString(
                        """
                        TransformerEncoder(
                          (layers): ModuleList(
                            (0-1): 2 x TransformerEncoderLayer(
                              (self_attn): MultiheadAttention(
                                (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)
                              )
                              (linear1): Linear(in_features=4, out_features=8, bias=True)
                              (dropout): Dropout(p=0.1, inplace=False)
                              (linear2): Linear(in_features=8, out_features=4, bias=True)
                              (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True, bias=True)
                              (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True, bias=True)
                              (dropout1): Dropout(p=0.1, inplace=False)
                              (dropout2): Dropout(p=0.1, inplace=False)
                              (activation): GELU(approximate='none')
                            )
                          )
                        )\
                        """);
    }

    @Test
    void layersOfAStackAreCopiesWithTheSameNumbers() {
        var layer = new TransformerEncoderLayer(4, 2, 8);
        var stack = new TransformerEncoder(layer, 2);
        TransformerEncoderLayer first = stack.layers.get(0);
        TransformerEncoderLayer second = stack.layers.get(1);
        assertThat(first.linear1.weight.equal(second.linear1.weight)).isTrue();
        assertThat(first.linear1.weight).isNotSameAs(second.linear1.weight);
        assertThat(first.linear1.weight).isNotSameAs(layer.linear1.weight);
    }

    @Test
    void aFunctionOfOnesOwnIsTheActivation() {
        var layer =
                new TransformerEncoderLayer(
                        4, 2, o -> o.dimFeedforward(8).dropout(0).activation(x -> x.mul(0)));
        var zero =
                new TransformerEncoderLayer(
                        4,
                        2,
                        o -> o.dimFeedforward(8).dropout(0).activation(new Threshold(1e9, 0)));
        zero.loadStateDict(layer.stateDict());
        Tensor x = Tensor.randn(3, 1, 4);
        assertThat(layer.call(x).equal(zero.call(x))).isTrue();
    }

    @Test
    void decodersFindOutWhetherTheMaskIsCausal() {
        var model =
                new Transformer(
                        4,
                        2,
                        o ->
                                o.numEncoderLayers(1)
                                        .numDecoderLayers(1)
                                        .dimFeedforward(8)
                                        .dropout(0));
        Tensor src = Tensor.randn(3, 2, 4);
        Tensor tgt = Tensor.randn(5, 2, 4);
        Tensor mask = Transformer.generateSquareSubsequentMask(5);
        Tensor found = model.call(src, tgt, o -> o.tgtMask(mask));
        Tensor said = model.call(src, tgt, o -> o.tgtMask(mask).tgtIsCausal(true));
        Tensor added = model.call(src, tgt, o -> o.tgtMask(mask).tgtIsCausal(false));
        assertThat(found.equal(said)).isTrue();
        assertThat(found.allclose(added, 1e-5, 1e-5, false)).isTrue();
        assertThat(found.allclose(model.call(src, tgt), 1e-5, 1e-5, false)).isFalse();
    }

    @Test
    void batchesAndSizesMustFit() {
        var model = new Transformer(4, 2, o -> o.numEncoderLayers(1).numDecoderLayers(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.call(Tensor.zeros(3, 2, 4), Tensor.zeros(3, 3, 4)))
                .withMessageContaining("the batch number of src and tgt must be equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.call(Tensor.zeros(3, 2, 5), Tensor.zeros(3, 2, 4)))
                .withMessageContaining("the feature number of src and tgt");
    }
}
