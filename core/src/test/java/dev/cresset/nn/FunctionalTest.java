package dev.cresset.nn;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Index;
import dev.cresset.Tensor;
import dev.cresset.op.Shape;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Small cases that can be computed by hand, refusals, and names that must not collide. */
class FunctionalTest {
    @Test
    void convolutionIsCrossCorrelation() {
        Tensor x = tensor(new float[][][] {{{1, 2, 3, 4}}});
        Tensor w = tensor(new float[][][] {{{1, 0, -2}}});
        // 1 * 1 - 2 * 3, 1 * 2 - 2 * 4
        assertThat(Functional.conv1d(x, w, null).toFloatArray()).containsExactly(-5, -6);
        assertThat(Functional.conv1d(x, w, null, o -> o.padding(Padding.SAME)).toFloatArray())
                .containsExactly(-4, -5, -6, 3);
    }

    @Test
    void transposedConvolutionSpreadsTheKernel() {
        Tensor x = tensor(new float[][][] {{{1, 2}}});
        Tensor w = tensor(new float[][][] {{{1, 10, 100}}});
        assertThat(Functional.convTranspose1d(x, w, null, o -> o.stride(2)).toFloatArray())
                .containsExactly(1, 10, 102, 20, 200);
    }

    @Test
    void maxPoolTakesTheFirstOfEqualsAndKeepsNaN() {
        Tensor x = tensor(new float[][] {{1, 1, 2, Float.NaN}});
        Pooled out = Functional.maxPool1dWithIndices(x, new int[] {2}, o -> o);
        assertThat(out.values().toFloatArray()).containsExactly(1, Float.NaN);
        assertThat(out.indices().toLongArray()).containsExactly(0, 3);
    }

    @Test
    void whichChannelsAreDroppedDoesNotDependOnTheLayout() {
        Tensor x = ones(4, 3).t().unsqueeze(2); // (3, 4, 1), its memory in another order
        manualSeed(5);
        Tensor strided = Functional.dropout1d(x, 0.5, true);
        manualSeed(5);
        Tensor dense = Functional.dropout1d(x.contiguous(), 0.5, true);
        assertThat(strided.equal(dense)).isTrue();
    }

    @Test
    void instanceNormMovesTheStatisticsOfOneChannelByTheMeanOfTheExamples() {
        Tensor mean = zeros(1);
        Tensor var = ones(1);
        Tensor x = tensor(new float[][][] {{{0, 2}}, {{4, 8}}});
        Functional.instanceNorm(x, mean, var, null, null, o -> o.momentum(0.5));
        assertThat(mean.item()).isEqualTo(1.75); // half of the mean of 1 and 6
        assertThat(var.item()).isEqualTo(3.0); // half of 1 and of the mean of 2 and 8
    }

