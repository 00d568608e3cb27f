package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Attention as PyTorch computes, initialises, prints and refuses it. */
class AttentionTest {
    private static final double FLOAT = 1e-5;

    private static Tensor in(String name) {
        return RecordedAttention.of("sdpa." + name);
    }

    private static void attends(String name, UnaryOperator<AttentionOptions> options) {
        Tensor out = Functional.scaledDotProductAttention(in("q"), in("k"), in("v"), options);
        RecordedAttention.near(out, "sdpa." + name, FLOAT);
    }

    @Test
    void attentionIsPyTorchsWithEveryOption() {
        attends("plain", o -> o);
        attends("masked", o -> o.attnMask(in("mask")));
        attends("biased", o -> o.attnMask(in("added")));
        attends("causal", o -> o.isCausal(true));
        attends("scaled", o -> o.scale(-0.3));
        Tensor.manualSeed(7);
        attends("dropped", o -> o.dropoutP(0.4));
    }

    @Test
    void headsMayShareKeysAndValues() {
        Tensor out =
                Functional.scaledDotProductAttention(
                        in("q"),
                        in("k").narrow(1, 0, 2),
                        in("v").narrow(1, 0, 2),
                        o -> o.enableGqa(true));
        RecordedAttention.near(out, "sdpa.grouped", FLOAT);
    }

    @Test
    void halfPrecisionIsComputedInFloat32() {
        Tensor half =
                Functional.scaledDotProductAttention(
                        in("q").toHalf(), in("k").toHalf(), in("v").toHalf());
        RecordedAttention.near(half, "sdpa.half", 2e-3); // one unit in the last place of float16
        Tensor brain =
                Functional.scaledDotProductAttention(
                        in("q").toBfloat16(),
                        in("k").toBfloat16(),
                        in("v").toBfloat16(),
                        o -> o.attnMask(in("added").toBfloat16()));
        RecordedAttention.near(brain, "sdpa.brain", 2e-2); // likewise of bfloat16
    }

    @Test
    void matricesAttendToo() {
        Tensor out =
                Functional.scaledDotProductAttention(
                        in("q").select(0, 0).select(0, 0),
                        in("k").select(0, 0).select(0, 0),
                        in("v").select(0, 0).select(0, 0));
        RecordedAttention.near(out, "sdpa.matrix", FLOAT);
    }

