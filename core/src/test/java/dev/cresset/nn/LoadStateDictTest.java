package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** State dicts are read with their keys renamed, cast, assigned, in part; or not at all. */
class LoadStateDictTest {
    private final Sequential net = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));

    private static Map<String, Tensor> prefixed(Map<String, Tensor> source, String prefix) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        source.forEach((key, t) -> out.put(prefix + key, t));
        return out;
    }

    private static Sequential other() {
        return new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
    }

    @Test
    void aPrefixIsRenamedAway() {
        Sequential source = other();
        LoadReport report =
                net.loadStateDict(
                        prefixed(source.stateDict(), "module."), o -> o.rename("^module\\.", ""));
        assertThat(report).hasToString("<All keys matched successfully>");
        assertThat(net.parameter("0.weight").equal(source.parameter("0.weight"))).isTrue();
    }

    @Test
    void renamesApplyInOrderWithGroups() {
        Sequential source = other();
        Map<String, Tensor> old = new LinkedHashMap<>();
        source.stateDict().forEach((key, t) -> old.put(key.replaceAll("(\\d)\\.", "fc$1_"), t));
        net.loadStateDict(old, o -> o.rename("^fc(\\d)_", "layer$1.").rename("^layer", ""));
        assertThat(net.parameter("2.bias").equal(source.parameter("2.bias"))).isTrue();
    }

    @Test
    void twoKeysThatBecomeOneAreRefused() {
        Map<String, Tensor> both = new LinkedHashMap<>(other().stateDict());
        both.putAll(prefixed(other().stateDict(), "module."));
        assertThatThrownBy(() -> net.loadStateDict(both, o -> o.rename("^module\\.", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "loadStateDict: rename: \"0.weight\" and \"module.0.weight\" both become"
                                + " \"0.weight\"");
    }

    @Test
    void aFaultyExpressionOrReplacementIsNamed() {
        assertThatThrownBy(() -> net.loadStateDict(Map.of(), o -> o.rename("(", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rename: \"(\": Unclosed group");
        assertThatThrownBy(() -> net.loadStateDict(net.stateDict(), o -> o.rename("weight", "$1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the replacement \"$1\" does not fit \"weight\"");
    }

    @Test
    void withoutTheRenameTheMessageAsksForIt() {
        Tensor before = net.parameter("0.weight").clone();
        assertThatThrownBy(() -> net.loadStateDict(prefixed(other().stateDict(), "module.")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Error(s) in loading state_dict for Sequential:\n\t"
                                + "Missing key(s) in state_dict: \"0.weight\", \"0.bias\","
                                + " \"2.weight\", \"2.bias\". \n\t"
                                + "Unexpected key(s) in state_dict: \"module.0.weight\","
                                + " \"module.0.bias\", \"module.2.weight\", \"module.2.bias\". ")
                .hasMessageContaining("did you mean the keys without \"module.\"?");
        assertThat(net.parameter("0.weight").equal(before)).isTrue();
    }

    @Test
    void allProblemsAreReportedTogetherAndNothingChanges() {
        Map<String, Tensor> bad = new LinkedHashMap<>(other().stateDict());
        bad.put("0.weight", Tensor.zeros(5, 2));
        bad.put("2.bais", bad.remove("2.bias"));
        Tensor before = net.parameter("2.weight").clone();
        assertThatThrownBy(() -> net.loadStateDict(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Missing key(s) in state_dict: \"2.bias\". ")
                .hasMessageContaining("Unexpected key(s) in state_dict: \"2.bais\". ")
                .hasMessageContaining(
                        "size mismatch for 0.weight: copying a param with shape torch.Size([5, 2])"
                                + " from checkpoint, the shape in current model is torch.Size([3,"
                                + " 2]).")
                .hasMessageContaining("did you mean \"2.bias\" by \"2.bais\"?");
        assertThat(net.parameter("2.weight").equal(before)).isTrue();
    }

    @Test
    void aPartIsLoadedWhenNotStrict() {
        Sequential source = other();
        Map<String, Tensor> part = new LinkedHashMap<>();
        part.put("0.weight", source.parameter("0.weight"));
        part.put("head.weight", source.parameter("2.weight"));
        LoadReport report = net.loadStateDict(part, o -> o.strict(false));
        assertThat(report.missingKeys()).containsExactly("0.bias", "2.weight", "2.bias");
        assertThat(report.unexpectedKeys()).containsExactly("head.weight");
        assertThat(net.parameter("0.weight").equal(source.parameter("0.weight"))).isTrue();
    }

    @Test
    void castAndAssignGiveTheModuleTheDtype() {
        net.loadStateDict(other().stateDict(), o -> o.cast(DType.BFLOAT16).assign(true));
        assertThat(net.parameters()).allMatch(p -> p.dtype() == DType.BFLOAT16 && p.requiresGrad());
    }

    @Test
    void castWithoutAssignRoundsTheValuesAndKeepsTheModulesDtype() {
        Sequential source = other();
        net.loadStateDict(source.stateDict(), o -> o.cast(DType.BFLOAT16));
        Tensor rounded = source.parameter("0.weight").to(DType.BFLOAT16).to(DType.FLOAT32);
        assertThat(net.parameter("0.weight").dtype()).isEqualTo(DType.FLOAT32);
        assertThat(net.parameter("0.weight").equal(rounded)).isTrue();
    }

    @Test
    void castLeavesIntegersAndRefusesThemAsTarget() {
        assertThatThrownBy(() -> LoadOptions.DEFAULT.cast(DType.INT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("torch.int64 is no floating-point dtype");
    }

    @Test
    void anAbsentTieIsMissingUnlessForgiven() {
        Linear embed = new Linear(2, 2, o -> o.bias(false));
        Linear head = new Linear(2, 2, o -> o.bias(false));
        head.weight = embed.weight;
        Sequential lm = new Sequential(embed, head);
        Tensor weight = Tensor.ones(2, 2);
        assertThatThrownBy(() -> lm.loadStateDict(Map.of("0.weight", weight)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Missing key(s) in state_dict: \"1.weight\"");
        LoadReport report = lm.loadStateDict(Map.of("0.weight", weight), o -> o.absentTies(true));
        assertThat(report.allKeysMatched()).isTrue();
        assertThat(head.weight.equal(weight)).isTrue();
    }
}