    @Test
    void batchNormNeedsPositiveEpsWhenTraining() {
        assertThatThrownBy(() ->
                        Functional.batchNorm(
                                ones(2, 3), null, null, null, null, o -> o.training(true).eps(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eps must be positive during training, but got 0.0");
    }

    @Test
    void averageCountsPaddingUnlessAskedNotTo() {
        Tensor x = tensor(new float[][] {{1, 2, 3}});
        assertThat(Functional.avgPool1d(x, 2, o -> o.padding(1)).toFloatArray())
                .containsExactly(0.5f, 2.5f);
        assertThat(
                        Functional.avgPool1d(x, 2, o -> o.padding(1).countIncludePad(false))
                                .toFloatArray())
                .containsExactly(1, 2.5f);
    }

    @Test
    void batchNormMovesItsRunningStatistics() {
        BatchNorm1d layer = new BatchNorm1d(1);
        layer.call(tensor(new float[][] {{1}, {3}}));
        assertThat(layer.runningMean.toFloatArray()).containsExactly(0.2f);
        assertThat(layer.runningVar.toFloatArray()).containsExactly(1.1f);
        assertThat(layer.numBatchesTracked.item()).isEqualTo(1L);
    }

    @Test
    void batchNormWithoutMomentumAveragesAllBatches() {
        BatchNorm1d layer = new BatchNorm1d(1, o -> o.momentum(null));
        layer.call(tensor(new float[][] {{1}, {3}}));
        layer.call(tensor(new float[][] {{5}, {7}}));
        assertThat(layer.runningMean.toFloatArray()).containsExactly(4);
    }

    @Test
    void crossEntropyOfEqualLogitsIsTheLogarithmOfTheClasses() {
        Tensor loss = Functional.crossEntropy(zeros(2, 3), tensor(0L, -100L));
        assertThat(loss.item().doubleValue()).isCloseTo(Math.log(3), within());
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }

    @Test
    void everythingIgnoredGivesNaN() {
        Tensor loss = Functional.crossEntropy(zeros(1, 2), tensor(new long[] {-100}));
        assertThat(loss.item().doubleValue()).isNaN();
    }

    @Test
    void classesThatDoNotExistAreIndicesOutOfBounds() {
        assertThatThrownBy(() -> Functional.crossEntropy(zeros(2, 3), tensor(0L, 3L)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("Target 3 is out of bounds");
        assertThatThrownBy(() -> Functional.embedding(tensor(5L), zeros(3, 2)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("5");
    }

    @Test
    void aTableOfEmptyRowsIsLookedUp() {
        assertThat(Functional.embedding(tensor(1L, 0L), zeros(3, 0)).shape())
                .isEqualTo(Shape.of(2, 0));
    }

    @Test
    void averagesOfWindowsTakeNegativeDivisors() {
        Tensor x = Tensor.arange(16.0).view(1, 1, 4, 4);
        assertThat(
                        Functional.avgPool2d(x, new int[] {2}, o -> o.divisorOverride(-1))
                                .toFloatArray())
                .containsExactly(-10, -18, -42, -50);
    }

    @Test
    void aWrongIndexLeavesTheTableAlone() {
        Tensor table = ones(3, 2).mul(9);
        assertThatThrownBy(() -> Functional.embedding(tensor(0L, 5L), table, o -> o.maxNorm(1.0)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(table.toFloatArray()).containsOnly(9);
    }

    @Test
    void maxNormScalesTheRowsThatAreLookedUp() {
        Tensor table = tensor(new float[][] {{3, 4}, {3, 4}});
        Functional.embedding(tensor(new long[] {1}), table, o -> o.maxNorm(1.0));
        assertThat(table.toFloatArray()[0]).isEqualTo(3);
        assertThat(table.toFloatArray()[2])
                .isCloseTo(0.6f, org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void sparseGradientsAreRefused() {
        Embedding layer = new Embedding(3, 2, o -> o.sparse(true));
        assertThat(layer).hasToString("Embedding(3, 2, sparse=True)");
        assertThatThrownBy(() -> layer.call(tensor(new long[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sparse(false)");
    }

    @Test
    void aRefusedBatchIsNotCounted() {
        BatchNorm2d layer = new BatchNorm2d(2);
        assertThatThrownBy(() -> layer.call(ones(1, 3, 2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("running_mean should contain 3 elements not 2");
        assertThatThrownBy(() -> layer.call(ones(1, 2)))
                .hasMessageContaining("expected 4D input (got 2D input");
        assertThatThrownBy(() -> layer.call(ones(1, 2, 1, 1)))
                .hasMessageContaining("Expected more than 1 value per channel");
        assertThat(layer.numBatchesTracked.item()).isEqualTo(0L);
    }

    @Test
    void layersRefuseOptionsThatCannotBe() {
        assertThatThrownBy(() -> new Dropout(1.5))
                .hasMessageContaining("has to be between 0 and 1, but got 1.5");
        assertThatThrownBy(() -> new Conv2d(3, 4, 3, o -> o.groups(2)))
                .hasMessageContaining("in_channels must be divisible by groups");
        assertThatThrownBy(() -> new Embedding(3, 2, o -> o.paddingIdx(5)))
                .hasMessageContaining("Padding_idx must be within num_embeddings");
        assertThatThrownBy(() -> new LayerNorm(3).call(ones(2, 4)))
                .hasMessageContaining(
                        "Given normalized_shape=[3], expected input with shape [*, 3], but got"
                                + " input of size[2, 4]");
        assertThatThrownBy(() -> Functional.maxPool2d(zeros(1, 1, 2, 2), 3))
                .hasMessageContaining("Output size is too small");
    }

    @Test
    void dropoutDrawsPyTorchsMask() {
        manualSeed(0);
        // torch.manual_seed(0); F.dropout(torch.ones(8), 0.5)
        assertThat(Functional.dropout(ones(8), 0.5).toFloatArray())
                .containsExactly(0, 0, 2, 0, 0, 0, 2, 2);
        assertThat(Functional.dropout(ones(4), 1).toFloatArray()).containsOnly(0);
    }

    @Test
    void aResultInItsInputKeepsItsGradient() {
        Tensor x = tensor(new double[] {-1, 2}).requiresGrad_(true);
        new ELU(o -> o.inplace(true)).call(x.mul(1)).sum().backward();
        assertThat(x.grad().toDoubleArray()[0])
                .isCloseTo(Math.exp(-1), org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void gradientsHavePyTorchsNames() {
        Tensor x = zeros(1, 2, 4, 4).requiresGrad_(true);
        Tensor w = ones(3, 2, 3, 3);
        assertThat(name(Functional.conv2d(x, w, null))).isEqualTo("ConvolutionBackward0");
        assertThat(name(Functional.maxPool2d(x, 2))).isEqualTo("MaxPool2DWithIndicesBackward0");
        assertThat(name(Functional.avgPool2d(x, 2))).isEqualTo("AvgPool2DBackward0");
        assertThat(name(Functional.adaptiveAvgPool2d(x, 1))).isEqualTo("MeanBackward1");
        assertThat(name(Functional.batchNorm(x, zeros(2), ones(2))))
                .isEqualTo("NativeBatchNormBackward0");
        assertThat(name(Functional.layerNorm(x, 4))).isEqualTo("NativeLayerNormBackward0");
        assertThat(name(Functional.mseLoss(x, zeros(1, 2, 4, 4)))).isEqualTo("MseLossBackward0");
        Tensor flat = zeros(2, 3).requiresGrad_(true);
        assertThat(name(Functional.crossEntropy(flat, tensor(0L, 1L))))
                .isEqualTo("NllLossBackward0");
        assertThat(name(Functional.linear(flat, ones(4, 3), ones(4)))).isEqualTo("AddmmBackward0");
        assertThat(name(Functional.linear(flat, ones(4, 3)))).isEqualTo("MmBackward0");
    }

    private static String name(Tensor x) {
        return x.gradFn().name();
    }

    @Test
    void starImportsOfTensorFunctionalAndIndexDoNotCollide() {
        Set<String> seen = new TreeSet<>();
        for (Class<?> type : new Class<?>[] {Tensor.class, Functional.class, Index.class}) {
            for (String signature : statics(type)) {
                assertThat(seen.add(signature)).as("%s of %s", signature, type).isTrue();
            }
        }
        Set<String> members = new TreeSet<>();
        for (Class<?> type : new Class<?>[] {Module.class, Layer.class, Loss.class}) {
            for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
                for (Method m : c.getDeclaredMethods()) {
                    boolean visible =
                            Modifier.isPublic(m.getModifiers())
                                    || Modifier.isProtected(m.getModifiers());
                    if (visible && !m.isSynthetic()) {
                        members.add(m.getName());
                    }
                }
            }
        }
        for (String signature : statics(Functional.class)) {
            assertThat(members).doesNotContain(signature.substring(0, signature.indexOf('(')));
        }
    }

    private static Set<String> statics(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && !m.isSynthetic())
                .map(m -> m.getName() + Arrays.toString(m.getParameterTypes()).replace('[', '('))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
