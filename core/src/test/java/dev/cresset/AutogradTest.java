package dev.cresset;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.enableGrad;
import static dev.cresset.Tensor.inferenceMode;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.DType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Recording and backward; expected values and texts are those of PyTorch 2.13. */
class AutogradTest {
    private static Tensor leaf(int n) {
        return ones(n).requiresGrad_();
    }

    private static double[] grad(Tensor x) {
        return Objects.requireNonNull(x.grad()).toDoubleArray();
    }

    @Test
    void gradientsAccumulateInLeaves() {
        Tensor x = leaf(2);
        x.mul(2).sum().backward();
        x.mul(2).sum().backward();
        assertThat(grad(x)).containsExactly(4, 4);
    }

    @Test
    void onlyLeavesKeepGradientsUnlessAsked() {
        Tensor x = leaf(2);
        Tensor y = x.mul(2);
        Tensor z = y.mul(5);
        y.retainGrad();
        z.sum().backward();
        assertThat(x.isLeaf()).isTrue();
        assertThat(y.isLeaf()).isFalse();
        assertThat(z.grad()).isNull();
        assertThat(y.retainsGrad()).isTrue();
        assertThat(grad(y)).containsExactly(5, 5);
        assertThat(grad(x)).containsExactly(10, 10);
    }

    @Test
    void retainedGradientsAddUpAndSeeWhatHooksMade() {
        Tensor x = leaf(2);
        Tensor y = x.mul(2);
        y.retainGrad();
        y.registerHook(g -> g.mul(3));
        Tensor z = y.sum();
        z.backward(null, true, false);
        assertThat(grad(y)).containsExactly(3, 3);
        z.backward();
        assertThat(grad(y)).containsExactly(6, 6);
        assertThat(grad(x)).containsExactly(12, 12);
    }

    @Test
    void retainGradFollowsATensorThroughInPlaceChanges() {
        Tensor y = leaf(2).mul(2);
        y.retainGrad();
        y.mul_(3);
        y.sum().backward();
        assertThat(y.retainsGrad()).isTrue();
        assertThat(grad(y)).containsExactly(1, 1);
    }

    @Test
    void aTensorUsedTwiceGetsTheSum() {
        Tensor x = leaf(2);
        x.mul(3).add(x.mul(4)).sum().backward();
        assertThat(grad(x)).containsExactly(7, 7);
    }

    @Test
    void gradientsHaveTheOrderOfTheirLeaf() {
        Tensor x = ones(2, 3).requiresGrad_();
        x.t().mul(arange(6).view(3, 2)).sum().backward();
        assertThat(Objects.requireNonNull(x.grad()).stride()).containsExactly(3, 1);
        assertThat(x.grad().view(-1).toDoubleArray()).containsExactly(0, 2, 4, 1, 3, 5);
        Tensor y = ones(3, 2).t().detach().requiresGrad_();
        y.mul(2).sum().backward();
        assertThat(Objects.requireNonNull(y.grad()).stride()).containsExactly(1, 2);
    }

    @Test
    void backwardTwiceNeedsTheGraphRetained() {
        Tensor y = leaf(2).pow(2).sum();
        y.backward();
        assertThatThrownBy(y::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "Trying to backward through the graph a second time (or directly access saved"
                                + " tensors after they have already been freed). Saved intermediate values"
                                + " of the graph are freed when you call")
                .hasMessageContaining("Specify retainGraph");
        Tensor times = leaf(2).mul(2).sum();
        times.backward();
        assertThatThrownBy(times::backward).hasMessageStartingWith("Trying to backward through");
    }

    @Test
    void backwardTwiceWorksWhereNothingWasSaved() {
        Tensor x = leaf(2);
        Tensor y = x.add(2).sum();
        y.backward();
        y.backward();
        assertThat(grad(x)).containsExactly(2, 2);
    }

    @Test
    void retainGraphWalksAgain() {
        Tensor x = leaf(2);
        Tensor y = x.pow(2).sum();
        y.backward(null, true, false);
        y.backward();
        assertThat(grad(x)).containsExactly(4, 4);
    }

    @Test
    void createGraphGivesSecondDerivatives() {
        Tensor w = leaf(2);
        Tensor g1 =
                Objects.requireNonNull(
                        Grad.grad(w.pow(3).sum(), List.of(w), o -> o.createGraph(true)).getFirst());
        assertThat(g1.toDoubleArray()).containsExactly(3, 3);
        assertThat(g1.gradFn()).hasToString("<MulBackward0 object>");
        Tensor g2 = Objects.requireNonNull(Grad.grad(g1.sum(), w).getFirst());
        assertThat(g2.toDoubleArray()).containsExactly(6, 6);
        assertThat(w.grad()).isNull();
    }

    @Test
    void gradSumsOutputsAndStopsAtInnerInputs() {
        Tensor x = leaf(2);
        Tensor a = x.mul(2);
        Tensor b = x.mul(3);
        List<Tensor> g = Grad.grad(List.of(a.sum(), b.sum()), List.of(x, a), o -> o);
        assertThat(g.get(0).toDoubleArray()).containsExactly(5, 5);
        assertThat(g.get(1).toDoubleArray()).containsExactly(1, 1);
    }

    @Test
    void gradOfAnOutputWithRespectToItselfIsTheVector() {
        Tensor x = leaf(2);
        Tensor y = x.mul(2);
        List<Tensor> g = Grad.grad(y, List.of(x, y), o -> o.gradOutputs(tensor(1.0, 5.0)));
        assertThat(g.get(0).toDoubleArray()).containsExactly(2, 10);
        assertThat(g.get(1).toDoubleArray()).containsExactly(1, 5);
    }

