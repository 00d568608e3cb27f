package dev.cresset;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The names of {@code grad_fn} that PyTorch 2.13 shows where they are not those of the method. */
class GradNamesTest {
    private static DynamicTest named(String name, String what, UnaryOperator<Tensor> f) {
        return DynamicTest.dynamicTest(
                what,
                () -> {
                    Tensor x = arange(12).toFloat().view(3, 4).requiresGrad_(true);
                    assertThat(f.apply(x).gradFn().name()).isEqualTo(name);
                });
    }

    @TestFactory
    DynamicTest[] nodesHaveTheNamesOfPyTorch() {
        Tensor zero = zeros();
        Tensor first = tensor(0L);
        return new DynamicTest[] {
            named("PowBackward0", "x.square()", x -> x.square()),
            named("Log1PBackward0", "x.log1p()", x -> x.log1p()),
            named("MulBackward0", "2 / x", x -> x.rdiv(2)),
            named("ClampMinBackward0", "x.clamp_min(0)", x -> x.clampMin(0)),
            named("ClampMaxBackward0", "x.clamp_max(0)", x -> x.clampMax(0)),
            named("ClampBackward1", "x.clamp(0, 1)", x -> x.clamp(0, 1)),
            named("MaskedFillBackward0", "masked_fill(m, 0.)", x -> x.maskedFill(x.gt(0), 0)),
            named("MaskedFillBackward1", "masked_fill(m, t)", x -> x.maskedFill(x.gt(0), zero)),
            named("LerpBackward0", "lerp(x, 0.5)", x -> x.lerp(x, 0.5)),
            named("LerpBackward1", "lerp(x, x)", x -> x.lerp(x, x)),
            named("IndexFillBackward0", "index_fill(0, i, 0)", x -> x.indexFill(0, first, 0)),
            named("IndexFillBackward1", "index_fill(0, i, t)", x -> x.indexFill(0, first, zero)),
            named("ScatterBackward1", "scatter value", x -> x.scatter(0, first.view(1, 1), 1)),
            named("ScatterBackward0", "scatter", x -> x.scatter(0, first.view(1, 1), ones(1, 1))),
            named("ViewBackward0", "x.reshape(12)", x -> x.reshape(12)),
            named("ReshapeAliasBackward0", "x.t().reshape(4, 3, 1)", x -> x.t().reshape(4, 3, 1)),
            named("UnsafeViewBackward0", "x.t().reshape(12)", x -> x.t().reshape(12)),
            named("ViewBackward0", "x.repeat_interleave(2)", x -> x.repeatInterleave(2)),
            named("DiagonalBackward0_copy", "torch.diag(x)", x -> x.diag()),
            named("ZeroBackward0", "x.clone().zero_()", x -> x.clone().zero_()),
            named("SqueezeBackward1", "x.squeeze(0)", x -> x.squeeze(0)),
            named("SqueezeBackward2", "x.squeeze((0, 1))", x -> x.squeeze(0, 1)),
        };
    }

    @Test
    void aViewThatIsFilledKeepsTheNameOfTheView() {
        Tensor x = ones(3).requiresGrad_(true).clone();
        Tensor view = x.get(0);
        view.zero_();
        assertThat(view.gradFn().name()).isNotEqualTo("ZeroBackward0");
        assertThat(x.gradFn().name()).isEqualTo("CopySlices");
    }

    @Test
    void usersNameTheirComposites() {
        Tensor x = ones(2).requiresGrad_(true);
        Tensor y = Grad.named("SwishBackward0", x.sigmoid().mul(x));
        assertThat(y).hasToString("tensor([0.7311, 0.7311], grad_fn=<SwishBackward0>)");
        assertThat(Grad.named("SwishBackward0", x)).isSameAs(x);
    }
}
