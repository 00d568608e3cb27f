package dev.cresset.testkit.table;

import dev.cresset.optim.ChainedScheduler;
import dev.cresset.optim.ConstantLR;
import dev.cresset.optim.CosineAnnealingLR;
import dev.cresset.optim.CosineAnnealingWarmRestarts;
import dev.cresset.optim.CyclicLR;
import dev.cresset.optim.ExponentialLR;
import dev.cresset.optim.LRScheduler;
import dev.cresset.optim.LambdaLR;
import dev.cresset.optim.LinearLR;
import dev.cresset.optim.MultiStepLR;
import dev.cresset.optim.MultiplicativeLR;
import dev.cresset.optim.OneCycleLR;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.PolynomialLR;
import dev.cresset.optim.ReduceLROnPlateau;
import dev.cresset.optim.SWALR;
import dev.cresset.optim.SequentialLR;
import dev.cresset.optim.StepLR;
import dev.cresset.testkit.python.Arguments;
import dev.cresset.testkit.python.Function;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** {@code torch.optim.lr_scheduler}: constructors of schedules, and the members of all of them. */
final class Schedulers {
    private Schedulers() {}

    static void addTo(TorchTable t) {
        formulas(t);
        cycles(t);
        compositions(t);
        scheduler(
                t,
                "ReduceLROnPlateau",
                "mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel',"
                        + " cooldown=0, min_lr=0, eps=1e-08",
                a -> new ReduceLROnPlateau(optimizer(a), o -> plateau(a, o)));
        t.op(
                "optim.swa_utils.SWALR",
                "optimizer, swa_lr, anneal_epochs=10, anneal_strategy='cos', last_epoch=-1",
                a ->
                        new SWALR(
                                optimizer(a),
                                rates(a, "swa_lr"),
                                o ->
                                        o.annealEpochs(a.index("anneal_epochs"))
                                                .annealStrategy(
                                                        constant(
                                                                SWALR.Anneal.class,
                                                                a,
                                                                "anneal_strategy"))
                                                .lastEpoch(a.index("last_epoch"))));
        members(t);
    }

