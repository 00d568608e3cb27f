package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class LoadingTest {
    @Test
    void aStateDictIsDetachedAndSharesMemory() {
        Linear l = new Linear(1, 1);
        StateDict state = l.stateDict();
        assertThat(state.get("weight").requiresGrad()).isFalse();
        state.get("weight").zero_();
        assertThat(l.weight)
                .hasToString("Parameter containing:\ntensor([[0.]], requires_grad=True)");
        assertThat(l.stateDict(o -> o.keepVars(true)).get("weight")).isSameAs(l.weight);
        assertThat(new Sequential(l).stateDict(o -> o.prefix("p.")).sequencedKeySet())
                .containsExactly("p.0.weight", "p.0.bias");
        assertThat(new ReLU().stateDict()).hasToString("OrderedDict()");
    }

    @Test
    void matchingKeysAreCopiedAndConverted() {
        Linear l = new Linear(2, 1);
        Tensor before = l.weight;
        LoadReport report =
                l.loadStateDict(
                        Map.of(
                                "weight",
                                tensor(new double[][] {{1, 2}}),
                                "bias",
                                tensor(new long[] {3})));
        assertThat(report).hasToString("<All keys matched successfully>");
        assertThat(l.weight).isSameAs(before);
        assertThat(l.weight.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(l.weight.detach()).hasToString("tensor([[1., 2.]])");
        assertThat(l.bias.detach()).hasToString("tensor([3.])");
    }

    @Test
    void allFaultsAreReportedTogetherAndNothingIsChanged() {
        Linear l = new Linear(2, 2);
        String before = l.stateDict().toString();
        SequencedMap<String, Tensor> given = new LinkedHashMap<>();
        given.put("weight", zeros(3, 2));
        given.put("y", zeros(1));
        assertThatThrownBy(() -> l.loadStateDict(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Error(s) in loading state_dict for Linear:\n"
                                + "\tMissing key(s) in state_dict: \"bias\". \n"
                                + "\tUnexpected key(s) in state_dict: \"y\". \n"
                                + "\tsize mismatch for weight: copying a param with shape"
                                + " torch.Size([3, 2]) from checkpoint, the shape in current model is"
                                + " torch.Size([2, 2]).");
        assertThat(l.stateDict()).hasToString(before);
    }

    @Test
    void aWrongShapeLeavesTheRightOnesUnloaded() {
        Linear l = new Linear(2, 2);
        String before = l.stateDict().toString();
        assertThatThrownBy(() -> l.loadStateDict(Map.of("weight", zeros(2, 2), "bias", zeros(3))))
                .hasMessageContaining("size mismatch for bias");
        assertThat(l.stateDict()).hasToString(before);
    }

    @Test
    void typosAreAnsweredWithAQuestion() {
        var net = new Sequential(new Linear(1, 1), new Linear(1, 1));
        SequencedMap<String, Tensor> given = new LinkedHashMap<>(net.stateDict());
        given.put("1.wieght", given.remove("1.weight"));
        assertThatThrownBy(() -> net.loadStateDict(given))
                .hasMessageContaining("did you mean \"1.weight\" by \"1.wieght\"?");
        SequencedMap<String, Tensor> wrapped = new LinkedHashMap<>();
        net.stateDict().forEach((k, v) -> wrapped.put("module." + k, v));
        assertThatThrownBy(() -> net.loadStateDict(wrapped))
                .hasMessageContaining("did you mean the keys without \"module.\"?");
    }

    @Test
    void looseLoadingReports() {
        Linear l = new Linear(1, 1);
        LoadReport report =
                l.loadStateDict(
                        Map.of("weight", zeros(1, 1), "wait", ones(1)), o -> o.strict(false));
        assertThat(report.missingKeys()).containsExactly("bias");
        assertThat(report.unexpectedKeys()).containsExactly("wait");
        assertThat(report)
                .hasToString("_IncompatibleKeys(missing_keys=['bias'], unexpected_keys=['wait'])");
        assertThat(l.weight.detach()).hasToString("tensor([[0.]])");
        assertThatThrownBy(() -> l.loadStateDict(Map.of("bias", ones(2)), o -> o.strict(false)))
                .hasMessageContaining("size mismatch for bias");
    }

    @Test
    void assigningTakesOverElementsAndDtypeAndKeepsTheParameter() {
        Linear l = new Linear(2, 2);
        Linear tied = new Linear(2, 2);
        tied.weight = l.weight;
        Tensor before = l.weight;
        Tensor given = ones(DType.FLOAT64, 2, 2);
        l.loadStateDict(Map.of("weight", given, "bias", ones(2)), o -> o.assign(true));
        assertThat(l.weight).isSameAs(before).isSameAs(tied.weight);
        assertThat(l.weight.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(l.weight.sharesStorage(given)).isTrue();
        assertThat(l.weight.requiresGrad()).isTrue();
        assertThatThrownBy(() ->
                        l.loadStateDict(
                                Map.of("weight", zeros(DType.INT64, 2, 2), "bias", ones(2)),
                                o -> o.assign(true)))
                .hasMessageContaining("dtype mismatch for weight");
    }

    @Test
    void tiedParametersAreListedUnderAllNamesAndLoadedTogether() {
        Linear shared = new Linear(2, 2);
        var net = new Sequential(shared, new ReLU(), shared);
        assertThat(net.stateDict().sequencedKeySet())
                .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        var other = new Sequential(new Linear(2, 2), new ReLU(), new Linear(2, 2));
        other.get(2, Linear.class).weight = other.get(0, Linear.class).weight;
        other.loadStateDict(net.stateDict());
        assertThat(other.parameters()).hasSize(3);
        assertThat(other.parameter("2.weight").equal(shared.weight)).isTrue();
    }

    @Test
    void nonPersistentBuffersAreNotExpected() {
        Module m = new Module();
        m.register("kept", new Buffer(zeros(1)));
        m.register("scratch", new Buffer(zeros(1), false));
        m.register("later", (Parameter) null);
        assertThat(m.loadStateDict(Map.of("kept", ones(1))).allKeysMatched()).isTrue();
        assertThat(
                        m.loadStateDict(
                                        Map.of("kept", ones(1), "scratch", ones(1)),
                                        o -> o.strict(false))
                                .unexpectedKeys())
                .isEqualTo(List.of("scratch"));
    }

    @Test
    void zeroDimTargetsTakeOldOneElementVectors() {
        Module m = new Module();
        m.register("n", new Buffer(tensor(0L)));
        m.loadStateDict(Map.of("n", tensor(new long[] {7})));
        assertThat(m.buffer("n").item().longValue()).isEqualTo(7);
    }
}
