package dev.cresset.optim;

import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.checkpoint.Recordings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Thirty steps of each schedule against PyTorch's learning rates and momenta. */
class RecordedSchedulesTest {
    private static final Recordings RECORDED =
            Recordings.read(RecordedSchedulesTest.class, "schedulers");

    @TestFactory
    Stream<DynamicTest> ratesAreThoseOfPyTorch() {
        return RECORDED.rows().stream()
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.get("scheduler") + " " + row.get("kwargs"), () -> replay(row)));
    }

    private static void replay(Map<String, Object> row) {
        List<Double> base = doubles(row.get("base_lrs"));
        Optimizer<?> optimizer =
                row.get("optimizer").equals("SGD")
                        ? new SGD(
                                RecordedSchedulesTest.<SGD.Options>groups(base),
                                o -> o.momentum(0.9))
                        : new Adam(RecordedSchedulesTest.<Adam.Options>groups(base), o -> o);
        DoubleConsumer step = scheduler(row, optimizer);
        List<?> rates = (List<?>) row.get("lr");
        List<?> metrics = (List<?>) row.get("metrics");
        for (int t = 0; t < rates.size(); t++) {
            if (t > 0) {
                optimizer.step();
                step.accept(metrics == null ? 0 : (double) metrics.get(t - 1));
            }
            for (int i = 0; i < base.size(); i++) {
                double expected = doubles(rates.get(t)).get(i);
                // The C library's cos and pow may differ from Java's in the last bit.
                assertThat(optimizer.paramGroups().get(i).lr())
                        .as("rate of group %d at step %d", i, t)
                        .isCloseTo(expected, within(1e-13 * Math.abs(expected) + 1e-18));
                if (row.get("momentum_or_betas") instanceof List<?> momenta) {
                    assertMomentum(
                            optimizer.paramGroups().get(i), ((List<?>) momenta.get(t)).get(i));
                }
            }
        }
    }

    private static void assertMomentum(ParamGroup<?> group, Object expected) {
        if (expected instanceof List<?> betas) {
            List<?> own = ((PythonText.Tuple) group.get("betas")).items();
            assertThat((double) own.get(0)).isCloseTo((double) betas.get(0), within(1e-14));
            assertThat(own.get(1)).isEqualTo(betas.get(1));
        } else {
            assertThat((double) group.get("momentum")).isCloseTo((double) expected, within(1e-14));
        }
    }

    private static <O extends OptimizerOptions<O>> List<ParamGroup<O>> groups(List<Double> rates) {
        return rates.stream()
                .map(lr -> ParamGroup.<O>of(List.of(new Parameter(zeros(1))), o -> o.lr(lr)))
                .toList();
    }

    private static DoubleConsumer scheduler(Map<String, Object> row, Optimizer<?> o) {
        Map<?, ?> k = (Map<?, ?>) row.get("kwargs");
        if (row.get("scheduler").equals("ReduceLROnPlateau")) {
            return new ReduceLROnPlateau(o, p -> plateau(p, k))::step;
        }
        LRScheduler s =
                switch ((String) row.get("scheduler")) {
                    case "StepLR" -> new StepLR(o, integer(k, "step_size"), number(k, "gamma"));
                    case "MultiStepLR" ->
                            new MultiStepLR(
                                    o,
                                    ((List<?>) k.get("milestones"))
                                            .stream().map(m -> ((Number) m).intValue()).toList(),
                                    number(k, "gamma"));
                    case "ConstantLR" ->
                            new ConstantLR(o, number(k, "factor"), integer(k, "total_iters"));
                    case "LinearLR" ->
                            new LinearLR(
                                    o,
                                    number(k, "start_factor"),
                                    number(k, "end_factor"),
                                    integer(k, "total_iters"));
                    case "ExponentialLR" -> new ExponentialLR(o, number(k, "gamma"));
                    case "PolynomialLR" ->
                            new PolynomialLR(o, integer(k, "total_iters"), number(k, "power"));
                    case "CosineAnnealingLR" ->
                            new CosineAnnealingLR(o, integer(k, "T_max"), number(k, "eta_min"));
                    case "CosineAnnealingWarmRestarts" ->
                            new CosineAnnealingWarmRestarts(
                                    o,
                                    integer(k, "T_0"),
                                    integer(k, "T_mult"),
                                    number(k, "eta_min"));
                    case "LambdaLR" ->
                            ((String) k.get("lr_lambda")).startsWith("[")
                                    ? new LambdaLR(
                                            o, List.of(e -> (double) (e / 5), e -> 1.0 / (e + 1)))
                                    : new LambdaLR(o, e -> Math.pow(0.95, e));
                    case "MultiplicativeLR" -> new MultiplicativeLR(o, e -> 0.95);
                    case "CyclicLR" ->
                            new CyclicLR(
                                    o,
                                    number(k, "base_lr"),
                                    number(k, "max_lr"),
                                    c -> cyclic(c, k));
                    case "OneCycleLR" -> oneCycle(o, k);
                    case "SWALR" ->
                            new SWALR(
                                    o,
                                    k.get("swa_lr") instanceof List<?> l
                                            ? doubles(l)
                                            : List.of(number(k, "swa_lr")),
                                    w ->
                                            w.annealEpochs(integer(k, "anneal_epochs"))
                                                    .annealStrategy(
                                                            SWALR.Anneal.valueOf(
                                                                    upper(
                                                                            k.get(
                                                                                    "anneal_strategy")))));
                    case "SequentialLR" ->
                            ((String) k.get("schedulers")).startsWith("Constant")
                                    ? new SequentialLR(
                                            o,
                                            List.of(
                                                    new ConstantLR(o, 0.1, 4),
                                                    new ExponentialLR(o, 0.9)),
                                            List.of(4))
                                    : new SequentialLR(
                                            o,
                                            List.of(
                                                    new LinearLR(o, 0.1, 1.0, 5),
                                                    new CosineAnnealingLR(o, 25)),
                                            List.of(5));
                    case "ChainedScheduler" ->
                            new ChainedScheduler(
                                    List.of(new ConstantLR(o, 0.1, 4), new ExponentialLR(o, 0.9)));
                    default -> throw new AssertionError(row.get("scheduler"));
                };
        assertThat(s.optimizer()).isSameAs(o);
        return metric -> s.step();
    }

    private static ReduceLROnPlateau.Options plateau(
            ReduceLROnPlateau.Options options, Map<?, ?> k) {
        var out = options;
        for (Object key : k.keySet()) {
            Object v = k.get(key);
            out =
                    switch ((String) key) {
                        case "patience" -> out.patience(((Number) v).intValue());
                        case "factor" -> out.factor((double) v);
                        case "mode" -> out.mode(ReduceLROnPlateau.Mode.valueOf(upper(v)));
                        case "threshold" -> out.threshold((double) v);
                        case "threshold_mode" ->
                                out.thresholdMode(
                                        ReduceLROnPlateau.ThresholdMode.valueOf(upper(v)));
                        case "cooldown" -> out.cooldown(((Number) v).intValue());
                        case "min_lr" ->
                                out.minLr(
                                        v instanceof List<?> l
                                                ? l.toArray(Number[]::new)
                                                : new Number[] {(Number) v});
                        case "eps" -> out.eps((double) v);
                        default -> throw new AssertionError(key);
                    };
        }
        return out;
    }

    private static CyclicLR.Options cyclic(CyclicLR.Options options, Map<?, ?> k) {
        var out = options.stepSizeUp(integer(k, "step_size_up"));
        out =
                k.containsKey("step_size_down")
                        ? out.stepSizeDown(integer(k, "step_size_down"))
                        : out;
        out = k.containsKey("mode") ? out.mode(CyclicLR.Mode.valueOf(upper(k.get("mode")))) : out;
        out = k.containsKey("gamma") ? out.gamma(number(k, "gamma")) : out;
        return out.cycleMomentum(!Boolean.FALSE.equals(k.get("cycle_momentum")));
    }

    private static OneCycleLR oneCycle(Optimizer<?> o, Map<?, ?> k) {
        if (k.containsKey("epochs")) {
            return new OneCycleLR(
                    o,
                    doubles(k.get("max_lr")),
                    integer(k, "epochs") * integer(k, "steps_per_epoch"),
                    c -> c.threePhase(true));
        }
        return new OneCycleLR(
                o,
                number(k, "max_lr"),
                integer(k, "total_steps"),
                c ->
                        k.containsKey("pct_start")
                                ? c.pctStart(number(k, "pct_start"))
                                        .annealStrategy(OneCycleLR.Anneal.LINEAR)
                                        .divFactor(number(k, "div_factor"))
                                        .finalDivFactor(number(k, "final_div_factor"))
                                : c);
    }

    private static String upper(Object text) {
        return ((String) text).toUpperCase(Locale.ROOT);
    }

    private static int integer(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).intValue();
    }

    private static double number(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }

    private static List<Double> doubles(Object list) {
        List<Double> out = new ArrayList<>();
        for (Object value : (List<?>) list) {
            out.add(((Number) value).doubleValue());
        }
        return out;
    }
}