    private static void formulas(TorchTable t) {
        scheduler(
                t,
                "StepLR",
                "step_size, gamma=0.1",
                a ->
                        new StepLR(
                                optimizer(a),
                                a.index("step_size"),
                                a.real("gamma"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "MultiStepLR",
                "milestones, gamma=0.1",
                a ->
                        new MultiStepLR(
                                optimizer(a),
                                indices(a, "milestones"),
                                a.real("gamma"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "ConstantLR",
                "factor=0.3333333333333333, total_iters=5",
                a ->
                        new ConstantLR(
                                optimizer(a),
                                a.real("factor"),
                                a.index("total_iters"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "LinearLR",
                "start_factor=0.3333333333333333, end_factor=1.0, total_iters=5",
                a ->
                        new LinearLR(
                                optimizer(a),
                                a.real("start_factor"),
                                a.real("end_factor"),
                                a.index("total_iters"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "ExponentialLR",
                "gamma",
                a -> new ExponentialLR(optimizer(a), a.real("gamma"), a.index("last_epoch")));
        scheduler(
                t,
                "PolynomialLR",
                "total_iters=5, power=1.0",
                a ->
                        new PolynomialLR(
                                optimizer(a),
                                a.index("total_iters"),
                                a.real("power"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "CosineAnnealingLR",
                "T_max, eta_min=0.0",
                a ->
                        new CosineAnnealingLR(
                                optimizer(a),
                                a.index("T_max"),
                                a.real("eta_min"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "CosineAnnealingWarmRestarts",
                "T_0, T_mult=1, eta_min=0.0",
                a ->
                        new CosineAnnealingWarmRestarts(
                                optimizer(a),
                                a.index("T_0"),
                                a.index("T_mult"),
                                a.real("eta_min"),
                                a.index("last_epoch")));
        scheduler(
                t,
                "LambdaLR",
                "lr_lambda",
                a ->
                        a.isSequence("lr_lambda")
                                ? new LambdaLR(optimizer(a), functions(a), a.index("last_epoch"))
                                : new LambdaLR(
                                        optimizer(a),
                                        Collections.nCopies(count(a), function(a)),
                                        a.index("last_epoch")));
        scheduler(
                t,
                "MultiplicativeLR",
                "lr_lambda",
                a ->
                        a.isSequence("lr_lambda")
                                ? new MultiplicativeLR(
                                        optimizer(a), functions(a), a.index("last_epoch"))
                                : new MultiplicativeLR(
                                        optimizer(a),
                                        Collections.nCopies(count(a), function(a)),
                                        a.index("last_epoch")));
    }

    private static void cycles(TorchTable t) {
        scheduler(
                t,
                "CyclicLR",
                "base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular',"
                        + " gamma=1.0, scale_fn=None, scale_mode='cycle', cycle_momentum=True,"
                        + " base_momentum=0.8, max_momentum=0.9",
                Schedulers::cyclic);
        scheduler(
                t,
                "OneCycleLR",
                "max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3,"
                        + " anneal_strategy='cos', cycle_momentum=True, base_momentum=0.85,"
                        + " max_momentum=0.95, div_factor=25.0, final_div_factor=10000.0,"
                        + " three_phase=False",
                Schedulers::oneCycle);
    }

    private static void compositions(TorchTable t) {
        scheduler(
                t,
                "SequentialLR",
                "schedulers, milestones",
                a ->
                        new SequentialLR(
                                optimizer(a),
                                a.list(LRScheduler.class, "schedulers"),
                                indices(a, "milestones"),
                                a.index("last_epoch")));
        t.op(
                "optim.lr_scheduler.ChainedScheduler",
                "schedulers, optimizer=None",
                a -> new ChainedScheduler(a.list(LRScheduler.class, "schedulers")));
    }

    private static void members(TorchTable t) {
        t.op("LRScheduler.step", "self, metrics=None", Schedulers::step);
        t.op(
                "LRScheduler.get_last_lr",
                "self",
                a -> a.raw("self") instanceof LRScheduler s ? s.lastLr() : onPlateau(a).lastLr());
        t.op(
                "LRScheduler.state_dict",
                "self",
                a ->
                        a.raw("self") instanceof LRScheduler s
                                ? s.stateDict()
                                : onPlateau(a).stateDict());
        for (String member : new String[] {"step", "get_last_lr", "state_dict"}) {
            t.alias("LRScheduler." + member, "ReduceLROnPlateau." + member);
        }
    }

    private static int count(Arguments a) {
        return optimizer(a).paramGroups().size();
    }

    private static void scheduler(
            TorchTable t, String name, String parameters, TorchTable.Adapter adapter) {
        t.op("optim.lr_scheduler." + name, "optimizer, " + parameters + ", last_epoch=-1", adapter);
    }

    private static @Nullable Object step(Arguments a) {
        switch (a.raw("self")) {
            case LRScheduler s -> s.step();
            case null, default -> onPlateau(a).step(a.real("metrics"));
        }
        return null;
    }

    private static ReduceLROnPlateau onPlateau(Arguments a) {
        return a.as(ReduceLROnPlateau.class, "self");
    }

    private static Optimizer<?> optimizer(Arguments a) {
        return a.as(Optimizer.class, "optimizer");
    }

    private static List<Integer> indices(Arguments a, String name) {
        return Arrays.stream(a.ints(name)).boxed().toList();
    }

    private static List<Double> rates(Arguments a, String name) {
        return Arrays.stream(a.reals(name)).boxed().toList();
    }

    private static <E extends Enum<E>> E constant(Class<E> type, Arguments a, String name) {
        return Enum.valueOf(type, a.text(name).toUpperCase(Locale.ROOT));
    }

    private static IntToDoubleFunction function(Arguments a) {
        return of(a.as(Function.class, "lr_lambda"));
    }

    private static List<IntToDoubleFunction> functions(Arguments a) {
        return a.list(Function.class, "lr_lambda").stream().map(Schedulers::of).toList();
    }

    private static IntToDoubleFunction of(Function f) {
        return step -> {
            Object factor = f.call(List.of((long) step), Map.of());
            return ((Number) Objects.requireNonNull(factor)).doubleValue();
        };
    }

    private static CyclicLR cyclic(Arguments a) {
        return new CyclicLR(
                optimizer(a),
                rates(a, "base_lr"),
                rates(a, "max_lr"),
                o -> {
                    CyclicLR.Options p =
                            o.stepSizeUp(a.index("step_size_up"))
                                    .mode(constant(CyclicLR.Mode.class, a, "mode"))
                                    .gamma(a.real("gamma"))
                                    .scaleMode(constant(CyclicLR.ScaleMode.class, a, "scale_mode"))
                                    .scaleFn(a.isNone("scale_fn") ? null : scale(a))
                                    .cycleMomentum(a.bool("cycle_momentum"))
                                    .baseMomentum(rates(a, "base_momentum"))
                                    .maxMomentum(rates(a, "max_momentum"))
                                    .lastEpoch(a.index("last_epoch"));
                    return a.isNone("step_size_down")
                            ? p
                            : p.stepSizeDown(a.index("step_size_down"));
                });
    }

    private static DoubleUnaryOperator scale(Arguments a) {
        Function f = a.as(Function.class, "scale_fn");
        return x -> {
            Object factor = f.call(List.of(x), Map.of());
            return ((Number) Objects.requireNonNull(factor)).doubleValue();
        };
    }

    private static OneCycleLR oneCycle(Arguments a) {
        return a.isNone("total_steps")
                ? new OneCycleLR(
                        optimizer(a),
                        rates(a, "max_lr"),
                        a.index("epochs"),
                        a.index("steps_per_epoch"),
                        o -> oneCycle(a, o))
                : new OneCycleLR(
                        optimizer(a),
                        rates(a, "max_lr"),
                        a.index("total_steps"),
                        o -> oneCycle(a, o));
    }

    private static OneCycleLR.Options oneCycle(Arguments a, OneCycleLR.Options o) {
        return o.pctStart(a.real("pct_start"))
                .annealStrategy(constant(OneCycleLR.Anneal.class, a, "anneal_strategy"))
                .cycleMomentum(a.bool("cycle_momentum"))
                .baseMomentum(rates(a, "base_momentum"))
                .maxMomentum(rates(a, "max_momentum"))
                .divFactor(a.real("div_factor"))
                .finalDivFactor(a.real("final_div_factor"))
                .threePhase(a.bool("three_phase"))
                .lastEpoch(a.index("last_epoch"));
    }

    private static ReduceLROnPlateau.Options plateau(Arguments a, ReduceLROnPlateau.Options o) {
        Number[] least =
                a.isSequence("min_lr")
                        ? a.list(Number.class, "min_lr").toArray(Number[]::new)
                        : new Number[] {a.scalar("min_lr")};
        return o.mode(constant(ReduceLROnPlateau.Mode.class, a, "mode"))
                .factor(a.real("factor"))
                .patience(a.index("patience"))
                .threshold(a.real("threshold"))
                .thresholdMode(constant(ReduceLROnPlateau.ThresholdMode.class, a, "threshold_mode"))
                .cooldown(a.index("cooldown"))
                .minLr(least)
                .eps(a.real("eps"));
    }
}