    @Test
    void gradNamesTheInputThatIsNotUsed() {
        Tensor x = leaf(2);
        Tensor y = x.sum();
        Tensor other = leaf(2);
        assertThatThrownBy(() -> Grad.grad(y, List.of(x, other), o -> o.retainGraph(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "The differentiated Tensor at index 1 appears to not have been used in the"
                                + " graph.");
        assertThat(Grad.grad(y, List.of(other), o -> o.allowUnused(true)))
                .containsExactly((Tensor) null);
        assertThatThrownBy(() -> Grad.grad(leaf(1), ones(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("One of the differentiated Tensors does not require grad");
    }

    @Test
    void detachSharesTheValuesAndTheVersion() {
        Tensor x = leaf(2);
        Tensor y = x.detach();
        y.set(5, 0);
        assertThat(x.toDoubleArray()).containsExactly(5, 1);
        assertThat(y.requiresGrad()).isFalse();
        assertThat(x.version()).isEqualTo(1);
    }

    @Test
    void detachedChangesAreNoticedByBackward() {
        Tensor z = leaf(2).mul(1).exp();
        z.detach().zero_();
        assertThatThrownBy(() -> z.sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("modified by an inplace operation");
    }

    @Test
    void changesOfDataAreNot() {
        Tensor x = leaf(2);
        Tensor z = x.mul(1).exp();
        z.data().zero_();
        z.sum().backward();
        assertThat(grad(x)).containsExactly(0, 0);
        x.data().add_(1);
        assertThat(x.toDoubleArray()).containsExactly(2, 2);
        assertThat(x.version()).isZero();
    }

    @Test
    void detachInPlaceMakesALeaf() {
        Tensor y = leaf(2).mul(2);
        y.detach_();
        assertThat(y.requiresGrad()).isFalse();
        assertThat(y.isLeaf()).isTrue();
        Tensor v = leaf(2).mul(1).get("0:1");
        assertThatThrownBy(v::detach_)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Can't detach views in-place. Use detach() instead.");
    }

    @Test
    void requiresGradIsForFloatingLeaves() {
        assertThatThrownBy(() -> ones(DType.INT64, 2).requiresGrad_())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "only Tensors of floating point dtype can require gradients");
        assertThatThrownBy(() -> leaf(2).mul(2).requiresGrad_(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "you can only change requires_grad flags of leaf variables. If you want to use a"
                                + " computed variable in a subgraph that doesn't require differentiation use"
                                + " var_no_grad = var.detach().");
        assertThat(leaf(2).requiresGrad_(false).mul(2).requiresGrad()).isFalse();
    }

    @Test
    void backwardSaysWhatItCannotStartFrom() {
        assertThatThrownBy(() -> ones(1).backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "element 0 of tensors does not require grad and does not have a grad_fn");
        assertThatThrownBy(() -> leaf(2).mul(2).backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("grad can be implicitly created only for scalar outputs");
        assertThatThrownBy(() -> leaf(2).mul(2).backward(ones(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Mismatch in shape: gradient 0 has a shape of torch.Size([3])");
    }

    @Test
    void vectorsAreCastToTheOutput() {
        Tensor x = leaf(2);
        x.mul(2).backward(ones(DType.FLOAT64, 2));
        assertThat(Objects.requireNonNull(x.grad()).dtype()).isEqualTo(DType.FLOAT32);
        Tensor d = ones(DType.FLOAT64, 2).requiresGrad_();
        Tensor g = Objects.requireNonNull(Grad.grad(d.toFloat().mul(2).sum(), d).getFirst());
        assertThat(g.dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void scopesSwitchRecording() {
        Tensor x = leaf(2);
        assertThat(noGrad(() -> x.mul(2)).requiresGrad()).isFalse();
        assertThat(noGrad(() -> enableGrad(() -> x.mul(2))).requiresGrad()).isTrue();
        assertThat(inferenceMode(() -> enableGrad(() -> x.mul(2))).requiresGrad()).isFalse();
        assertThat(noGrad(() -> x.requiresGrad())).isTrue();
        assertThat(Tensor.isGradEnabled()).isTrue();
        assertThatThrownBy(() ->
                        noGrad(() -> {
                            throw new UnsupportedOperationException("inside");
                        }))
                .hasMessage("inside");
        assertThat(Tensor.isGradEnabled()).isTrue();
    }

    @Test
    void aSetGradientMustFit() {
        Tensor x = leaf(2);
        assertThatThrownBy(() -> x.setGrad(ones(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3]")
                .hasMessageContaining("[2]");
        x.setGrad(tensor(1.0, 2.0));
        x.sum().backward();
        assertThat(grad(x)).containsExactly(2, 3);
        x.setGrad(null);
        assertThat(x.grad()).isNull();
    }

    @Test
    void aGraphOfAHundredThousandNodesRunsBackward() {
        Tensor x = leaf(1);
        Tensor y = x;
        for (int i = 0; i < 100_000; i++) {
            y = i % 2 == 0 ? y.add(1) : y.mul(1);
        }
        Tensor z = y;
        assertThat(
                        Objects.requireNonNull(
                                        Grad.grad(z, List.of(x), o -> o.retainGraph(true))
                                                .getFirst())
                                .item()
                                .doubleValue())
                .isEqualTo(1);
        z.backward();
        assertThat(grad(x)).containsExactly(1);
    }
}
