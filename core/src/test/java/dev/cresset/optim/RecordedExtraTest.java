package dev.cresset.optim;

import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.Grad;
import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Recordings;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Muon, recorded steps, schedules that continue and averages of weights against PyTorch's. */
class RecordedExtraTest {
    private static final Recordings RECORDED = Recordings.read(RecordedExtraTest.class, "extra");

    private static Stream<DynamicTest> tests(
            String kind, String name, String detail, Consumer<Map<String, Object>> test) {
        return RECORDED.rows().stream()
                .filter(row -> row.get("kind").equals(kind))
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.get(name) + " " + row.get(detail), () -> test.accept(row)));
    }

    private static void assertClose(Tensor actual, Object key, double tolerance) {
        Tensor expected = RECORDED.tensor(key);
        assertThat(actual.dtype()).isEqualTo(expected.dtype());
        assertThat(actual.allclose(expected, tolerance, tolerance, true))
                .as(
                        "%s: %s, expected %s, differing by %s",
                        key, actual, expected, actual.sub(expected))
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> muonOrthogonalisesAsPyTorch() {
        return tests("steps", "optimizer", "hyper", RecordedExtraTest::muon);
    }

    private static void muon(Map<String, Object> row) {
        List<Tensor> params = new ArrayList<>();
        for (Object key : (List<?>) row.get("init")) {
            params.add(RECORDED.tensor(key).requiresGrad_());
        }
        Optimizer<?> optimizer = Made.optimizer(row, params);
        List<?> grads = (List<?>) row.get("grads");
        for (int t = 0; t < grads.size(); t++) {
            for (int i = 0; i < params.size(); i++) {
                params.get(i).setGrad(RECORDED.tensor(((List<?>) grads.get(t)).get(i)));
            }
            optimizer.step();
            for (int i = 0; i < params.size(); i++) {
                // Steps of at most 0.1 times numbers that bfloat16 rounds to 2^-8, five times in a
                // row.
                Object after = ((List<?>) ((List<?>) row.get("params")).get(t)).get(i);
                assertClose(params.get(i), after, 5e-3);
            }
        }
        ((Map<?, ?>) row.get("state"))
                .forEach((i, state) -> {
                    Tensor p = params.get(Integer.parseInt((String) i));
                    Object key = ((Map<?, ?>) state).get("momentum_buffer");
                    assertClose((Tensor) optimizer.state(p).get("momentum_buffer"), key, 1e-6);
                });
        assertThat(
                        PythonText.repr(optimizer.paramGroups().getFirst().toMap())
                                .replaceAll("[\\[(\\])]", ""))
                .isEqualTo(
                        PythonText.repr(withoutParams((List<?>) row.get("param_groups")))
                                .replaceAll("[\\[(\\])]", ""));
    }

    private static Map<?, ?> withoutParams(List<?> groups) {
        Map<Object, Object> out = new java.util.LinkedHashMap<>((Map<?, ?>) groups.getFirst());
        out.remove("params");
        return out;
    }

    @TestFactory
    Stream<DynamicTest> gradientsFlowThroughRecordedSteps() {
        return tests("differentiable", "optimizer", "hyper", RecordedExtraTest::differentiate);
    }

    private static void differentiate(Map<String, Object> row) {
        // The default dtype decides how exactly counters are kept.
        DType before = Tensor.defaultDtype();
        Tensor.setDefaultDtype(DType.FLOAT64);
        try {
            differentiateInFloat64(row);
        } finally {
            Tensor.setDefaultDtype(before);
        }
    }

    private static void differentiateInFloat64(Map<String, Object> row) {
        Tensor start = RECORDED.tensor(((List<?>) row.get("init")).getFirst()).requiresGrad_();
        List<Tensor> inputs = new ArrayList<>(List.of(start));
        Tensor p = start.clone();
        Optimizer<?> optimizer = Made.optimizer(row, List.of(p));
        for (Object key : (List<?>) row.get("grads")) {
            Tensor g = RECORDED.tensor(key).requiresGrad_();
            inputs.add(g);
            p.setGrad(g);
            optimizer.step();
        }
        assertClose(p, row.get("after"), 1e-12);
        Tensor loss = p.mul(RECORDED.tensor(row.get("c"))).sum();
        List<Tensor> d = Grad.grad(loss, inputs, o -> o.allowUnused(true));
        List<?> expected = (List<?>) row.get("derivatives");
        for (int i = 0; i < d.size(); i++) {
            Tensor g = d.get(i) == null ? zeros(DType.FLOAT64, 4) : d.get(i);
            assertClose(g, expected.get(i), 1e-11);
        }
    }

    @TestFactory
    Stream<DynamicTest> schedulesContinueWhereTheyWere() {
        return tests("schedule", "scheduler", "kwargs", RecordedExtraTest::schedule);
    }

    private static void schedule(Map<String, Object> row) {
        int last = ((Number) row.get("last_epoch")).intValue();
        double[] base = {0.1, 0.02};
        List<ParamGroup<SGD.Options>> groups = new ArrayList<>();
        for (double lr : base) {
            groups.add(ParamGroup.of(List.of(new Parameter(zeros(1))), o -> o.lr(lr)));
        }
        var optimizer = new SGD(groups, o -> o.momentum(0.9));
        for (int i = 0; i < 2 && last >= 0; i++) {
            ParamGroup<SGD.Options> group = optimizer.paramGroups().get(i);
            group.set("initial_lr", base[i]);
            group.lr(base[i] * 0.5);
        }
        RateScheduler s = made(row, (Map<?, ?>) row.get("kwargs"), optimizer, last);
        List<?> rates = (List<?>) row.get("lr");
        List<?> momenta = (List<?>) row.get("momentum");
        boolean cycle = row.get("scheduler").equals("OneCycleLR") && last >= 0;
        for (int t = 0; t < rates.size(); t++) {
            if (t > 0) {
                optimizer.step();
                s.step();
            }
            for (int i = 0; i < 2; i++) {
                if (!cycle) {
                    double expected = number(((List<?>) rates.get(t)).get(i));
                    assertThat(optimizer.paramGroups().get(i).lr())
                            .as("rate of group %d at step %d", i, t)
                            .isCloseTo(expected, within(1e-13 * Math.abs(expected) + 1e-18));
                }
                assertThat(number(optimizer.paramGroups().get(i).get("momentum")))
                        .as("momentum of group %d at step %d", i, t)
                        .isCloseTo(number(((List<?>) momenta.get(t)).get(i)), within(1e-13));
            }
        }
        assertThat(s.stateDict().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ((List<?>) row.get("keys")).stream().map(k -> (String) k).toList());
    }

    private static RateScheduler made(Map<String, Object> row, Map<?, ?> k, SGD o, int last) {
        return switch ((String) row.get("scheduler")) {
            case "StepLR" -> new StepLR(o, integer(k, "step_size"), number(k.get("gamma")), last);
            case "MultiStepLR" -> new MultiStepLR(o, List.of(4, 6, 6), 0.5, last);
            case "ConstantLR" -> new ConstantLR(o, 0.5, 6, last);
            case "LinearLR" -> new LinearLR(o, 0.5, 1.0, 8, last);
            case "ExponentialLR" -> new ExponentialLR(o, 0.9, last);
            case "PolynomialLR" -> new PolynomialLR(o, 9, 2.0, last);
            case "CosineAnnealingLR" -> new CosineAnnealingLR(o, 6, 0.001, last);
            case "CosineAnnealingWarmRestarts" ->
                    new CosineAnnealingWarmRestarts(
                            o,
                            integer(k, "T_0"),
                            k.containsKey("T_mult") ? 2 : 1,
                            k.containsKey("eta_min") ? 0.001 : 0.0,
                            last);
            case "LambdaLR" ->
                    new LambdaLR(o, java.util.Collections.nCopies(2, e -> Math.pow(0.95, e)), last);
            case "MultiplicativeLR" ->
                    new MultiplicativeLR(
                            o, java.util.Collections.nCopies(2, e -> Math.pow(0.95, e)), last);
            case "CyclicLR" ->
                    new CyclicLR(
                            o,
                            0.01,
                            0.1,
                            c ->
                                    (k.containsKey("scale_fn")
                                                    ? c.scaleFn(x -> 1 / (1 + x))
                                                            .scaleMode(
                                                                    CyclicLR.ScaleMode.valueOf(
                                                                            upper(k, "scale_mode")))
                                                    : c.mode(CyclicLR.Mode.TRIANGULAR2)
                                                            .stepSizeDown(5))
                                            .stepSizeUp(3)
                                            .cycleMomentum(!k.containsKey("cycle_momentum"))
                                            .lastEpoch(last));
            case "OneCycleLR" ->
                    new OneCycleLR(
                            o,
                            0.5,
                            20,
                            c ->
                                    c.cycleMomentum(!k.containsKey("cycle_momentum"))
                                            .threePhase(k.containsKey("three_phase"))
                                            .lastEpoch(last));
            case "SWALR" ->
                    new SWALR(
                            o,
                            0.05,
                            c ->
                                    c.annealEpochs(integer(k, "anneal_epochs"))
                                            .annealStrategy(
                                                    k.containsKey("anneal_strategy")
                                                            ? SWALR.Anneal.LINEAR
                                                            : SWALR.Anneal.COS)
                                            .lastEpoch(last));
            default -> throw new AssertionError(row.get("scheduler"));
        };
    }

    private static String upper(Map<?, ?> map, String key) {
        return ((String) map.get(key)).toUpperCase(Locale.ROOT);
    }

    private static int integer(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).intValue();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    @TestFactory
    Stream<DynamicTest> averagesAreThoseOfPyTorch() {
        return tests("average", "fn", "use_buffers", RecordedExtraTest::average);
    }

    private static void average(Map<String, Object> row) {
        var net = new Sequential(new Linear(2, 2), new BatchNorm1d(2));
        boolean buffers = (Boolean) row.get("use_buffers");
        var averaged =
                new AveragedModel<>(
                        net,
                        o -> {
                            var p = o.useBuffers(buffers);
                            return switch ((String) row.get("fn")) {
                                case null -> p;
                                case "swa" -> p.avgFn(AveragedModel.getSwaAvgFn());
                                case "ema" -> p.avgFn(AveragedModel.getEmaAvgFn(0.75));
                                case "swa_multi" -> p.multiAvgFn(AveragedModel.getSwaMultiAvgFn());
                                default -> p.multiAvgFn(AveragedModel.getEmaMultiAvgFn(0.75));
                            };
                        });
        assertThat(averaged.toString()).isEqualTo(row.get("text"));
        List<?> given = (List<?>) row.get("given");
        for (int t = 0; t < given.size(); t++) {
            Map<?, ?> values = (Map<?, ?>) given.get(t);
            noGrad(() ->
                    net.stateDict()
                            .forEach((name, x) -> x.copy_(RECORDED.tensor(values.get(name)))));
            averaged.updateParameters(net);
            assertState(averaged, (Map<?, ?>) ((List<?>) row.get("after")).get(t));
        }
        List<Tensor> data = ((List<?>) row.get("data")).stream().map(RECORDED::tensor).toList();
        averaged.eval();
        AveragedModel.updateBn(data, averaged);
        assertState(averaged, (Map<?, ?>) row.get("bn"));
        assertThat(averaged.isTraining()).isFalse();
        BatchNorm1d norm = averaged.module.get(1);
        assertThat(norm.options().momentum()).isEqualTo(0.1);
    }

    private static void assertState(AveragedModel<?> averaged, Map<?, ?> expected) {
        var state = averaged.stateDict();
        assertThat(List.copyOf(state.keySet())).isEqualTo(List.copyOf(expected.keySet()));
        state.forEach((name, x) -> assertClose(x, expected.get(name), 1e-6));
    }
}
