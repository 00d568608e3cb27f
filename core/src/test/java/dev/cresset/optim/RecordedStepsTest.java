package dev.cresset.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Recordings;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ten steps of each optimiser against PyTorch's: parameters, state and groups. */
class RecordedStepsTest {
    private static final Recordings RECORDED =
            Recordings.read(RecordedStepsTest.class, "optimizers");

    @TestFactory
    Stream<DynamicTest> stepsAreThoseOfPyTorch() {
        return RECORDED.rows().stream()
                .filter(row -> !row.get("optimizer").equals("LBFGS"))
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.get("optimizer")
                                        + " "
                                        + row.get("hyper")
                                        + " "
                                        + row.get("variant"),
                                () -> replay(row)));
    }

    private static void replay(Map<String, Object> row) {
        List<Tensor> params = new ArrayList<>();
        for (Object key : (List<?>) row.get("init")) {
            params.add(RECORDED.tensor(key).requiresGrad_());
        }
        Optimizer<?> optimizer = Made.optimizer(row, params);
        List<?> grads = (List<?>) row.get("grads");
        List<?> after = (List<?>) row.get("params");
        for (int t = 0; t < grads.size(); t++) {
            for (int i = 0; i < params.size(); i++) {
                Object key = ((List<?>) grads.get(t)).get(i);
                params.get(i).setGrad(key == null ? null : RECORDED.tensor(key));
            }
            optimizer.step();
            for (int i = 0; i < params.size(); i++) {
                Object key = ((List<?>) after.get(t)).get(i);
                if (key != null) {
                    assertClose(
                            params.get(i), RECORDED.tensor(key), "parameter " + i + " step " + t);
                }
            }
        }
        Map<String, Object> dict = optimizer.stateDict();
        assertThat(PythonText.repr(lists(dict.get("param_groups"))))
                .isEqualTo(PythonText.repr(row.get("param_groups")));
        assertState((Map<?, ?>) dict.get("state"), (Map<?, ?>) row.get("state"));
    }

    private static void assertState(Map<?, ?> actual, Map<?, ?> expected) {
        assertThat(actual.keySet().stream().map(Object::toString))
                .containsExactlyElementsOf(
                        expected.keySet().stream().map(k -> (String) k).toList());
        expected.forEach((id, values) -> {
            Map<?, ?> mine = (Map<?, ?>) actual.get(Integer.valueOf((String) id));
            assertThat(List.copyOf(mine.keySet()).toString())
                    .as("keys of %s", id)
                    .isEqualTo(List.copyOf(((Map<?, ?>) values).keySet()).toString());
            ((Map<?, ?>) values)
                    .forEach((key, ref) ->
                            assertClose(
                                    (Tensor) mine.get(key),
                                    RECORDED.tensor(ref),
                                    "state " + id + " " + key));
        });
    }

    private static void assertClose(Tensor actual, Tensor expected, String what) {
        assertThat(actual.dtype()).as(what).isEqualTo(expected.dtype());
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        // Single roundings may differ (fused multiply-add), and ten steps add them up.
        double tolerance = expected.dtype() == DType.FLOAT64 ? 1e-14 : 1e-6;
        double[] a = actual.toDoubleArray();
        double[] e = expected.toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            assertThat(Math.abs(a[i] - e[i]))
                    .as("%s element %d: %s, expected %s", what, i, a[i], e[i])
                    .isLessThanOrEqualTo(tolerance * (1 + Math.abs(e[i])));
        }
    }

    /** Turns tuples into lists, as JSON has them. */
    private static Object lists(Object value) {
        return switch (value) {
            case PythonText.Tuple t -> t.items();
            case List<?> l -> l.stream().map(RecordedStepsTest::lists).toList();
            case Map<?, ?> m -> {
                Map<Object, Object> out = new LinkedHashMap<>();
                m.forEach((k, v) -> out.put(k, v == null ? null : lists(v)));
                yield out;
            }
            default -> value;
        };
    }
}
