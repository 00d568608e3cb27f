package dev.cresset.optim;

import static dev.cresset.Tensor.arange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.checkpoint.RealPython;
import dev.cresset.op.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state of every optimiser and schedule goes to real PyTorch, which continues, and back.
 *
 * <p>Skipped without a Python: see {@link RealPython}.
 */
class RealPyTorchStatesTest {
    @TempDir Path folder;

    /**
     * An optimiser in both languages.
     *
     * @param python the constructor's arguments after the parameters
     */
    private record Case(String name, String python, Function<List<Tensor>, Optimizer<?>> make) {
        String key() {
            return name + "(" + python + ")";
        }
    }

    private static Case of(String name, String python, Function<List<Tensor>, Optimizer<?>> make) {
        return new Case(name, python, make);
    }

    private static final List<Case> CASES =
            List.of(
                    of("SGD", "lr=0.05", p -> new SGD(p, o -> o.lr(0.05))),
                    of(
                            "SGD",
                            "lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1",
                            p ->
                                    new SGD(
                                            p,
                                            o ->
                                                    o.lr(0.05)
                                                            .momentum(0.9)
                                                            .nesterov(true)
                                                            .weightDecay(0.1))),
                    of("Adam", "lr=0.05", p -> new Adam(p, o -> o.lr(0.05))),
                    of(
                            "Adam",
                            "lr=0.05, amsgrad=True, betas=(0.5, 0.9), maximize=True",
                            p ->
                                    new Adam(
                                            p,
                                            o ->
                                                    o.lr(0.05)
                                                            .amsgrad(true)
                                                            .betas(0.5, 0.9)
                                                            .maximize(true))),
                    of("AdamW", "lr=0.05", p -> new AdamW(p, o -> o.lr(0.05))),
                    of("NAdam", "lr=0.05", p -> new NAdam(p, o -> o.lr(0.05))),
                    of("RAdam", "lr=0.05", p -> new RAdam(p, o -> o.lr(0.05))),
                    of("Adamax", "lr=0.05", p -> new Adamax(p, o -> o.lr(0.05))),
                    of("Adagrad", "lr=0.05", p -> new Adagrad(p, o -> o.lr(0.05))),
                    of("Adadelta", "lr=0.5", p -> new Adadelta(p, o -> o.lr(0.5))),
                    of(
                            "RMSprop",
                            "lr=0.05, centered=True, momentum=0.5",
                            p -> new RMSprop(p, o -> o.lr(0.05).centered(true).momentum(0.5))),
                    of("Rprop", "lr=0.05", p -> new Rprop(p, o -> o.lr(0.05))),
                    of("ASGD", "lr=0.05, t0=1", p -> new ASGD(p, o -> o.lr(0.05).t0(1))),
                    of("Adafactor", "lr=0.05", p -> new Adafactor(p, o -> o.lr(0.05))),
                    of("Muon", "lr=0.05", p -> new Muon(p, o -> o.lr(0.05))),
                    of(
                            "LBFGS",
                            "lr=0.1, max_iter=3, history_size=2",
                            p -> new LBFGS(p, o -> o.lr(0.1).maxIter(3).historySize(2))),
                    of(
                            "LBFGS",
                            "max_iter=2, line_search_fn='strong_wolfe'",
                            p ->
                                    new LBFGS(
                                            p,
                                            o ->
                                                    o.maxIter(2)
                                                            .lineSearchFn(
                                                                    LBFGS.LineSearch
                                                                            .STRONG_WOLFE))));

    private static List<Tensor> parameters() {
        return List.of(
                new Parameter(arange(6).toFloat().view(2, 3).div(4)),
                new Parameter(arange(4).toFloat().view(2, 2).sub(1.5)));
    }

    /** A loss with a gradient that differs from element to element and from step to step. */
    private static void step(Optimizer<?> optimizer, List<Tensor> params) {
        optimizer.step(() -> {
            optimizer.zeroGrad();
            Tensor loss = Tensor.zeros(1);
            for (Tensor p : params) {
                Tensor c = arange(1, p.numel() + 1).toFloat().viewAs(p).div(4);
                loss = loss.add(p.sub(0.3).pow(4).mul(c).sum());
            }
            Tensor total = loss.sum();
            total.backward();
            return total;
        });
    }

    private static final String STEP =
            """
            import torch
            from torch.optim import lr_scheduler as S, swa_utils as W
            def step(opt, params):
                def closure():
                    opt.zero_grad()
                    loss = torch.zeros(1)
                    for p in params:
                        c = torch.arange(1., p.numel() + 1).view_as(p) / 4
                        loss = loss + (c * (p - 0.3) ** 4).sum()
                    loss.sum().backward()
                    return loss.sum()
                opt.step(closure)
            """;

