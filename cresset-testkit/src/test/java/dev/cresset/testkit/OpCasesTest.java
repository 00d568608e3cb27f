package dev.cresset.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.engine.Engines;
import dev.cresset.op.DType;
import dev.cresset.testkit.golden.Comparison;
import dev.cresset.testkit.golden.Tolerance;
import dev.cresset.testkit.table.TorchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every op of the case table. */
class OpCasesTest {
    static List<OpCase> rows() {
        return OpCases.all();
    }

    static List<OpCase> differentiable() {
        return rows().stream().filter(OpCase::differentiable).toList();
    }

    static List<OpCase> elementwise() {
        return rows().stream().filter(OpCase::elementwise).toList();
    }

    static List<OpCase> refusing() {
        return rows().stream().filter(c -> !c.refused().isEmpty()).toList();
    }

    private static <T> T on(String engine, Supplier<T> body) {
        String before = Engines.preferred().name();
        Engines.select(engine);
        try {
            return body.get();
        } finally {
            Engines.select(before);
        }
    }

    private static List<Tensor> requiringGrad(List<Tensor> inputs) {
        return inputs.stream().map(Tensor::requiresGrad_).toList();
    }

    private static void same(List<Tensor> expected, List<Tensor> actual, Tolerance tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Comparison.same(expected.get(i).view(), actual.get(i).view(), tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void resultsAreAsAReaderComputesThem(OpCase op) {
        assertThat(op.shown()).as("cases with a text").isNotEmpty();
        for (OpCase.Shown shown : op.shown()) {
            assertThat(PythonText.str(shown.sample().call(List.of())))
                    .as("%s", shown.sample())
                    .isEqualTo(shown.text());
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void firstAndSecondDerivativesAreRight(OpCase op) {
        for (Sample s : op.samples()) {
            GradCheck.check(s.toString(), s::results, requiringGrad(s.inputs(DType.FLOAT64)));
            GradCheck.checkSecond(s.toString(), s::results, requiringGrad(s.inputs(DType.FLOAT64)));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void gradientsFlowWhereTheTableSaysSo(OpCase op) {
        if (op.domain().integral()) {
            return;
        }
        for (Sample s : op.samples()) {
            List<Tensor> out = s.results(requiringGrad(s.inputs(DType.FLOAT32)));
            boolean any = out.stream().anyMatch(Tensor::requiresGrad);
            assertThat(any).as("%s", s).isEqualTo(op.differentiable());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void enginesAgree(OpCase op) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            double epsilon = dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
            Tolerance tolerance = new Tolerance(op.tolerance() * epsilon, false);
            for (Sample s : op.samples()) {
                List<Tensor> reference = on("reference", () -> s.results(s.inputs(dtype)));
                List<Tensor> plain = on("plain", () -> s.results(s.inputs(dtype)));
                same(reference, plain, tolerance);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void layoutsDoNotMatter(OpCase op) {
        for (Sample s : op.samples()) {
            for (String engine : List.of("reference", "plain")) {
                List<Tensor> dense = s.inputs(DType.FLOAT32);
                List<Tensor> strided = dense.stream().map(GradCheck::strided).toList();
                same(
                        on(engine, () -> s.results(dense)),
                        on(engine, () -> s.results(strided)),
                        new Tolerance(op.tolerance() * Math.ulp(1f), false));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void specialValuesAreTheSameOnBothEngines(OpCase op) {
        if (op.domain().integral()) {
            return;
        }
        double inf = Double.POSITIVE_INFINITY;
        double[] special = {Double.NaN, inf, -inf, 0, -0.0, 1, -1, Double.MIN_VALUE, 1e300};
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Sample s = op.samples().getFirst();
            List<Tensor> inputs = new ArrayList<>();
            int n = special.length;
            Tensor values = Tensor.tensor(special).to(dtype);
            for (int i = 0; i < s.inputs(dtype).size(); i++) {
                inputs.add(i == 0 ? values.view(n, 1).expand(n, n) : values.expand(n, n));
            }
            double epsilon = dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
            same(
                    on("reference", () -> s.results(inputs)),
                    on("plain", () -> s.results(inputs)),
                    new Tolerance(op.tolerance() * epsilon, false));
        }
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void wrongCallsAreRefused(OpCase op) {
        for (Sample s : op.refused()) {
            List<Tensor> inputs = s.inputs(DType.FLOAT32);
            assertThatThrownBy(() -> s.call(inputs))
                    .as("%s", s)
                    .isInstanceOfAny(
                            IllegalArgumentException.class, IndexOutOfBoundsException.class)
                    .isNotInstanceOf(ArrayIndexOutOfBoundsException.class) // a kernel's, too late
                    .message()
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void inPlaceFormsLeaveTheResultInTheirInput(OpCase op) {
        TorchTable.Entry entry = TorchTable.standard().find(op.name() + "_");
        if (entry == null) {
            return;
        }
        Sample s = op.samples().getFirst();
        List<Tensor> expected = s.results(s.inputs(DType.FLOAT64));
        if (expected.getFirst().dtype() != s.inputs(DType.FLOAT64).getFirst().dtype()) {
            return;
        }
        for (boolean strided : List.of(false, true)) {
            List<Tensor> inputs = new ArrayList<>(s.inputs(DType.FLOAT64));
            if (strided) {
                inputs.replaceAll(GradCheck::strided);
            }
            Object out = entry.call(new ArrayList<Object>(inputs), Map.of());
            assertThat(out).as("%s_", op.name()).isSameAs(inputs.getFirst());
            same(
                    expected,
                    List.of(inputs.getFirst()),
                    new Tolerance(op.tolerance() * Math.ulp(1.0), false));
        }
    }
}
