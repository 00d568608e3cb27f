package dev.cresset.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.GradFunction;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradCheckTest {
    private static Tensor input() {
        return Tensor.tensor(new double[][] {{0.3, -1.2, 2.5}, {1.7, 0.6, -0.4}}).requiresGrad_();
    }

    /** x^3, whose gradient is wrong by a factor, or whose second derivative is missing. */
    private static final class Cube extends GradFunction {
        private final double factor;
        private final boolean constant;

        Cube(double factor, boolean constant) {
            this.factor = factor;
            this.constant = constant;
        }

        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            ctx.saveForBackward(x);
            return x[0].pow(3);
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            Tensor x = constant ? ctx.saved(0).detach() : ctx.saved(0);
            return new Tensor[] {g.mul(x.square()).mul(factor)};
        }
    }

    @Test
    void rightDerivativesPass() {
        GradCheck.Function f = in -> List.of(new Cube(3, false).apply(in.getFirst()));
        assertThatCode(
                        () -> {
                            GradCheck.check("cube", f, List.of(input()));
                            GradCheck.checkSecond("cube", f, List.of(input()));
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void aSlightlyWrongDerivativeIsReportedWithBothValues() {
        GradCheck.Function f = in -> List.of(new Cube(3.0001, false).apply(in.getFirst()));
        assertThatThrownBy(() -> GradCheck.check("cube", f, List.of(input())))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "cube: wrong derivative for input 0 [2, 3], element 0: analytic 0.")
                .hasMessageContaining(", numeric 0.");
    }

    @Test
    void aMissingSecondDerivativeIsReported() {
        GradCheck.Function f = in -> List.of(new Cube(3, true).apply(in.getFirst()));
        GradCheck.check("cube", f, List.of(input()));
        assertThatThrownBy(() -> GradCheck.checkSecond("cube", f, List.of(input())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("derivative of cube: wrong derivative for input 0")
                .hasMessageContaining("analytic 0.0");
    }

    @Test
    void theRightInputIsNamed() {
        GradCheck.Function f =
                in -> List.of(in.get(0).mul(in.get(1)).add(in.get(1).detach().mul(0.01)));
        assertThatThrownBy(() -> GradCheck.check("f", f, List.of(input(), input())))
                .hasMessageContaining("wrong derivative for input 1");
    }

    @Test
    void aDerivativeThatDependsOnTheLayoutIsReported() {
        GradCheck.Function f =
                in ->
                        List.of(
                                new Cube(in.getFirst().isContiguous() ? 3 : 2, false)
                                        .apply(in.getFirst()));
        assertThatThrownBy(() -> GradCheck.check("cube", f, List.of(input())))
                .hasMessageStartingWith("cube of strided inputs: wrong derivative");
        assertThatCode(() -> GradCheck.check("cube", f, List.of(input()), o -> o.strided(false)))
                .doesNotThrowAnyException();
    }

    @Test
    void differencesNeedFloat64() {
        GradCheck.Function f = in -> List.of(in.getFirst().exp());
        assertThatThrownBy(() -> GradCheck.check("exp", f, List.of(Tensor.ones(2).requiresGrad_())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exp")
                .hasMessageContaining("float32");
        assertThatThrownBy(() -> GradCheck.check("exp", f, List.of(Tensor.ones(DType.FLOAT64, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gradcheck: exp: no input requires grad");
    }
}