    @TestFactory
    Stream<DynamicTest> optimizersContinueInPyTorchAndBack() throws Exception {
        RealPython.assumeGiven();
        Map<String, Optimizer<?>> optimizers = new LinkedHashMap<>();
        Map<String, List<Tensor>> params = new LinkedHashMap<>();
        SequencedMap<String, Object> saved = new LinkedHashMap<>();
        for (Case c : CASES) {
            List<Tensor> p = parameters();
            Optimizer<?> optimizer = c.make.apply(p);
            step(optimizer, p);
            step(optimizer, p);
            saved.put(c.key(), Map.of("state", optimizer.stateDict(), "params", values(p)));
            optimizers.put(c.key(), optimizer);
            params.put(c.key(), p);
        }
        Checkpoint.save(saved, folder.resolve("cresset.pt"));
        RealPython.run(
                folder,
                STEP
                        + """
                        out = {}
                        for key, d in torch.load('cresset.pt').items():
                            params = [torch.nn.Parameter(p) for p in d['params']]
                            opt = eval('torch.optim.' + key.replace('(', '(params, ', 1))
                            opt.load_state_dict(d['state'])
                            text = str(opt)
                            step(opt, params)
                            one = {'text': text, 'params': [p.detach().clone() for p in params], 'state': opt.state_dict()}
                            torch.save(one, 'one.pt')
                            one = torch.load('one.pt')
                            step(opt, params)
                            one['next'] = [p.detach().clone() for p in params]
                            out[key] = one
                        torch.save(out, 'torch.pt')
                        """);
        Map<?, ?> back = (Map<?, ?>) Checkpoint.read(folder.resolve("torch.pt")).toJava();
        return CASES.stream()
                .map(c ->
                        DynamicTest.dynamicTest(
                                c.key(),
                                () -> {
                                    Map<?, ?> one = (Map<?, ?>) back.get(c.key());
                                    Optimizer<?> own = optimizers.get(c.key());
                                    List<Tensor> p = params.get(c.key());
                                    assertThat(own.toString()).isEqualTo(one.get("text"));
                                    step(own, p);
                                    assertClose(p, one.get("params"), c);
                                    List<Tensor> loaded = parametersOf(one.get("params"));
                                    Optimizer<?> other = c.make.apply(loaded);
                                    other.loadStateDict((Map<?, ?>) one.get("state"));
                                    step(other, loaded);
                                    assertClose(loaded, one.get("next"), c);
                                }));
    }

    private static List<Tensor> values(List<Tensor> params) {
        return params.stream().map(p -> p.detach().clone()).toList();
    }

    private static List<Tensor> parametersOf(Object values) {
        List<Tensor> out = new ArrayList<>();
        for (Object value : (List<?>) values) {
            out.add(new Parameter((Tensor) value));
        }
        return out;
    }

    private static void assertClose(List<Tensor> actual, Object expected, Case c) {
        // Muon's updates are products in bfloat16, which rounds to 2^-8; the rate is 0.05.
        double tolerance = c.name.equals("Muon") ? 2e-3 : 2e-6;
        for (int i = 0; i < actual.size(); i++) {
            Tensor e = (Tensor) ((List<?>) expected).get(i);
            assertThat(actual.get(i).dtype()).isEqualTo(DType.FLOAT32);
            assertThat(actual.get(i).detach().allclose(e, tolerance, tolerance, false))
                    .as("parameter %d: %s, PyTorch's %s", i, actual.get(i), e)
                    .isTrue();
        }
    }

    // ---- schedules

    private static final Map<String, Function<Optimizer<?>, LRScheduler>> SCHEDULES =
            new LinkedHashMap<>();

