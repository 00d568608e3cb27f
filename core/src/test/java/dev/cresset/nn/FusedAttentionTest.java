package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.Threads;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention as one op against the formula it stands for. */
class FusedAttentionTest {
    /** Long enough for several blocks of queries. */
    private static final int LENGTH = 150;

    private static Tensor normal(DType dtype, int... sizes) {
        return Tensor.randn(Shape.of(sizes), o -> o.dtype(dtype));
    }

    /** Heads as projections give them: views whose dimensions are transposed. */
    private static Tensor heads(DType dtype, int n, int length, int heads, int size) {
        return normal(dtype, n, length, 3 * heads * size)
                .narrow(2, heads * size, heads * size)
                .view(n, length, heads, size)
                .transpose(1, 2)
                .detach();
    }

    private static Tensor formula(Tensor q, Tensor k, Tensor v, Tensor mask, double scale) {
        return q.matmul(k.transpose(-2, -1)).mul(scale).add(mask).softmax(-1).matmul(v);
    }

    private static void near(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.toDouble().toDoubleArray())
                .containsExactly(expected.toDouble().toDoubleArray(), Offset.offset(tolerance));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void resultAndGradientsAreThoseOfTheFormula(DType dtype) {
        Tensor.manualSeed(1);
        double tolerance = dtype == DType.FLOAT64 ? 1e-12 : 2e-5;
        Tensor added = normal(dtype, LENGTH, LENGTH);
        Tensor hidden =
                Tensor.full(Shape.of(LENGTH, LENGTH), Double.NEGATIVE_INFINITY).triu(1).to(dtype);
        Tensor allowed = Tensor.rand(2, 1, 1, LENGTH).lt(0.7);
        allowed.select(3, 0).fill_(true);
        Tensor closed =
                Tensor.zeros(dtype, 2, 1, 1, LENGTH)
                        .maskedFill(allowed.logicalNot(), Double.NEGATIVE_INFINITY);
        compare(dtype, tolerance, hidden, o -> o.isCausal(true));
        compare(dtype, tolerance, added, o -> o.attnMask(added));
        compare(dtype, tolerance, closed, o -> o.attnMask(allowed));
    }

