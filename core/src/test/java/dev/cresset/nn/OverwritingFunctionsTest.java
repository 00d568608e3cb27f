package dev.cresset.nn;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverwritingFunctionsTest {
    private record Pair(UnaryOperator<Tensor> function, UnaryOperator<Tensor> overwriting) {}

    private static final Map<String, Pair> ALL =
            Map.ofEntries(
                    Map.entry("Relu", new Pair(Functional::relu, Functional::relu_)),
                    Map.entry("Hardtanh6", new Pair(Functional::relu6, Functional::relu6_)),
                    Map.entry("LeakyRelu", new Pair(Functional::leakyRelu, Functional::leakyRelu_)),
                    Map.entry("Rrelu", new Pair(Functional::rrelu, Functional::rrelu_)),
                    Map.entry("Elu", new Pair(Functional::elu, Functional::elu_)),
                    Map.entry("Selu", new Pair(Functional::selu, Functional::selu_)),
                    Map.entry("Celu", new Pair(Functional::celu, Functional::celu_)),
                    Map.entry("Silu", new Pair(Functional::silu, Functional::silu_)),
                    Map.entry("Mish", new Pair(Functional::mish, Functional::mish_)),
                    Map.entry("Hardswish", new Pair(Functional::hardswish, Functional::hardswish_)),
                    Map.entry(
                            "Hardsigmoid",
                            new Pair(Functional::hardsigmoid, Functional::hardsigmoid_)),
                    Map.entry("Hardtanh", new Pair(Functional::hardtanh, Functional::hardtanh_)),
                    Map.entry(
                            "Threshold",
                            new Pair(
                                    x -> Functional.threshold(x, 0.5, -1),
                                    x -> Functional.threshold_(x, 0.5, -1))),
                    Map.entry(
                            "Dropout",
                            new Pair(
                                    x -> Functional.dropout(x, 0.5, true),
                                    x -> Functional.dropout_(x, 0.5, true))),
                    Map.entry(
                            "AlphaDropout",
                            new Pair(
                                    x -> Functional.alphaDropout(x, 0.5, true),
                                    x -> Functional.alphaDropout_(x, 0.5, true))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Relu",
                "Hardtanh6",
                "LeakyRelu",
                "Rrelu",
                "Elu",
                "Selu",
                "Celu",
                "Silu",
                "Mish",
                "Hardswish",
                "Hardsigmoid",
                "Hardtanh",
                "Threshold",
                "Dropout",
                "AlphaDropout"
            })
    void theInputHoldsValueGradientAndName(String name) {
        Pair pair = ALL.get(name);
        manualSeed(1);
        Tensor start = randn(3, 4);
        Tensor a = start.clone().requiresGrad_(true);
        Tensor b = start.clone().requiresGrad_(true);
        manualSeed(2);
        Tensor expected = pair.function.apply(a.mul(1));
        manualSeed(2);
        Tensor x = b.mul(1);
        Tensor y = pair.overwriting.apply(x);
        assertThat(y).isSameAs(x);
        assertThat(x.equal(expected)).isTrue();
        assertThat(x.gradFn().name()).isEqualTo(expected.gradFn().name());
        expected.sum().backward();
        x.sum().backward();
        assertThat(b.grad().equal(a.grad())).isTrue();
    }

    @Test
    void aLeafThatRequiresGradIsNotOverwritten() {
        Tensor leaf = tensor(-1.0, 2.0).requiresGrad_(true);
        assertThatThrownBy(() -> Functional.elu_(leaf))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leaf");
        assertThat(leaf.detach()).hasToString("tensor([-1.,  2.])");
    }

    @Test
    void aLayerThatOverwritesShowsWhatItComputed() {
        Tensor x = tensor(-1.0, 2.0).requiresGrad_(true).mul(1);
        Tensor y = new ELU(o -> o.inplace(true)).call(x);
        assertThat(y).isSameAs(x).hasToString("tensor([-0.6321,  2.0000], grad_fn=<EluBackward0>)");
    }
}
