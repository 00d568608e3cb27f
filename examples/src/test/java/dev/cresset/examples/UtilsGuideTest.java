package dev.cresset.examples;

import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.FunctionalCall;
import dev.cresset.nn.Init;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import dev.cresset.nn.utils.Checkpointing;
import dev.cresset.nn.utils.ClipGrad;
import dev.cresset.nn.utils.Freezing;
import dev.cresset.nn.utils.Fusion;
import dev.cresset.nn.utils.ParamGroups;
import dev.cresset.nn.utils.ParameterVector;
import dev.cresset.nn.utils.Parametrizations;
import dev.cresset.nn.utils.Parametrize;
import dev.cresset.nn.utils.Prune;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The snippets of docs/utils.md. */
class UtilsGuideTest {
    private final Sequential net = new Sequential(new Linear(4, 4), new Tanh(), new Linear(4, 4));
    private final Tensor x = rand(2, 4);

    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        Guide.isCompiled("utils.md", UtilsGuideTest.class);
    }

    @Test
    void clipping() {
        net.call(x).square().sum().backward();
        Tensor norm = ClipGrad.clipGradNorm_(net.parameters(), 1.0);
        ClipGrad.clipGradNorm_(
                net.parameters(),
                1.0,
                o -> o.normType(Double.POSITIVE_INFINITY).errorIfNonfinite(true));
        ClipGrad.clipGradValue_(net.parameters(), 0.5);
        assertThat(norm.item().doubleValue()).isPositive();
    }

    @Test
    void vectors() {
        Tensor vector = ParameterVector.parametersToVector(net.parameters());
        ParameterVector.vectorToParameters(vector.mul(0.9), net.parameters());
        assertThat(vector.numel()).isEqualTo(40);
    }

    @Test
    void parametrisations() {
        var layer = new Linear(4, 4);
        class Symmetric extends Layer {
            @Override
            protected Tensor forward(Tensor x) {
                return x.triu().add(x.triu(1).mT());
            }
        }
        Parametrize.registerParametrization(layer, "weight", new Symmetric());
        layer.parameter("parametrizations.weight.original");
        Parametrize.cached(() -> layer.call(layer.call(x)));
        Parametrize.removeParametrizations(layer, "weight");
        assertThat(layer.weight.equal(layer.weight.mT())).isTrue();
    }

    @Test
    void readyParametrisations() {
        Parametrizations.weightNorm(new Linear(4, 4));
        Parametrizations.spectralNorm(new Conv2d(3, 8, 3), "weight", o -> o.nPowerIterations(2));
        Parametrizations.orthogonal(
                new Linear(4, 4),
                "weight",
                o -> o.orthogonalMap(Parametrizations.OrthogonalMap.CAYLEY));
    }

    @Test
    void pruning() {
        Prune.l1Unstructured(net.get(0), "weight", 0.3);
        Prune.lnStructured(net.get(2), "weight", 1, 2, 0);
        Prune.globalL1Unstructured(
                List.of(
                        new Prune.Pruned(net.get(0), "weight"),
                        new Prune.Pruned(net.get(2), "weight")),
                0.2);
        Prune.isPruned(net);
        Prune.remove(net.get(0), "weight");
        assertThat(Prune.isPruned(net)).isTrue();
    }

    @Test
    void functionalCalls() {
        Map<String, Tensor> fast = new HashMap<>();
        net.namedParameters().forEach((name, p) -> fast.put(name, p.sub(p.onesLike(), 0.1)));
        Tensor y = FunctionalCall.functionalCall(net, fast, x);
        assertThat(y.equal(net.call(x))).isFalse();
    }

    @Test
    void fusion() {
        var conv = new Conv2d(3, 4, 3);
        var bn = new BatchNorm2d(4);
        conv.eval();
        bn.eval();
        Conv2d fused = Fusion.fuseConvBnEval(conv, bn);
        Tensor image = rand(1, 3, 5, 5);
        assertThat(fused.call(image).allclose(bn.call(conv.call(image)), 1e-4, 1e-5, false))
                .isTrue();
    }

    @Test
    void freezing() {
        Freezing.freeze(net);
        Freezing.unfreeze(net, "2.*");
        var optimizer =
                new AdamW(
                        new ParamGroups<Adam.Options>()
                                .add("*.bias", o -> o.weightDecay(0))
                                .of(net),
                        o -> o.lr(1e-3));
        assertThat(optimizer.paramGroups()).hasSize(2);
        assertThat(optimizer.paramGroups().get(0).params()).hasSize(1);
    }

    @Test
    void skippedInitialisation() {
        Linear layer = Init.skip(() -> new Linear(1024, 1024));
        assertThat(layer.weight.numel()).isEqualTo(1 << 20);
    }

    @Test
    void computingAgain() {
        Tensor h = Checkpointing.checkpoint(net.get(0, Layer.class)::call, x);
        Tensor y = Checkpointing.checkpointSequential(net, 2, x);
        h.sum().add(y.sum()).backward();
        assertThat(net.parameter("0.weight").grad()).isNotNull();
    }

    @Test
    void stateHooks() {
        net.registerLoadStateDictPreHook((module, state, prefix, strict) -> {
            if (state.containsKey(prefix + "old")) {
                state.put(prefix + "0.bias", state.remove(prefix + "old"));
            }
        });
        net.registerLoadStateDictPostHook(
                (module, missing, unexpected) -> unexpected.remove("version"));
        net.registerStateDictPostHook(
                (module, state, prefix) -> state.put(prefix + "version", tensor(2)));
        Map<String, Tensor> state = net.stateDict();
        state.put("old", state.remove("0.bias"));
        net.loadStateDict(state);
    }
}
