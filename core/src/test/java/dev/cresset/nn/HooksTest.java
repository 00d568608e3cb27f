package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HooksTest {
    private static Linear twice() {
        Linear l = new Linear(1, 1, o -> o.bias(false));
        Init.constant_(l.weight, 2);
        return l;
    }

    @Test
    void forwardHooksSeeAndReplaceInputsAndResults() {
        Linear l = twice();
        Runnable pre = l.registerForwardPreHook((m, in) -> List.of(in.get(0).add(1)));
        Runnable post = l.registerForwardHook((m, in, out) -> ((Tensor) out).mul(10));
        assertThat(l.call(ones(1, 1)).item().doubleValue()).isEqualTo(40);
        pre.run();
        assertThat(l.call(ones(1, 1)).item().doubleValue()).isEqualTo(20);
        post.run();
        assertThat(l.call(ones(1, 1)).item().doubleValue()).isEqualTo(2);
    }

    @Test
    void hooksRunInOrderUnlessPrepended() {
        ReLU l = new ReLU();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int n = i;
            l.registerForwardHook(
                    (m, in, out) -> {
                        order.add(n);
                        return null;
                    },
                    o -> o.prepend(n == 2));
        }
        l.call(ones(1));
        assertThat(order).containsExactly(2, 0, 1);
    }

    @Test
    void alwaysCalledHooksSeeFailures() {
        Linear l = twice();
        List<Object> seen = new ArrayList<>();
        l.registerForwardHook(
                (m, in, out) -> {
                    seen.add(out == null ? "failed" : "worked");
                    return null;
                },
                o -> o.alwaysCall(true));
        l.registerForwardHook((m, in, out) -> {
            seen.add("ordinary");
            return null;
        });
        assertThatThrownBy(() -> l.call(ones(1, 3))).isInstanceOf(IllegalArgumentException.class);
        assertThat(seen).containsExactly("failed");
    }

    @Test
    void aHookThatReturnsSomethingElseIsRefused() {
        ReLU l = new ReLU();
        l.registerForwardHook((m, in, out) -> "text");
        assertThatThrownBy(() -> l.call(ones(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("returned a String for a Tensor");
    }

    @Test
    void fullBackwardHooksSeeAndReplaceGradients() {
        Linear l = twice();
        List<String> seen = new ArrayList<>();
        l.registerFullBackwardPreHook((m, g) -> List.of(g.get(0).mul(3)));
        Runnable remove =
                l.registerFullBackwardHook((m, in, out) -> {
                    seen.add(in + " " + out);
                    return List.of(in.get(0).mul(100));
                });
        Tensor x = ones(1, 1).requiresGrad_();
        Tensor y = l.call(x);
        assertThat(y).hasToString("tensor([[2.]], grad_fn=<BackwardHookFunctionBackward>)");
        y.sum().backward();
        assertThat(seen).containsExactly("[tensor([[6.]])] [tensor([[3.]])]");
        assertThat(x.grad().item().doubleValue()).isEqualTo(600);
        assertThat(l.weight.grad().item().doubleValue()).isEqualTo(3);
        remove.run();
        x.setGrad(null);
        l.call(x).sum().backward();
        assertThat(x.grad().item().doubleValue()).isEqualTo(6);
    }

    @Test
    void fullBackwardHooksAreCalledWhereNoInputRequiresGrad() {
        Linear l = twice();
        List<String> seen = new ArrayList<>();
        l.registerFullBackwardHook((m, in, out) -> {
            seen.add(in + " " + out);
            return null;
        });
        l.call(ones(1, 1)).sum().backward();
        assertThat(seen).containsExactly("[null] [tensor([[1.]])]");
        l.registerFullBackwardHook((m, in, out) -> List.of(ones(1, 1)));
        assertThatThrownBy(() -> l.call(ones(1, 1)).sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no input requires gradient should always return None");
    }

    record Pair(Tensor sum, Tensor product) {}

    static class Both extends Module {
        Pair call(Tensor a, Tensor b) {
            return hooked(
                    List.of(a, b),
                    in -> new Pair(in.get(0).add(in.get(1)), in.get(0).mul(in.get(1))));
        }

        Tensor fixed(Tensor a) {
            return hooked(List.of(a), () -> a.mul(2));
        }
    }

    @Test
    void modulesOfSeveralInputsAndResultsHaveHooksToo() {
        Both m = new Both();
        List<String> seen = new ArrayList<>();
        m.registerFullBackwardHook((module, in, out) -> {
            seen.add(in + " " + out);
            return null;
        });
        Tensor a = ones(1).mul(2).requiresGrad_();
        Tensor b = ones(1).mul(5).requiresGrad_();
        Pair y = m.call(a, b);
        y.sum.add(y.product.mul(10)).sum().backward();
        assertThat(seen)
                .containsExactly("[tensor([51.]), tensor([21.])] [tensor([1.]), tensor([10.])]");
        assertThat(a.grad()).hasToString("tensor([51.])");
    }

    @Test
    void aBodyThatTakesNoInputsNamesTheMend() {
        Both m = new Both();
        Runnable remove = m.registerForwardPreHook((module, in) -> List.of(ones(1)));
        assertThatThrownBy(() -> m.fixed(ones(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hooked(List.of(x), in -> … in.get(0) …)");
        remove.run();
        assertThat(m.fixed(ones(1))).hasToString("tensor([2.])");
    }
}