    static {
        SCHEDULES.put("S.StepLR(o, 2, 0.5)", o -> new StepLR(o, 2, 0.5));
        SCHEDULES.put("S.MultiStepLR(o, [2, 6], 0.5)", o -> new MultiStepLR(o, List.of(2, 6), 0.5));
        SCHEDULES.put("S.ConstantLR(o, 0.5, 5)", o -> new ConstantLR(o, 0.5, 5));
        SCHEDULES.put("S.LinearLR(o, 0.5, 1.0, 7)", o -> new LinearLR(o, 0.5, 1.0, 7));
        SCHEDULES.put("S.ExponentialLR(o, 0.9)", o -> new ExponentialLR(o, 0.9));
        SCHEDULES.put("S.PolynomialLR(o, 8, 2.0)", o -> new PolynomialLR(o, 8, 2.0));
        SCHEDULES.put("S.CosineAnnealingLR(o, 5)", o -> new CosineAnnealingLR(o, 5));
        SCHEDULES.put(
                "S.CosineAnnealingWarmRestarts(o, 2, 2)",
                o -> new CosineAnnealingWarmRestarts(o, 2, 2, 0.0));
        SCHEDULES.put(
                "S.LambdaLR(o, lambda e: 0.9 ** e)", o -> new LambdaLR(o, e -> Math.pow(0.9, e)));
        SCHEDULES.put(
                "S.MultiplicativeLR(o, lambda e: 0.9)", o -> new MultiplicativeLR(o, e -> 0.9));
        SCHEDULES.put(
                "S.CyclicLR(o, 0.01, 0.1, 3)",
                o -> new CyclicLR(o, 0.01, 0.1, c -> c.stepSizeUp(3)));
        SCHEDULES.put("S.OneCycleLR(o, 0.5, 20)", o -> new OneCycleLR(o, 0.5, 20, c -> c));
        SCHEDULES.put("W.SWALR(o, 0.05, 6)", o -> new SWALR(o, 0.05, w -> w.annealEpochs(6)));
        SCHEDULES.put(
                "S.SequentialLR(o, [S.ConstantLR(o, 0.1, 3), S.ExponentialLR(o, 0.9)], [3])",
                o ->
                        new SequentialLR(
                                o,
                                List.of(new ConstantLR(o, 0.1, 3), new ExponentialLR(o, 0.9)),
                                List.of(3)));
        SCHEDULES.put(
                "S.ChainedScheduler([S.ConstantLR(o, 0.1, 6), S.ExponentialLR(o, 0.9)], optimizer=o)",
                o ->
                        new ChainedScheduler(
                                List.of(new ConstantLR(o, 0.1, 6), new ExponentialLR(o, 0.9))));
    }

    @TestFactory
    Stream<DynamicTest> schedulesContinueInPyTorchAndBack() throws Exception {
        RealPython.assumeGiven();
        SequencedMap<String, Object> saved = new LinkedHashMap<>();
        Map<String, LRScheduler> own = new LinkedHashMap<>();
        for (String key : SCHEDULES.keySet()) {
            SGD optimizer = sgd();
            LRScheduler s = SCHEDULES.get(key).apply(optimizer);
            for (int i = 0; i < 4; i++) {
                optimizer.step();
                s.step();
            }
            saved.put(key, Map.of("optimizer", optimizer.stateDict(), "schedule", s.stateDict()));
            own.put(key, s);
        }
        Checkpoint.save(saved, folder.resolve("cresset.pt"));
        RealPython.run(
                folder,
                STEP
                        + """
                        out = {}
                        for key, d in torch.load('cresset.pt').items():
                            o = torch.optim.SGD([torch.nn.Parameter(torch.ones(2))], lr=0.1, momentum=0.9)
                            s = eval(key)
                            keys = list(s.state_dict())
                            o.load_state_dict(d['optimizer'])
                            s.load_state_dict(d['schedule'])
                            rates = []
                            for i in range(4):
                                o.step(); s.step()
                                rates.append(s.get_last_lr()[0])
                            torch.save({'optimizer': o.state_dict(), 'schedule': s.state_dict()}, 'one.pt')
                            one = torch.load('one.pt')
                            for i in range(4):
                                o.step(); s.step()
                                rates.append(s.get_last_lr()[0])
                            out[key] = dict(one, keys=keys, rates=rates)
                        torch.save(out, 'torch.pt')
                        """);
        Map<?, ?> back = (Map<?, ?>) Checkpoint.read(folder.resolve("torch.pt")).toJava();
        return SCHEDULES.keySet().stream()
                .map(key ->
                        DynamicTest.dynamicTest(
                                key, () -> compare((Map<?, ?>) back.get(key), key, own.get(key))));
    }

    private static void compare(Map<?, ?> one, String key, LRScheduler own) {
        assertThat(own.stateDict().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ((List<?>) one.get("keys")).stream().map(k -> (String) k).toList());
        List<?> rates = (List<?>) one.get("rates");
        for (int i = 0; i < 4; i++) {
            own.optimizer().step();
            own.step();
            assertRate(own, rates.get(i), i);
        }
        SGD optimizer = sgd();
        LRScheduler other = SCHEDULES.get(key).apply(optimizer);
        optimizer.loadStateDict((Map<?, ?>) one.get("optimizer"));
        other.loadStateDict((Map<?, ?>) one.get("schedule"));
        for (int i = 4; i < 8; i++) {
            optimizer.step();
            other.step();
            assertRate(other, rates.get(i), i);
        }
    }

    private static void assertRate(LRScheduler s, Object expected, int step) {
        double rate = ((Number) expected).doubleValue();
        assertThat(s.lastLr().getFirst())
                .as("step %d", step)
                .isCloseTo(rate, org.assertj.core.api.Assertions.within(1e-12 * rate + 1e-15));
    }

    private static SGD sgd() {
        return new SGD(List.of(new Parameter(Tensor.ones(2))), o -> o.lr(0.1).momentum(0.9));
    }
}
