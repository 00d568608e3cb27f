package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CopyTest {
    static class Net extends Layer {
        final Linear hidden = new Linear(2, 2);
        final Linear tied = new Linear(2, 2);
        final List<Layer> blocks = new ArrayList<>(List.of(new ReLU(), hidden));
        final List<Linear> fixed = List.of(hidden);
        final Linear[] array = {tied};
        final SequencedMap<String, Layer> heads = new LinkedHashMap<>();
        final Map<String, Integer> counts = new HashMap<>();
        final Buffer mean = new Buffer(zeros(2), false);
        final Tensor plain = ones(2);
        final int[] sizes = {1, 2};
        final Inner inner = new Inner();

        Net() {
            tied.weight = hidden.weight;
            heads.put("a", hidden);
            register("dynamic", new Parameter(ones(1)));
        }

        final class Inner extends Module {
            Net outer() {
                return Net.this;
            }
        }

        @Override
        protected Tensor forward(Tensor x) {
            return tied.call(hidden.call(x));
        }
    }

    @Test
    void aCopyIsEqualAndIndependent() {
        Net net = new Net();
        net.eval();
        net.call(ones(1, 2)).sum().backward();
        Net copy = net.copy();
        assertThat(copy).hasToString(net.toString());
        assertThat(copy.call(ones(1, 2)).equal(net.call(ones(1, 2)))).isTrue();
        assertThat(copy.isTraining()).isFalse();
        assertThat(copy.hidden.weight.grad().equal(net.hidden.weight.grad())).isTrue();
        assertThat(copy.namedParameters().names()).isEqualTo(net.namedParameters().names());
        Init.zeros_(copy.hidden.weight);
        copy.zeroGrad();
        copy.plain.zero_();
        copy.sizes[0] = 9;
        copy.counts.put("x", 1);
        assertThat(net.hidden.weight.abs().sum().item().doubleValue()).isGreaterThan(0);
        assertThat(net.hidden.weight.grad()).isNotNull();
        assertThat(net.plain).hasToString("tensor([1., 1.])");
        assertThat(net.sizes).containsExactly(1, 2);
        assertThat(net.counts).isEmpty();
        assertThat(copy.mean).isNotSameAs(net.mean);
        assertThat(copy.mean.persistent()).isFalse();
        assertThat(copy.parameter("dynamic")).isNotSameAs(net.parameter("dynamic"));
    }

    @Test
    void tiesContainersAndEnclosingModulesAreKept() {
        Net net = new Net();
        Net copy = net.copy();
        assertThat(copy.tied.weight).isSameAs(copy.hidden.weight).isNotSameAs(net.hidden.weight);
        assertThat(copy.blocks.get(1)).isSameAs(copy.hidden);
        assertThat(copy.fixed.getFirst()).isSameAs(copy.hidden);
        assertThat(copy.array[0]).isSameAs(copy.tied);
        assertThat(copy.heads.get("a")).isSameAs(copy.hidden);
        assertThat(copy.inner.outer()).isSameAs(copy);
        assertThat(copy.hidden.options()).isSameAs(net.hidden.options());
        Net.Inner alone = net.inner.copy();
        assertThat(alone.outer()).isSameAs(net);
    }

    @Test
    void sequencesKeepRepeatedLayers() {
        Linear l = new Linear(1, 1);
        Sequential copy = new Sequential(l, new ReLU(), l).copy();
        assertThat(copy.<Module>get(0)).isSameAs(copy.get(2)).isNotSameAs(l);
        assertThat(copy.parameters()).hasSize(2);
    }

    @Test
    void hooksAreSharedAtFirstAndThenApart() {
        ReLU a = new ReLU();
        List<String> calls = new ArrayList<>();
        a.registerForwardHook((m, in, out) -> {
            calls.add("hook");
            return null;
        });
        ReLU b = a.copy();
        b.registerForwardPreHook((m, in) -> {
            calls.add("pre");
            return null;
        });
        b.call(ones(1));
        a.call(ones(1));
        assertThat(calls).containsExactly("pre", "hook", "hook");
    }

    static class Capturing extends Layer {
        final Linear l = new Linear(1, 1);
        final UnaryOperator<Tensor> f = x -> l.call(x);

        @Override
        protected Tensor forward(Tensor x) {
            return f.apply(x);
        }
    }

    static class Unknown extends Module {
        final List<Linear> list = new CopyOnWriteArrayList<>(List.of(new Linear(1, 1)));
    }

    @Test
    void whatCannotBeCopiedNamesTheOtherWay() {
        Capturing net = new Capturing();
        assertThatThrownBy(net::copy)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Capturing.f")
                .hasMessageContaining("copy(Supplier<M>)");
        assertThatThrownBy(() -> new Unknown().copy())
                .hasMessageContaining("Unknown.list")
                .hasMessageContaining("CopyOnWriteArrayList")
                .hasMessageContaining("copy(Supplier<M>)");
        Linear computed = new Linear(1, 1);
        computed.weight = computed.weight.mul(2);
        assertThatThrownBy(computed::copy)
                .hasMessageContaining("Linear.weight")
                .hasMessageContaining("grad_fn");
        Capturing copy = net.copy(Capturing::new);
        assertThat(copy.call(ones(1, 1)).equal(net.call(ones(1, 1)))).isTrue();
        Init.zeros_(copy.l.weight);
        assertThat(net.l.weight.item().doubleValue()).isNotZero();
    }

    @Test
    void copyingIntoANewModuleChecksStructureAndTies() {
        Net net = new Net();
        net.requiresGrad_(false).eval();
        byte[] before = Tensor.defaultGenerator().stateBytes();
        Net copy = net.copy(Net::new);
        assertThat(Tensor.defaultGenerator().stateBytes()).isEqualTo(before);
        assertThat(copy.hidden.weight.equal(net.hidden.weight)).isTrue();
        assertThat(copy.hidden.weight.requiresGrad()).isFalse();
        assertThat(copy.isTraining()).isFalse();
        assertThatThrownBy(() -> net.copy(() -> new Linear(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other modules");
        Linear l = new Linear(1, 1);
        var shared = new Sequential(l, l);
        assertThatThrownBy(
                        () -> shared.copy(() -> new Sequential(new Linear(1, 1), new Linear(1, 1))))
                .hasMessageContaining("shares other modules")
                .hasMessageContaining("{1=0}");
    }
}