    @Test
    void aQueryThatMayAttendToNothingGetsZerosAndNoGradient() {
        Tensor q = Tensor.ones(1, 2, 2).requiresGrad_(true);
        Tensor mask = Tensor.zeros(DType.BOOL, 2, 2);
        mask.set(true, 0, 0);
        Tensor out =
                Functional.scaledDotProductAttention(
                        q, Tensor.randn(1, 2, 2), Tensor.ones(1, 2, 2), o -> o.attnMask(mask));
        assertThat(out.toDoubleArray()).containsExactly(1, 1, 0, 0);
        out.sum().backward();
        assertThat(q.grad().toDoubleArray()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void emptySequencesGiveZerosOrNothing() {
        Tensor none = Tensor.zeros(1, 0, 3);
        assertThat(
                        Functional.scaledDotProductAttention(Tensor.ones(1, 2, 3), none, none)
                                .toDoubleArray())
                .containsOnly(0);
        assertThat(Functional.scaledDotProductAttention(none, none, none).shape().toArray())
                .containsExactly(1, 0, 3);
    }

    @Test
    void attentionRefusesWhatPyTorchRefuses() {
        Tensor x = Tensor.zeros(2, 3);
        refused("at least 2 dimensional", Tensor.zeros(3), x, x, o -> o);
        refused("same floating-point dtype", x, x.toDouble(), x, o -> o);
        refused("same floating-point dtype", x.toLong(), x.toLong(), x.toLong(), o -> o);
        refused("attn_mask dtype", x, x, x, o -> o.attnMask(Tensor.ones(DType.INT64, 2, 2)));
        refused("attn_mask dtype", x, x, x, o -> o.attnMask(Tensor.ones(DType.FLOAT64, 2, 2)));
        refused("Explicit attn_mask", x, x, x, o -> o.isCausal(true).attnMask(Tensor.ones(2, 2)));
        refused("between 0 and 1", x, x, x, o -> o.dropoutP(1.5));
        refused("differ in their last size", x, Tensor.zeros(2, 4), x, o -> o);
        refused("a value for each key", x, Tensor.zeros(4, 3), Tensor.zeros(5, 3), o -> o);
        Tensor heads = Tensor.zeros(1, 4, 2, 3);
        Tensor three = Tensor.zeros(1, 3, 2, 3);
        refused("must divide the number of heads", heads, three, three, o -> o.enableGqa(true));
        refused("broadcast|size of tensor|expand", x, x, x, o -> o.attnMask(Tensor.ones(3, 3)));
        assertThatThrownBy(
                        () -> Functional.scaledDotProductAttention(x, x, x, o -> o.enableGqa(true)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void refused(
            String why, Tensor q, Tensor k, Tensor v, UnaryOperator<AttentionOptions> options) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Functional.scaledDotProductAttention(q, k, v, options))
                .withMessageMatching("(?s).*(" + why + ").*");
    }

    @Test
    void headsStartAsPyTorchs() {
        Tensor.manualSeed(0);
        RecordedAttention.startsAs("packed", new MultiheadAttention(8, 2));
        Tensor.manualSeed(0);
        RecordedAttention.startsAs("unbiased", new MultiheadAttention(8, 4, o -> o.bias(false)));
        Tensor.manualSeed(0);
        RecordedAttention.startsAs(
                "apart", new MultiheadAttention(8, 2, o -> o.kdim(3).vdim(5).addBiasKv(true)));
    }

    @Test
    void headsPrintAsPyTorchs() {
        assertThat(new MultiheadAttention(4, 2))
                .hasToString(
                        """
                        MultiheadAttention(
                          (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)
                        )\
                        """);
    }

    @Test
    void weightsAreReturnedForEachHeadIfNotAveraged() {
        Tensor.manualSeed(5);
        MultiheadAttention heads = new MultiheadAttention(8, 2, o -> o.batchFirst(true));
        heads.eval();
        Tensor x = RecordedAttention.of("eval.x");
        Tensor causal = RecordedAttention.of("eval.causal");
        Attended out = heads.call(x, x, x, o -> o.attnMask(causal).averageAttnWeights(false));
        RecordedAttention.near(out.output(), "eval.heads", FLOAT);
        RecordedAttention.near(out.weights(), "eval.heads_weights", FLOAT);
        Attended single = heads.call(x.select(0, 0), x.select(0, 1), x.select(0, 2));
        RecordedAttention.near(single.output(), "eval.single", FLOAT);
        RecordedAttention.near(single.weights(), "eval.single_weights", FLOAT);
        assertThat(heads.call(x, x, x, o -> o.needWeights(false)).weights()).isNull();
    }

    @Test
    void hooksSeeQueryKeyAndValue() {
        MultiheadAttention heads = new MultiheadAttention(4, 2);
        int[] seen = new int[2];
        heads.registerForwardHook((m, in, out) -> {
            seen[0] = in.size();
            return null;
        });
        heads.registerFullBackwardHook((m, in, out) -> {
            seen[1] = in.size();
            return null;
        });
        Tensor x = Tensor.randn(3, 1, 4).requiresGrad_(true);
        heads.call(x, x, x, o -> o.needWeights(false)).output().sum().backward();
        assertThat(seen).containsExactly(3, 3);
    }

    @Test
    void headsRefuseWhatPyTorchRefuses() {
        refused("must be greater than 0", () -> new MultiheadAttention(0, 1));
        refused("must be divisible by num_heads", () -> new MultiheadAttention(5, 2));
        MultiheadAttention m = new MultiheadAttention(4, 2);
        Tensor x = Tensor.zeros(3, 2, 4);
        Tensor single = Tensor.zeros(3, 4);
        Tensor row = Tensor.zeros(3);
        refused("unbatched 2D or batched 3D", () -> m.call(Tensor.zeros(4), x, x));
        refused("For batched (3-D) `query`, expected `key`", () -> m.call(x, single, x));
        refused("For unbatched (2-D) `query`, expected `key`", () -> m.call(single, x, x));
        refused("`None` or 2-D", () -> m.call(x, x, x, o -> o.keyPaddingMask(row)));
        refused("2-D or 3-D", () -> m.call(x, x, x, o -> o.attnMask(row)));
        refused(
                "Expected `attn_mask` shape to be (2, 3, 3)",
                () -> m.call(single, single, single, o -> o.attnMask(Tensor.zeros(3, 3, 3))));
        refused(
                "only bool and floating types of attn_mask",
                () -> m.call(x, x, x, o -> o.attnMask(Tensor.zeros(DType.INT64, 3, 3))));
        refused(
                "only bool and floating types of key_padding_mask",
                () -> m.call(x, x, x, o -> o.keyPaddingMask(Tensor.zeros(DType.INT32, 2, 3))));
        refused("Need attn_mask", () -> m.call(x, x, x, o -> o.isCausal(true)));
        refused("embedding dimension of 4, but got 5", () -> m.call(Tensor.zeros(3, 2, 5), x, x));
        refused("does not match value shape", () -> m.call(x, x, Tensor.zeros(2, 2, 4)));
        refused(
                "2D attn_mask is torch.Size([3, 2]), but should be (3, 3)",
                () -> m.call(x, x, x, o -> o.attnMask(Tensor.zeros(3, 2))));
        refused(
                "3D attn_mask is torch.Size([3, 3, 3]), but should be (4, 3, 3)",
                () -> m.call(x, x, x, o -> o.attnMask(Tensor.zeros(3, 3, 3))));
        refused(
                "key_padded_mask.shape[0] to be 2, but got 3",
                () -> m.call(x, x, x, o -> o.keyPaddingMask(Tensor.zeros(3, 2))));
        MultiheadAttention apart = new MultiheadAttention(4, 2, o -> o.kdim(3).vdim(2));
        refused(
                "do not match value's",
                () -> apart.call(x, Tensor.zeros(3, 2, 3), Tensor.zeros(2, 2, 2)));
        refused(
                "expecting v weights shape of (4, 3)",
                () -> apart.call(x, Tensor.zeros(3, 2, 3), Tensor.zeros(3, 2, 3)));
        Tensor one = Tensor.zeros(3, 1, 4);
        refused("differ in their batch", () -> m.call(x, one, one));
        refused(
                "bias cannot be added to static key",
                () ->
                        Functional.multiHeadAttentionForward(
                                x,
                                x,
                                x,
                                4,
                                2,
                                Tensor.zeros(12, 4),
                                null,
                                one.narrow(0, 0, 1),
                                one.narrow(0, 0, 1),
                                false,
                                0,
                                Tensor.zeros(4, 4),
                                null,
                                o -> o.staticK(x)));
    }

    private static void refused(
            String why, org.assertj.core.api.ThrowableAssert.ThrowingCallable f) {
        assertThatIllegalArgumentException().isThrownBy(f).withMessageContaining(why);
    }

    @Test
    void staticKeysAndValuesAreUsedAsTheyAre() {
        Tensor x = Tensor.randn(3, 2, 4);
        Tensor w = Tensor.randn(12, 4);
        Tensor eye = Tensor.eye(4);
        List<Tensor> parts = w.chunk(3);
        Tensor k = Functional.linear(x, parts.get(1)).reshape(3, 4, 2).transpose(0, 1);
        Tensor v = Functional.linear(x, parts.get(2)).reshape(3, 4, 2).transpose(0, 1);
        Tensor expected =
                Functional.multiHeadAttentionForward(
                                x, x, x, 4, 2, w, null, null, null, false, 0, eye, null)
                        .output();
        Tensor zeros = Tensor.zeros(3, 2, 4);
        Tensor actual =
                Functional.multiHeadAttentionForward(
                                x,
                                zeros,
                                zeros,
                                4,
                                2,
                                w,
                                null,
                                null,
                                null,
                                false,
                                0,
                                eye,
                                null,
                                o -> o.staticK(k).staticV(v))
                        .output();
        assertThat(actual.allclose(expected)).isTrue();
    }

    private static Tensor wide(int... sizes) {
        return Tensor.randn(Shape.of(sizes), o -> o.dtype(DType.FLOAT64));
    }

    @Test
    void derivativesOfAttentionAreRightToSecondOrder() {
        Tensor.manualSeed(0);
        Tensor hidden = Tensor.ones(DType.BOOL, 3, 4).tril();
        hidden.set(false, 0, 0);
        FiniteDifferences.check(
                t ->
                        Functional.scaledDotProductAttention(
                                t.get(0), t.get(1), t.get(2), o -> o.attnMask(hidden)),
                wide(2, 3, 2),
                wide(2, 4, 2),
                wide(2, 4, 3));
        FiniteDifferences.check(
                t ->
                        Functional.scaledDotProductAttention(
                                t.get(0),
                                t.get(1),
                                t.get(2),
                                o -> o.isCausal(true).enableGqa(true).scale(0.7)),
                wide(1, 4, 3, 2),
                wide(1, 2, 3, 2),
                wide(1, 2, 3, 2));
    }

    @Test
    void derivativesOfSeveralHeadsAreRightToSecondOrder() {
        Tensor.manualSeed(0);
        FiniteDifferences.check(
                t ->
                        Functional.multiHeadAttentionForward(
                                        t.get(0),
                                        t.get(1),
                                        t.get(1),
                                        4,
                                        2,
                                        t.get(2),
                                        t.get(3),
                                        t.get(4),
                                        t.get(5),
                                        true,
                                        0,
                                        t.get(6),
                                        t.get(7),
                                        o -> o.needWeights(false))
                                .output(),
                wide(2, 1, 4),
                wide(3, 1, 4),
                wide(12, 4),
                wide(12),
                wide(1, 1, 4),
                wide(1, 1, 4),
                wide(4, 4),
                wide(4));
    }
}
