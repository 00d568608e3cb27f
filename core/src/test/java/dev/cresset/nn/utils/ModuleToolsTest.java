package dev.cresset.nn.utils;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Grad;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.FunctionalCall;
import dev.cresset.nn.Init;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.MultiheadAttention;
import dev.cresset.nn.ParameterList;
import dev.cresset.nn.Sequential;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.SGD;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleToolsTest {
    /** A layer whose parameter is declared as such, and one in a list. */
    static class Affine extends Layer {
        final Parameter scale = new Parameter(ones(2));
        final List<Parameter> shifts = new ArrayList<>(List.of(new Parameter(zeros(2))));

        @Override
        protected Tensor forward(Tensor x) {
            return x.mul(scale).add(shifts.getFirst());
        }
    }

    // ---- parametrisations

    @Test
    void aParametrisedWeightFollowsItsOriginal() {
        var layer = new Linear(3, 3);
        Parametrize.registerParametrization(layer, "weight", new RecordedUtilsTest.Symmetric());
        var optimizer = new SGD(layer.parameters(), o -> o.lr(0.1));
        layer.call(rand(2, 3)).square().sum().backward();
        optimizer.step();
        Tensor before = layer.weight.detach();
        layer.call(rand(2, 3));
        assertThat(layer.weight.equal(layer.weight.mT())).isTrue();
        assertThat(layer.weight.detach().equal(before)).isFalse();
        assertThat(layer.parameters()).hasSize(2);
    }

    @Test
    void cachedParametrisationsAreComputedOnce() {
        int[] calls = {0};
        var layer = new Linear(2, 2);
        Parametrize.registerParametrization(
                layer,
                "weight",
                new Layer() {
                    @Override
                    protected Tensor forward(Tensor x) {
                        calls[0]++;
                        return x.mul(2);
                    }
                });
        calls[0] = 0;
        Tensor loss =
                Parametrize.cached(() -> layer.call(layer.call(layer.call(rand(1, 2)))).sum());
        assertThat(calls[0]).isEqualTo(1);
        loss.backward();
        assertThat(Parametrize.list(layer, "weight").originals().getFirst().grad()).isNotNull();
        layer.call(rand(1, 2));
        assertThat(calls[0]).isEqualTo(2);
    }

    @Test
    void copiesOfParametrisedModulesLearnOnTheirOwn() {
        var net = new Sequential(Parametrizations.weightNorm(new Linear(2, 2)));
        Sequential copy = net.copy();
        Tensor x = rand(3, 2);
        assertThat(copy.call(x).equal(net.call(x))).isTrue();
        noGrad(() -> copy.parameters().forEach(Tensor::zero_));
        assertThat(copy.call(x).equal(net.call(x))).isFalse();
        assertThat(copy.toString()).isEqualTo(net.toString());
    }

    @Test
    void assigningFindsTheOriginals() {
        manualSeed(0);
        var layer = Parametrizations.orthogonal(new Linear(3, 3));
        Tensor q = dev.cresset.Linalg.qr(rand(3, 3)).q();
        Parametrize.assign(layer, "weight", q);
        assertThat(layer.weight.detach().allclose(q, 1e-5, 1e-6, false)).isTrue();
    }

    @Test
    void parametrisationsMayBeTransferred() {
        var from = Parametrizations.weightNorm(new Linear(2, 3));
        var to = new Linear(2, 3);
        Parametrize.transferParametrizationsAndParams(from, to, null);
        assertThat(to.stateDict().keySet()).isEqualTo(from.stateDict().keySet());
        assertThat(to.parameter("parametrizations.weight.original0"))
                .isSameAs(from.parameter("parametrizations.weight.original0"));
        assertThat(to.weight.detach().equal(from.weight.detach())).isTrue();
    }

    @Test
    void oldWeightNormFilesAreUnderstood() {
        var old = WeightNorm.weightNorm(new Linear(2, 3));
        var now = Parametrizations.weightNorm(new Linear(2, 3));
        now.loadStateDict(old.stateDict());
        Tensor x = rand(1, 2);
        assertThat(now.call(x).equal(old.call(x))).isTrue();
    }

    @Test
    void whatCannotBeParametrisedIsNamedAndLeftAlone() {
        var affine = new Affine();
        Parameter scale = affine.scale;
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Parametrize.registerParametrization(
                                affine, "scale", new RecordedUtilsTest.Symmetric()))
                .withMessageContaining("Affine.scale: the field is declared Parameter")
                .withMessageContaining("declare it `Tensor scale`");
        assertThat(affine.scale).isSameAs(scale);
        var layer = new Linear(3, 2);
        Tensor weight = layer.weight;
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Parametrize.registerParametrization(
                                layer, "weight", new dev.cresset.nn.Flatten(0, -1)))
                .withMessageContaining(
                        "unparametrized shape: torch.Size([2, 3])\n"
                                + "parametrized shape: torch.Size([6])");
        assertThat(layer.weight).isSameAs(weight);
        assertThat(Parametrize.isParametrized(layer)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parametrize.removeParametrizations(layer, "bias"))
                .withMessage(
                        "Module Linear(in_features=3, out_features=2, bias=True) does not have a"
                                + " parametrization on bias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prune.l1Unstructured(new Linear(2, 2), "weight", 5))
                .withMessage("amount=5 should be smaller than the number of parameters to prune=4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prune.l1Unstructured(new Linear(2, 2), "weight", 1.5))
                .withMessageStartingWith("amount=1.5 should either be a float in the range [0, 1]");
    }

    @Test
    void recurrentWeightsMayBePrunedAndExchanged() {
        manualSeed(1);
        var lstm = new LSTM(3, 4);
        Tensor x = rand(5, 2, 3);
        Tensor weight = lstm.attribute("weight_hh_l0");
        Prune.l1Unstructured(lstm, "weight_hh_l0", 0.5);
        assertThat(lstm.namedParameters().names())
                .containsExactlyInAnyOrder(
                        "weight_ih_l0", "weight_hh_l0_orig", "bias_ih_l0", "bias_hh_l0");
        Tensor y = lstm.call(x).output();
        y.sum().backward();
        assertThat(weight.grad()).isNotNull();
        LSTM copy = lstm.copy();
        assertThat(copy.call(x).output().equal(y)).isTrue();
        Prune.remove(lstm, "weight_hh_l0");
        assertThat(lstm.attribute("weight_hh_l0")).isSameAs(weight);
        assertThat(lstm.call(x).output().equal(y)).isTrue();
        Map<String, Tensor> zeros = new HashMap<>();
        lstm.namedParameters().forEach((name, p) -> zeros.put(name, p.zerosLike()));
        Tensor none = FunctionalCall.functionalCall(lstm, zeros, m -> m.call(x).output());
        assertThat(none.abs().max().item().doubleValue()).isZero();
        assertThat(lstm.call(x).output().equal(y)).isTrue();
    }

    @Test
    void attentionSeesParametrisedProjections() {
        manualSeed(1);
        var attention = new MultiheadAttention(4, 2);
        Parametrizations.weightNorm(attention.outProj);
        Tensor x = rand(3, 1, 4);
        Tensor before = attention.call(x, x, x).output();
        var list = Parametrize.list(attention.outProj, "weight");
        noGrad(() -> list.originals().getFirst().mul_(2));
        Tensor after = attention.call(x, x, x).output();
        assertThat(after.equal(before)).isFalse();
        after.sum().backward();
        assertThat(list.originals().getFirst().grad()).isNotNull();
    }

    @Test
    void functionalCallsReachListsOfParameters() {
        class Scales extends Layer {
            final ParameterList scales = new ParameterList(ones(2), ones(2));

            @Override
            protected Tensor forward(Tensor x) {
                return x.mul(scales.parameter(0)).mul(scales.parameter(1));
            }
        }
        var net = new Scales();
        Tensor two = ones(2).mul(2).requiresGrad_();
        Tensor y = FunctionalCall.functionalCall(net, Map.of("scales.0", two.mul(1)), ones(1, 2));
        y.sum().backward();
        assertThat(y.toFloatArray()).containsExactly(2, 2);
        assertThat(two.grad().toFloatArray()).containsExactly(1, 1);
        assertThat(net.call(ones(1, 2)).toFloatArray()).containsExactly(1, 1);
        assertThat(net.scales.parameter(0).isLeaf()).isTrue();
    }

    // ---- functional calls

    @Test
    void gradientsFlowThroughAFunctionalCall() {
        var net = new Sequential(new Linear(2, 2), new Affine());
        Tensor x = rand(3, 2);
        Map<String, Tensor> fast = new LinkedHashMap<>();
        Map<String, Parameter> named = net.namedParameters().toMap();
        assertThat(named.keySet()).contains("1.scale", "1.shifts.0");
        named.forEach((name, p) -> fast.put(name, p.mul(2).add(1)));
        Tensor y = FunctionalCall.functionalCall(net, fast, x);
        y.square().sum().backward(null, true, false);
        Tensor byHand =
                x.matmul(fast.get("0.weight").mT())
                        .add(fast.get("0.bias"))
                        .mul(fast.get("1.scale"))
                        .add(fast.get("1.shifts.0"));
        assertThat(y.allclose(byHand)).isTrue();
        List<Tensor> expected =
                Grad.grad(byHand.square().sum(), new ArrayList<>(named.values()), o -> o);
        int i = 0;
        for (Parameter p : named.values()) {
            assertThat(p.grad().allclose(expected.get(i++))).isTrue();
        }
        assertThat(net.namedParameters().toMap()).isEqualTo(named);
    }

    @Test
    void functionalCallsExchangeTiedWeightsTogether() {
        var first = new Linear(2, 2, o -> o.bias(false));
        var second = new Linear(2, 2, o -> o.bias(false));
        second.weight = first.weight;
        var net = new Sequential(first, second);
        Tensor x = ones(1, 2);
        assertThat(
                        FunctionalCall.functionalCall(net, Map.of("0.weight", ones(2, 2)), x)
                                .toFloatArray())
                .containsExactly(4, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FunctionalCall.functionalCall(
                                net, Map.of("0.weight", ones(2, 2), "1.weight", zeros(2, 2)), x))
                .withMessageContaining("[0.weight, 1.weight], which are tied");
        Tensor apart =
                FunctionalCall.functionalCall(
                        net,
                        Map.of("0.weight", ones(2, 2), "1.weight", zeros(2, 2)),
                        m -> m.call(x),
                        o -> o.tieWeights(false));
        assertThat(apart.toFloatArray()).containsExactly(0, 0);
        assertThat(second.weight).isSameAs(first.weight);
    }

    @Test
    void strictFunctionalCallsNameAllFaults() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FunctionalCall.functionalCall(
                                new Linear(2, 2),
                                Map.of("foo", ones(1)),
                                m -> m.call(ones(1, 2)),
                                o -> o.strict(true)))
                .withMessage(
                        "Error(s) in reparametrizing for Linear:\n"
                                + "\tUnexpected key(s): 'foo'.\n"
                                + "\tMissing key(s): 'bias', 'weight'.");
    }

    @Test
    void functionalCallsRestoreAfterFailures() {
        var net = new Linear(2, 2);
        Tensor weight = net.weight;
        assertThatThrownBy(() ->
                        FunctionalCall.functionalCall(
                                net, Map.of("weight", ones(3, 3)), ones(1, 2)))
                .isInstanceOf(RuntimeException.class);
        assertThat(net.weight).isSameAs(weight);
    }

    // ---- globs

    @Test
    void frozenParametersAreChosenByGlob() {
        var net = new Sequential(new Linear(2, 2), new BatchNorm1d(2), new Linear(2, 2));
        Freezing.freeze(net, "0.*", "?.bias");
        assertThat(Freezing.trainable(net))
                .containsExactly(net.parameter("1.weight"), net.parameter("2.weight"));
        Freezing.unfreeze(net, "[02].bias");
        assertThat(Freezing.trainable(net)).hasSize(4);
        Freezing.freeze(net);
        assertThat(Freezing.trainable(net)).isEmpty();
        Freezing.unfreeze(net);
        assertThat(Freezing.trainable(net)).hasSize(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Freezing.freeze(net, "0.*", "fc.*"))
                .withMessageStartingWith(
                        "freeze: no parameter matches \"fc.*\"; parameters are [0.");
        assertThat(Freezing.trainable(net)).hasSize(6);
    }

    @Test
    void parameterGroupsGoByTheFirstGlobThatMatches() {
        var net = new Sequential(new Linear(2, 2), new Linear(2, 2));
        var groups =
                new ParamGroups<Adam.Options>()
                        .add("*.bias", o -> o.weightDecay(0))
                        .add("1.*", o -> o.lr(0.5));
        var optimizer = new AdamW(groups.of(net), o -> o.lr(0.1));
        assertThat(optimizer.paramGroups()).hasSize(3);
        assertThat(optimizer.paramGroups().get(0).params())
                .containsExactly(net.parameter("0.bias"), net.parameter("1.bias"));
        assertThat(optimizer.paramGroups().get(0).options().weightDecay()).isEqualTo(0);
        assertThat(optimizer.paramGroups().get(1).lr()).isEqualTo(0.5);
        assertThat(optimizer.paramGroups().get(2).params())
                .containsExactly(net.parameter("0.weight"));
    }

    // ---- initialisation and hooks

    @Test
    void skippedInitialisationDrawsNothing() {
        manualSeed(0);
        Tensor expected = rand(2);
        manualSeed(0);
        Linear layer = Init.skip(() -> new Linear(4, 8));
        assertThat(rand(2).equal(expected)).isTrue();
        assertThat(layer.weight.shape().toArray()).containsExactly(8, 4);
        var drawn = new Linear(4, 8);
        assertThat(drawn.weight.detach().abs().max().item().doubleValue()).isPositive();
    }

    @Test
    void stateDictHooksSeeAndChangeStates() {
        var net = new Sequential(new Linear(2, 2));
        List<String> seen = new ArrayList<>();
        net.get(0).registerStateDictPreHook((m, prefix, vars) -> seen.add("pre " + prefix));
        Runnable remove =
                net.get(0)
                        .registerStateDictPostHook(
                                (m, state, prefix) -> state.put(prefix + "extra", ones(1)));
        assertThat(net.stateDict().keySet()).containsExactly("0.weight", "0.bias", "0.extra");
        assertThat(seen).containsExactly("pre 0.");
        remove.run();
        assertThat(net.stateDict()).hasSize(2);

        Map<String, Tensor> old = new HashMap<>();
        old.put("0.w", ones(2, 2));
        net.get(0)
                .registerLoadStateDictPreHook((m, state, prefix, strict) ->
                        state.put(prefix + "weight", state.remove(prefix + "w")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> net.loadStateDict(old))
                .withMessageContaining("Missing key(s) in state_dict: \"0.bias\"");
        assertThat(net.parameter("0.weight").detach().equal(ones(2, 2))).isFalse();
        net.registerLoadStateDictPostHook((m, missing, unexpected) -> missing.remove("0.bias"));
        assertThat(net.loadStateDict(old).missingKeys()).isEmpty();
        assertThat(net.parameter("0.weight").detach().equal(ones(2, 2))).isTrue();
        assertThat(old).containsOnlyKeys("0.w");
    }
}
