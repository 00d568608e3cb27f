package dev.cresset.examples;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.rand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.AveragedModel;
import dev.cresset.optim.CosineAnnealingLR;
import dev.cresset.optim.CyclicLR;
import dev.cresset.optim.LBFGS;
import dev.cresset.optim.LinearLR;
import dev.cresset.optim.Muon;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.ReduceLROnPlateau;
import dev.cresset.optim.SGD;
import dev.cresset.optim.SWALR;
import dev.cresset.optim.SequentialLR;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/optim.md. */
class OptimGuideTest {
    private final Sequential net = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 1));
    private final Tensor x = rand(16, 2);
    private final Tensor y = x.sum(1, true).sin();

    @BeforeEach
    void seed() {
        manualSeed(0);
    }

    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        Guide.isCompiled("optim.md", OptimGuideTest.class);
    }

    @Test
    void aStep() {
        var optimizer = new AdamW(net.parameters(), o -> o.lr(1e-3).weightDecay(0.05));
        optimizer.zeroGrad();
        Tensor loss = Functional.mseLoss(net.call(x), y);
        loss.backward();
        optimizer.step();
        assertThat(Functional.mseLoss(net.call(x), y).item().doubleValue())
                .isLessThan(loss.item().doubleValue());
    }

    @Test
    void groups() {
        var optimizer =
                new SGD(
                        List.of(
                                ParamGroup.of(net.get(0).parameters()),
                                ParamGroup.of(net.get(2).parameters(), o -> o.lr(0.5))),
                        o -> o.lr(0.1).momentum(0.9));
        optimizer.paramGroups().get(1).lr(0.25);
        assertThat(optimizer.paramGroups().get(0).lr()).isEqualTo(0.1);
    }

    @Test
    void lbfgs() {
        var optimizer =
                new LBFGS(
                        net.parameters(),
                        o -> o.historySize(10).lineSearchFn(LBFGS.LineSearch.STRONG_WOLFE));
        Tensor loss =
                optimizer.step(() -> {
                    optimizer.zeroGrad();
                    Tensor l = Functional.mseLoss(net.call(x), y);
                    l.backward();
                    return l;
                });
        assertThat(Functional.mseLoss(net.call(x), y).item().doubleValue())
                .isLessThan(0.1 * loss.item().doubleValue());
    }

    @Test
    void muon() {
        var muon =
                new Muon(
                        net.parameters().stream().filter(p -> p.dim() == 2).toList(),
                        o -> o.lr(0.02));
        var adamw =
                new AdamW(
                        net.parameters().stream().filter(p -> p.dim() != 2).toList(),
                        o -> o.lr(3e-4));
        train(muon);
        train(adamw);
        assertThat(muon.paramGroups().get(0).params()).hasSize(2);
    }

    @Test
    void stateDicts(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.pt");
        var optimizer = new Adam(net.parameters());
        train(optimizer);
        Checkpoint.save(Map.of("net", net.stateDict(), "optimizer", optimizer.stateDict()), file);
        var saved = Checkpoint.read(file);
        net.loadStateDict(saved.stateDict("net"));
        optimizer.loadStateDict((Map<?, ?>) ((Map<?, ?>) saved.toJava()).get("optimizer"));
        assertThat(optimizer.state(net.parameters().get(0))).containsKey("exp_avg");
    }

    @Test
    void gradientsThroughSteps() {
        Tensor start = rand(3).requiresGrad_();
        Tensor gradient = rand(3).requiresGrad_();
        Tensor p = start.clone();
        var optimizer = new Adam(List.of(p), o -> o.lr(0.1).differentiable(true));
        p.setGrad(gradient);
        optimizer.step();
        Grad.grad(p.square().sum(), gradient);
        assertThat(p.requiresGrad()).isTrue();
    }

    @Test
    void schedules() {
        var optimizer = new SGD(net.parameters(), o -> o.lr(0.1));
        var warmup = new LinearLR(optimizer, 0.1, 1, 5);
        var decay = new CosineAnnealingLR(optimizer, 95);
        var schedule = new SequentialLR(optimizer, List.of(warmup, decay), List.of(5));
        for (int epoch = 0; epoch < 10; epoch++) {
            train(optimizer);
            schedule.step();
        }
        System.out.println(schedule.lastLr());
        assertThat(schedule.lastLr().get(0)).isBetween(0.09, 0.1);
    }

    @Test
    void cyclesAndPlateaus() {
        double validationLoss = 1;
        var optimizer = new SGD(net.parameters(), o -> o.lr(0.1).momentum(0.9));
        var schedule =
                new CyclicLR(
                        optimizer,
                        0.01,
                        0.1,
                        o ->
                                o.stepSizeUp(20)
                                        .scaleFn(x -> Math.pow(0.9, x))
                                        .scaleMode(CyclicLR.ScaleMode.CYCLE));
        var plateau = new ReduceLROnPlateau(optimizer, o -> o.patience(5).factor(0.5));
        plateau.step(validationLoss);
        assertThat(schedule.lastLr()).containsExactly(0.01);
        assertThat(plateau.best()).isEqualTo(1);
    }

    @Test
    void averages() {
        var optimizer = new SGD(net.parameters(), o -> o.lr(0.1));
        List<Tensor> inputs = List.of(x);
        List<Tensor> loader = List.of(x, x);
        var averaged = new AveragedModel<>(net, o -> o.avgFn(AveragedModel.getEmaAvgFn(0.999)));
        var swa = new SWALR(optimizer, 0.05, o -> o.annealEpochs(5));
        for (var batch : loader) {
            train(optimizer);
            averaged.updateParameters(net);
            swa.step();
        }
        AveragedModel.updateBn(inputs, averaged);
        averaged.call(x);
        assertThat(averaged.nAveraged.equal(ones(1).toLong().sum())).isFalse();
    }

    private void train(Optimizer<?> optimizer) {
        optimizer.zeroGrad();
        Functional.mseLoss(net.call(x), y).backward();
        optimizer.step();
    }
}
