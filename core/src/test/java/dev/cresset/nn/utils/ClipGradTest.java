package dev.cresset.nn.utils;

import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Recordings;
import dev.cresset.optim.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClipGradTest {
    private static final Recordings RECORDED = Recordings.read(SGD.class, "clip");

    @TestFactory
    Stream<DynamicTest> clippedGradientsAreThoseOfPyTorch() {
        return RECORDED.rows().stream()
                .filter(row -> ((String) row.get("fn")).startsWith("clip"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> replay(row)));
    }

    private static void replay(Map<String, Object> row) {
        List<Parameter> params = new ArrayList<>();
        for (Object key : (List<?>) row.get("grads")) {
            Tensor gradient = RECORDED.tensor(key);
            Parameter p = new Parameter(gradient.zerosLike());
            p.setGrad(gradient);
            params.add(p);
        }
        params.add(new Parameter(zeros(2)));
        if (row.get("fn").equals("clip_grad_value_")) {
            ClipGrad.clipGradValue_(params, (double) row.get("clip_value"));
        } else {
            Object p = row.get("norm_type");
            double normType = p instanceof Number n ? n.doubleValue() : Double.POSITIVE_INFINITY;
            Tensor norm =
                    ClipGrad.clipGradNorm_(
                            params, (double) row.get("max_norm"), o -> o.normType(normType));
            assertClose(norm, RECORDED.tensor(row.get("total_norm")));
        }
        List<?> after = (List<?>) row.get("after");
        for (int i = 0; i < after.size(); i++) {
            assertClose(params.get(i).grad(), RECORDED.tensor(after.get(i)));
        }
        assertThat(params.getLast().grad()).isNull();
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.allclose(expected, 2e-6, 1e-7, true))
                .as("%s, expected %s", actual, expected)
                .isTrue();
    }

    @Test
    void threeAndFourHaveTheNormFive() {
        Parameter p = new Parameter(zeros(2));
        p.setGrad(tensor(3.0, 4.0));
        assertThat(ClipGrad.clipGradNorm_(List.of(p), 1).item().doubleValue()).isEqualTo(5);
        assertThat(p.grad().allclose(tensor(0.6, 0.8))).isTrue();
    }

    @Test
    void withoutGradientsTheNormIsZero() {
        assertThat(ClipGrad.clipGradNorm_(List.of(new Parameter(zeros(1))), 1))
                .hasToString("tensor(0.)");
    }

    @Test
    void normsThatAreNotFiniteCanBeErrors() {
        Parameter p = new Parameter(zeros(2));
        p.setGrad(tensor(1.0, Double.NaN));
        assertThatThrownBy(
                        () -> ClipGrad.clipGradNorm_(List.of(p), 1, o -> o.errorIfNonfinite(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("order 2.0")
                .hasMessageContaining("non-finite");
        assertThat(p.grad().get(0).item().doubleValue()).isEqualTo(1);
    }
}
