package dev.cresset.testkit;

import dev.cresset.Tensor;
import dev.cresset.engine.Engines;
import dev.cresset.op.DType;
import dev.cresset.op.Op;
import dev.cresset.op.Parametric;
import dev.cresset.op.Unary;
import dev.cresset.testkit.golden.Comparison;
import dev.cresset.testkit.golden.Tolerance;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations through {@link Tensor#apply}: derivatives to second order, and both engines. */
class OpDoorTest {
    static List<Op> activations() {
        return List.of(
                Unary.GELU,
                Unary.GELU_TANH,
                Unary.SILU,
                Unary.MISH,
                Unary.HARDSWISH,
                Unary.HARDSIGMOID,
                Unary.LOG_SIGMOID,
                new Parametric.LeakyRelu(0.1),
                new Parametric.Elu(1.5, 1.1, 0.9),
                new Parametric.Softplus(2, 20),
                new Parametric.Hardtanh(-1, 1),
                new Parametric.Threshold(0.5, 7),
                new Parametric.Hardshrink(0.5),
                new Parametric.Softshrink(0.5));
    }

    private static Tensor input() {
        return Tensor.tensor(new double[][] {{0.3, -1.2, 2.6}, {1.7, -0.6, -3.4}});
    }

    @ParameterizedTest
    @MethodSource("activations")
    void derivativesAreRight(Op op) {
        GradCheck.Function f = in -> List.of(Tensor.apply(op, in.getFirst()));
        GradCheck.check(op.toString(), f, List.of(input().requiresGrad_()));
        GradCheck.checkSecond(op.toString(), f, List.of(input().requiresGrad_()));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void enginesAgree(Op op) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = input().to(dtype);
            double epsilon = dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
            String before = Engines.preferred().name();
            Engines.select("reference");
            Tensor expected;
            try {
                expected = Tensor.apply(op, x);
            } finally {
                Engines.select(before);
            }
            Comparison.same(
                    expected.view(),
                    Tensor.apply(op, x).view(),
                    new Tolerance(16 * epsilon, false));
        }
    }
}