    private static void compare(
            DType dtype, double tolerance, Tensor mask, UnaryOperator<AttentionOptions> options) {
        List<Tensor> in =
                List.of(
                        heads(dtype, 2, LENGTH, 3, 8),
                        heads(dtype, 2, LENGTH, 3, 8),
                        heads(dtype, 2, LENGTH, 3, 8));
        List<Tensor> same = new ArrayList<>();
        List<Tensor> wide = new ArrayList<>();
        for (Tensor x : in) {
            same.add(x.detach().requiresGrad_());
            wide.add(x.to(DType.FLOAT64).clone().requiresGrad_());
        }
        Tensor out =
                Functional.scaledDotProductAttention(
                        same.get(0), same.get(1), same.get(2), options);
        Tensor expected =
                formula(
                        wide.get(0),
                        wide.get(1),
                        wide.get(2),
                        mask.to(DType.FLOAT64),
                        1 / Math.sqrt(8));
        near(out, expected, tolerance);
        Tensor g = normal(DType.FLOAT64, 2, 3, LENGTH, 8);
        out.backward(g.to(dtype));
        expected.backward(g);
        for (int i = 0; i < 3; i++) {
            near(same.get(i).grad(), wide.get(i).grad(), 20 * tolerance);
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        Tensor.manualSeed(2);
        Tensor x = heads(DType.FLOAT32, 4, 300, 4, 32);
        int before = Threads.get();
        try {
            List<Tensor> one = withThreads(1, x);
            for (int n : new int[] {2, 4, 8}) {
                List<Tensor> many = withThreads(n, x);
                assertThat(many.get(0).equal(one.get(0))).isTrue();
                assertThat(many.get(1).equal(one.get(1))).isTrue();
            }
        } finally {
            Threads.set(before);
        }
    }

    private static List<Tensor> withThreads(int n, Tensor x) {
        Threads.set(n);
        Tensor q = x.detach().requiresGrad_();
        Tensor out = Functional.scaledDotProductAttention(q, q, q, o -> o.isCausal(true));
        out.sum().backward();
        return List.of(out, q.grad());
    }

    @Test
    void transposedHeadsGiveTransposedResults() {
        Tensor x = heads(DType.FLOAT32, 2, 5, 3, 4).requiresGrad_();
        Tensor out = Functional.scaledDotProductAttention(x, x, x);
        assertThat(out.stride()).containsExactly(60, 4, 12, 1);
        assertThat(Functional.scaledDotProductAttention(x.contiguous(), x, x).stride())
                .containsExactly(60, 20, 4, 1);
    }

    @Test
    void sizesBroadcastWithoutCopies() {
        Tensor.manualSeed(3);
        Tensor q = normal(DType.FLOAT64, 2, 4, 5, 3).requiresGrad_();
        Tensor k = normal(DType.FLOAT64, 1, 1, 6, 3).requiresGrad_();
        Tensor v = normal(DType.FLOAT64, 2, 1, 6, 2).requiresGrad_();
        Tensor mask = Tensor.zeros(DType.FLOAT64, 1);
        Tensor out = Functional.scaledDotProductAttention(q, k, v, o -> o.scale(0.3));
        Tensor expected = formula(q, k, v, mask, 0.3);
        near(out, expected, 1e-14);
        assertThat(out.gradFn().name()).isEqualTo("UnsafeViewBackward0");
        FiniteDifferences.check(
                t -> Functional.scaledDotProductAttention(t.get(0), t.get(1), t.get(2)),
                q.detach(),
                k.detach(),
                v.detach());
    }

    @Test
    void headsThatShareKeysAddUpTheirGradients() {
        Tensor.manualSeed(4);
        Tensor q = normal(DType.FLOAT64, 2, 6, 5, 3).requiresGrad_();
        Tensor k = normal(DType.FLOAT64, 2, 2, 7, 3).requiresGrad_();
        Tensor v = normal(DType.FLOAT64, 2, 2, 7, 3).requiresGrad_();
        Tensor out = Functional.scaledDotProductAttention(q, k, v, o -> o.enableGqa(true));
        out.square().sum().backward();
        Tensor keys = k.detach().requiresGrad_();
        Tensor values = v.detach().requiresGrad_();
        Tensor each =
                formula(
                        q.detach(),
                        keys.repeatInterleave(3, 1),
                        values.repeatInterleave(3, 1),
                        Tensor.zeros(DType.FLOAT64, 1),
                        1 / Math.sqrt(3));
        each.square().sum().backward();
        near(k.grad(), keys.grad(), 1e-13);
        near(v.grad(), values.grad(), 1e-13);
    }

    @Test
    void aMaskThatNeedsAGradientGetsOne() {
        Tensor.manualSeed(5);
        FiniteDifferences.check(
                t ->
                        Functional.scaledDotProductAttention(
                                t.get(0), t.get(1), t.get(2), o -> o.attnMask(t.get(3))),
                normal(DType.FLOAT64, 2, 2, 3, 2),
                normal(DType.FLOAT64, 2, 2, 4, 2),
                normal(DType.FLOAT64, 2, 2, 4, 2),
                normal(DType.FLOAT64, 2, 1, 3, 4));
    }

    @Test
    void theNodeHasPyTorchsName() {
        Tensor x = Tensor.ones(1, 2, 3, 4).requiresGrad_();
        assertThat(Functional.scaledDotProductAttention(x, x, x).gradFn().name())
                .isEqualTo("ScaledDotProductFlashAttentionForCpuBackward0");
        Tensor three = x.select(0, 0);
        assertThat(Functional.scaledDotProductAttention(three, three, three).gradFn().name())
                .isEqualTo("UnsafeViewBackward0");
    }
}
