package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists and dicts of parameters that hold other values too; texts are those of PyTorch 2.13. */
class ParameterHolderTest {
    @Test
    void listsPrintWhatTheyHold() {
        assertThat(new ParameterList(1, ones(2), new Linear(1, 1), 2.5, "a", null, List.of()))
                .hasToString(
                        """
                        ParameterList(
                            (0): Object of type: int
                            (1): Parameter containing: [torch.float32 of size 2]
                            (2): Object of type: Linear
                            (3): Object of type: float
                            (4): Object of type: str
                            (5): Object of type: NoneType
                            (6): Object of type: list
                          (2): Linear(in_features=1, out_features=1, bias=True)
                        )\
                        """);
        assertThat(new ParameterList(1)).hasToString("ParameterList(  (0): Object of type: int)");
        assertThat(new ParameterDict().put("a", null).put("b", true))
                .hasToString(
                        "ParameterDict(\n"
                                + "    (a): Object of type: NoneType\n"
                                + "    (b): Object of type: bool\n)");
    }

    @Test
    void onlyTensorsAndModulesAreRegistered() {
        ParameterList list = new ParameterList(3, ones(2), new Linear(1, 1));
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.stateDict().keySet()).containsExactly("1", "2.weight", "2.bias");
        assertThat(list.value(0)).isEqualTo(3);
        assertThat(list.value(-2)).isInstanceOf(Parameter.class);
        assertThat(list).hasSize(1);
        assertThatThrownBy(() -> list.parameter(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ParameterList.parameter: at 0 is a int; read it with value(0)");
    }

    @Test
    void valuesAreReplacedInTheirPlace() {
        ParameterList list = new ParameterList(1, 2).set(0, ones(1));
        assertThat(list.parameter(0).requiresGrad()).isTrue();
        assertThat(list.value(1)).isEqualTo(2);
        assertThatThrownBy(() -> list.set(0, 5))
                .hasMessage(
                        "ParameterList: cannot assign a int as parameter '0' (a tensor or null"
                                + " expected)");
        assertThat(list.set(0, null)).hasToString(new ParameterList(null, 2).toString());
        assertThat(list.size()).isEqualTo(2);
    }

    @Test
    void copiesDoNotShareWhatTheyHold() {
        ParameterDict dict = new ParameterDict().put("a", 1).put("w", ones(2));
        ParameterDict copy = (ParameterDict) dict.copy();
        copy.put("a", 2).put("b", 3);
        assertThat(dict.value("a")).isEqualTo(1);
        assertThat(dict.keys()).containsExactly("a", "w");
        assertThat(copy.value("w")).isInstanceOf(Parameter.class).isNotSameAs(dict.value("w"));
    }

    @Test
    void namesAreTakenOutAndPutBack() {
        ParameterDict p = new ParameterDict().put("a", zeros(1)).put("n", 3).put("b", null);
        assertThat(p.values()).hasSize(3).containsNull().contains(3);
        assertThat(p.items()).extracting(Map.Entry::getKey).containsExactly("a", "n", "b");
        assertThat(p.items().get(1).getValue()).isEqualTo(3);
        Parameter a = (Parameter) p.pop("a");
        assertThat(p.keys()).containsExactly("n", "b");
        assertThat(p.parameters()).isEmpty();
        assertThatThrownBy(() -> p.pop("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no 'a'; it has [n, b]");
        assertThat(p.setDefault("a", a)).isSameAs(a);
        assertThat(p.setDefault("a", zeros(2))).isSameAs(a);
        p.update(new LinkedHashMap<>(Map.of("c", zeros(2))));
        assertThat(p.keys()).containsExactly("n", "b", "a", "c");
        assertThat(p.stateDict().keySet()).containsExactly("a", "c");
        p.clear();
        assertThat(p.size()).isZero();
        assertThat(p.stateDict()).isEmpty();
    }
}
