package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.nn.EmbeddingBag.Mode;
import dev.cresset.nn.utils.Rnn;
import dev.cresset.op.DType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What PyTorch 2.13 shows as the {@code grad_fn} of functions that are made of several here. */
class CompositeNamesTest {
    private static String name(Tensor x) {
        return java.util.Objects.requireNonNull(x.gradFn()).name();
    }

    @Test
    void bagsAreOneOperation() {
        Tensor w = randn(6, 3).requiresGrad_(true);
        Tensor i = tensor(1, 2, 3, 0);
        for (Mode mode : Mode.values()) {
            assertThat(name(Functional.embeddingBag(i, w, tensor(0, 2), o -> o.mode(mode))))
                    .isEqualTo("EmbeddingBagBackward0");
        }
    }

    @Test
    void packingAndPaddingAreOneOperationEach() {
        Tensor x = randn(4, 2, 3).requiresGrad_(true);
        PackedSequence packed = Rnn.packPaddedSequence(x, 4, 2);
        assertThat(name(packed.data())).isEqualTo("PackPaddedSequenceBackward0");
        assertThat(name(Rnn.padPackedSequence(packed).output())).isEqualTo("CopySlices");
        assertThat(name(Rnn.padPackedSequence(packed, o -> o.batchFirst(true)).output()))
                .isEqualTo("TransposeBackward0");
        PackedSequence sorted =
                Rnn.packPaddedSequence(x, new int[] {2, 4}, o -> o.enforceSorted(false));
        assertThat(name(sorted.data())).isEqualTo("PackPaddedSequenceBackward0");
        assertThat(name(Rnn.padPackedSequence(sorted).output())).isEqualTo("IndexSelectBackward0");
        assertThat(name(Rnn.padSequence(List.of(x.get(0), x.get(1))))).isEqualTo("CopySlices");
        assertThat(Rnn.unpackSequence(packed)).allMatch(t -> name(t).equals("IndexBackward0"));
    }

    private static String attention(Tensor q, Tensor kv, UnaryOperator<AttentionOptions> options) {
        return name(Functional.scaledDotProductAttention(q, kv, kv, options));
    }

    @Test
    void attentionOfHeadsIsOneOperation() {
        String fused = "ScaledDotProductFlashAttentionForCpuBackward0";
        Tensor q = randn(2, 4, 3, 8).requiresGrad_(true);
        assertThat(attention(q, q, o -> o)).isEqualTo(fused);
        assertThat(attention(q, q, o -> o.isCausal(true))).isEqualTo(fused);
        assertThat(attention(q, randn(2, 4, 7, 8), o -> o)).isEqualTo(fused);
        assertThat(attention(q, randn(2, 2, 3, 8), o -> o.enableGqa(true))).isEqualTo(fused);
        assertThat(attention(q, q, o -> o.attnMask(zeros(3, 3)))).isEqualTo(fused);
        assertThat(attention(q, q, o -> o.attnMask(ones(DType.BOOL, 2, 1, 3, 3)))).isEqualTo(fused);
        Tensor half = q.toBfloat16();
        assertThat(attention(half, half, o -> o)).isEqualTo(fused);
    }

    @Test
    void attentionThatPyTorchDoesNotFuseIsAProduct() {
        String product = "UnsafeViewBackward0";
        Tensor q = randn(2, 4, 3, 8).requiresGrad_(true);
        assertThat(attention(q, q, o -> o.dropoutP(0.5))).isEqualTo(product);
        assertThat(attention(q, randn(1, 4, 3, 8), o -> o)).isEqualTo(product);
        assertThat(attention(q, q, o -> o.attnMask(zeros(3, 3).requiresGrad_(true))))
                .isEqualTo(product);
        assertThat(attention(q, q, o -> o.attnMask(zeros(4, 3, 3)))).isEqualTo(product);
        Tensor three = q.detach().get(0).requiresGrad_(true);
        assertThat(attention(three, three, o -> o)).isEqualTo(product);
    }

    @Test
    void sequencesOverTimeAreConvolvedInOneOperation() {
        Tensor x = randn(5, 2, 3).requiresGrad_(true);
        Tensor y = Functional.convTbc(x, randn(2, 3, 4), randn(4), 1);
        assertThat(name(y)).isEqualTo("ConvTbcBackward0");
        assertThat(y.shape().toArray()).containsExactly(6, 2, 4);
        assertThat(y.isContiguous()).isTrue();
    }

    @Test
    void activationsAndDistancesHaveNamesOfTheirOwn() {
        Tensor x = randn(3, 4).requiresGrad_(true);
        assertThat(name(Functional.celu(x))).isEqualTo("CeluBackward0");
        assertThat(name(Functional.rrelu(x))).isEqualTo("RreluWithNoiseBackward0");
        assertThat(name(Functional.rrelu(x, 0.1, 0.3, true, null)))
                .isEqualTo("RreluWithNoiseBackward0");
        assertThat(name(Functional.pairwiseDistance(x, x.mul(2)))).isEqualTo("NormBackward1");
        assertThat(name(Functional.crossEntropy(x, x.detach().softmax(1))))
                .isEqualTo("DivBackward1");
    }

    @Test
    void recurrentLayersShowHowPyTorchComputesThem() {
        Tensor x = randn(2, 5, 3);
        assertThat(name(new LSTM(3, 4).call(x).output())).isEqualTo("MkldnnRnnLayerBackward0");
        assertThat(name(new LSTM(3, 4, o -> o.projSize(2)).call(x).output()))
                .isEqualTo("StackBackward0");
        assertThat(name(new LSTM(3, 4, o -> o.dtype(DType.FLOAT64)).call(x.toDouble()).output()))
                .isEqualTo("StackBackward0");
        assertThat(name(new LSTM(3, 4, o -> o.batchFirst(true)).call(x).output()))
                .isEqualTo("TransposeBackward0");
        assertThat(name(new GRU(3, 4, o -> o.batchFirst(true)).call(x).output()))
                .isEqualTo("TransposeBackward1");
        assertThat(name(new GRU(3, 4).call(x).output())).isEqualTo("StackBackward0");
        assertThat(name(new RNN(3, 4, o -> o.bidirectional(true)).call(x).output()))
                .isEqualTo("CatBackward0");
    }
}
