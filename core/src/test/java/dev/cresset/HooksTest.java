package dev.cresset;

import static dev.cresset.Tensor.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tensor hooks; expected values are those of PyTorch 2.13. */
class HooksTest {
    private static Tensor leaf() {
        return ones(2).requiresGrad_();
    }

    private static double[] grad(Tensor x) {
        return Objects.requireNonNull(x.grad()).toDoubleArray();
    }

    @Test
    void aHookReplacesTheGradientOfALeaf() {
        Tensor x = leaf();
        x.registerHook(g -> g.mul(3));
        x.mul(2).sum().backward();
        assertThat(grad(x)).containsExactly(6, 6);
    }

    @Test
    void aHookOfALeafAlsoWorksForGrad() {
        Tensor x = leaf();
        x.registerHook(g -> g.mul(3));
        Tensor g = Objects.requireNonNull(Grad.grad(x.mul(2).sum(), x).getFirst());
        assertThat(g.toDoubleArray()).containsExactly(6, 6);
    }

    @Test
    void aHookSeesTheWholeGradientOnce() {
        Tensor x = leaf();
        List<double[]> seen = new ArrayList<>();
        x.registerHook(g -> {
            seen.add(g.toDoubleArray());
            return g.mul(2);
        });
        x.mul(x).sum().backward();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).containsExactly(2, 2);
        assertThat(grad(x)).containsExactly(4, 4);
    }

    @Test
    void hooksRunInTheirOrder() {
        Tensor x = leaf();
        Tensor y = x.mul(2);
        y.registerHook(g -> g.add(1));
        y.registerHook(g -> g.mul(10));
        y.sum().backward();
        assertThat(grad(x)).containsExactly(40, 40);
    }

    @Test
    void hooksStayWithTheValueTheyWereSetOn() {
        Tensor x = leaf();
        Tensor y = x.mul(2);
        y.registerHook(g -> g.mul(10));
        y.mul_(3);
        y.sum().backward();
        assertThat(grad(x)).containsExactly(60, 60);
    }

    @Test
    void aHandleRemovesItsOwnRegistrationOnly() {
        Tensor x = leaf();
        UnaryOperator<Tensor> twice = g -> g.mul(2);
        Runnable first = x.registerHook(twice);
        x.registerHook(twice);
        first.run();
        first.run();
        x.sum().backward();
        assertThat(grad(x)).containsExactly(2, 2);
    }

    @Test
    void aHookMayReturnNullToLookOnly() {
        Tensor x = leaf();
        x.registerHook(g -> null);
        x.sum().backward();
        assertThat(grad(x)).containsExactly(1, 1);
    }

    @Test
    void aHookMustKeepTheShape() {
        Tensor x = leaf();
        x.registerHook(g -> g.get("0:1"));
        assertThatThrownBy(() -> x.mul(2).sum().backward())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hook")
                .hasMessageContaining("[2]")
                .hasMessageContaining("[1]");
    }

    @Test
    void hooksNeedATensorThatRequiresGrad() {
        assertThatThrownBy(() -> ones(2).registerHook(g -> g))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot register a hook on a tensor that doesn't require gradient");
        assertThatThrownBy(() -> ones(2).retainGrad())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("can't retain_grad on Tensor that has requires_grad=False");
    }
}
