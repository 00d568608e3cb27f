package dev.cresset;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.op.DType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** In-place changes, versions and views under autograd; expected values are PyTorch 2.13's. */
class InPlaceAutogradTest {
    private static Tensor leaf(int n) {
        return ones(n).requiresGrad_();
    }

    private static Tensor count(int from, int to) {
        return arange((double) from, (double) to).requiresGrad_();
    }

    private static double[] grad(Tensor x) {
        return Objects.requireNonNull(x.grad()).toDoubleArray();
    }

    private static void assertClose(Tensor actual, double... expected) {
        assertThat(actual.reshape(-1).toDoubleArray())
                .usingComparatorWithPrecision(1e-5)
                .containsExactly(expected);
    }

    // ---- what is forbidden

    @Test
    void aLeafThatRequiresGradCannotBeWritten() {
        Tensor x = leaf(3);
        assertThatThrownBy(() -> x.add_(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a leaf Variable that requires grad is being used in an in-place operation.");
        assertThatThrownBy(() -> x.set(2, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a leaf Variable that requires grad");
        assertThatThrownBy(() -> x.get(0).fill_(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a view of a leaf Variable that requires grad is being used in an in-place"
                                + " operation.");
        assertThat(x.toDoubleArray()).containsExactly(1, 1, 1);
        assertThat(x.version()).isZero();
        noGrad(() -> x.add_(1));
        assertThat(x.toDoubleArray()).containsExactly(2, 2, 2);
    }

    @Test
    void aSavedResultMustNotChange() {
        Tensor y = leaf(2).exp();
        y.add_(1);
        assertThatThrownBy(() -> y.sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "one of the variables needed for gradient computation has been modified by an"
                                + " inplace operation: [torch.FloatTensor [2]], which is output 0 of Exp, is"
                                + " at version 1; expected version 0 instead.");
    }

    @Test
    void aSavedInputMustNotChange() {
        Tensor y = leaf(2).mul(3);
        Tensor z = y.mul(y);
        y.add_(1);
        assertThatThrownBy(() -> z.sum().backward())
                .hasMessageContaining(
                        "[torch.FloatTensor [2]], which is output 0 of Add, is at version 1; expected"
                                + " version 0 instead.");
        Tensor x = leaf(2);
        Tensor square = x.mul(x);
        noGrad(() -> x.add_(1));
        assertThatThrownBy(() -> square.sum().backward())
                .hasMessageContaining(
                        "[torch.FloatTensor [2]] is at version 1; expected version 0 instead.");
    }

    @Test
    void aSavedTensorMustNotChangeThroughItsViews() {
        Tensor y = count(1, 5).clone();
        Tensor v = y.get("1:3");
        Tensor z = y.mul(y);
        v.mul_(2);
        assertThatThrownBy(() -> z.sum().backward())
                .hasMessageContaining(
                        "[torch.FloatTensor [4]], which is output 0 of CopySlices, is at version 1;"
                                + " expected version 0 instead.");
    }

    @Test
    void anOperandThatIsItselfWrittenMustNotBeNeeded() {
        Tensor y = leaf(2).clone();
        y.mul_(y);
        assertThatThrownBy(() -> y.sum().backward())
                .hasMessageContaining(
                        "which is output 0 of Mul, is at version 1; expected version 0");
    }

    @Test
    void viewsMadeWithoutGradCannotBeWrittenWithIt() {
        Tensor b = leaf(2).clone();
        Tensor v = noGrad(() -> b.get(0));
        assertThatThrownBy(() -> v.mul_(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "A view was created in noGrad and is being modified inplace with grad mode"
                                + " enabled.");
        Tensor plain = zeros(2);
        Tensor part = noGrad(() -> plain.get(0));
        assertThatThrownBy(() -> part.mul_(leaf(1).get(0)))
                .hasMessageStartingWith("A view was created in noGrad and is being modified");
        part.add_(1);
        assertThat(plain.toDoubleArray()).containsExactly(1, 0);
    }

    @Test
    void viewsMadeWithoutGradCannotBeUsedAfterTheirSourceChanged() {
        Tensor b = leaf(2).clone();
        Tensor v = noGrad(() -> b.get(0));
        b.mul_(2);
        assertThatThrownBy(() -> v.mul(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "A view was created in noGrad and its base or another view of its base has been"
                                + " modified inplace with grad mode enabled.");
        assertThat(v).hasToString("tensor(2.)");
    }

    // ---- what is followed

    @Test
    void newTensorsHaveVersionZero() {
        assertThat(
                        List.of(
                                ones(2),
                                Tensor.full(dev.cresset.op.Shape.of(2), 3),
                                Tensor.rand(2),
                                Tensor.randn(2),
                                Tensor.randint(0, 3, 2),
                                ones(2).fullLike(2),
                                ones(2).randLike()))
                .extracting(Tensor::version)
                .containsOnly(0);
    }

    @Test
    void versionsAreSharedByViews() {
        Tensor x = arange(3.0);
        Tensor v = x.get("1:");
        v.add_(10);
        assertThat(x.toDoubleArray()).containsExactly(0, 11, 12);
        assertThat(v.version()).isEqualTo(1);
        assertThat(x.version()).isEqualTo(1);
        assertThat(x.data().version()).isZero();
    }

    @Test
    void inPlaceOnANonLeafRebasesItsHistory() {
        Tensor x = leaf(3).clone();
        x.set(2, 0);
        assertThat(x.gradFn()).hasToString("<CopySlices object>");
        Tensor y = leaf(2).mul(2);
        y.add_(1);
        assertThat(y.gradFn()).hasToString("<AddBackward0 object>");
    }

    @Test
    void inPlaceSquareHasASecondDerivative() {
        Tensor x = tensor(2.0, 3.0).requiresGrad_();
        Tensor y = x.mul(1);
        y.square_();
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(y.sum(), List.of(x), o -> o.createGraph(true)).getFirst());
        assertClose(g, 4, 6);
        assertClose(Objects.requireNonNull(Grad.grad(g.sum(), x).getFirst()), 2, 2);
    }

    @Test
    void viewsFollowTheHistoryOfTheirBase() {
        Tensor w = leaf(2);
        Tensor b = zeros(2);
        Tensor v = b.get(0);
        b.add_(w);
        assertThat(v.requiresGrad()).isTrue();
        assertThat(v.isLeaf()).isFalse();
        assertThat(v.gradFn()).hasToString("<AsStridedBackward0 object>");
        v.mul(3).backward();
        assertThat(grad(w)).containsExactly(3, 0);
    }

    @Test
    void overlappingViewsSeeEachOthersChanges() {
        Tensor w = leaf(2);
        Tensor b = zeros(3);
        Tensor v1 = b.get(":2");
        Tensor v2 = b.get("1:");
        v1.add_(w);
        v2.mul(v2).sum().backward();
        assertThat(b.toDoubleArray()).containsExactly(1, 1, 0);
        assertThat(grad(w)).containsExactly(0, 2);
    }

    @Test
    void aViewThatIsWrittenWithAnotherOfTheSameBaseKeepsBothHistories() {
        Tensor x = tensor(1.0, 2.0, 3.0).requiresGrad_();
        Tensor y = x.mul(1);
        y.get("1:").mul_(y.get(":2").clone());
        y.sum().backward();
        assertThat(y.toDoubleArray()).containsExactly(1, 2, 6);
        assertThat(grad(x)).containsExactly(3, 4, 2);
    }

    @Test
    void transposedViewsAndRowsCanBeWritten() {
        Tensor x = arange(6.0).view(2, 3).detach().requiresGrad_();
        Tensor w = tensor(1.0, 2.0).requiresGrad_();
        Tensor y = x.mul(2);
        y.t().get(1).mul_(w);
        y.get(0).exp_();
        y.mul(y).sum().backward();
        assertClose(y, 1, 7.389056, 54.59815, 6, 16, 10);
        assertThat(grad(x)[2]).isCloseTo(11923.831, within(0.05));
        assertThat(grad(x)).startsWith(4.0);
        assertThat(grad(w)[0]).isCloseTo(218.3926, within(1e-3));
        assertThat(grad(w)[1]).isEqualTo(256);
    }

    @Test
    void assignedRowsHaveFirstAndSecondDerivatives() {
        Tensor x = count(1, 5);
        Tensor b = zeros(2, 4);
        b.set(x, 0);
        b.set(x.mul(x), 1);
        b.get(":, 1:3").mul_(b.get(":, 0:2").clone());
        assertClose(b, 1, 2, 6, 4, 1, 4, 36, 16);
        Tensor loss = b.mul(arange(8.0).view(2, 4)).sum();
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(loss, List.of(x), o -> o.createGraph(true)).getFirst());
        assertClose(g, 50, 243, 148, 59);
        assertClose(
                Objects.requireNonNull(Grad.grad(g.mul(g).sum(), x).getFirst()),
                24726,
                104664,
                85164,
                1652);
    }

    @Test
    void reshapedAndSelectedViewsCanBeWritten() {
        Tensor x = arange(1.0, 7.0).view(2, 3).detach().requiresGrad_();
        Tensor y = x.sin();
        Tensor v = y.view(3, 2);
        v.set(5, 1, 0);
        v.select(1, 1).add_(x.get(0));
        y.pow(2).sum().backward();
        assertClose(y, 0.8414710, 1.9092975, 5, 1.2431974, -0.9589243, 2.7205844);
        assertClose(
                Objects.requireNonNull(x.grad()),
                4.7278924,
                0.8972987,
                5.4411688,
                -1.6252161,
                -0.5440211,
                5.2244487);
    }

    @Test
    void diagonalsCanBeWritten() {
        Tensor x = count(1, 5);
        Tensor y = x.mul(1);
        Tensor m = y.outer(y);
        m.diagonal().fill_(0);
        m.sum().backward();
        assertThat(grad(x)).containsExactly(18, 16, 14, 12);
    }

    @Test
    void masksCanBeWritten() {
        Tensor x = count(1, 5);
        Tensor y = x.mul(1);
        y.maskedFill_(y.gt(2.5), 9);
        y.set(x.get(3), y.lt(2));
        y.mul(y).sum().backward();
        assertThat(y.toDoubleArray()).containsExactly(4, 2, 9, 9);
        assertThat(grad(x)).containsExactly(0, 4, 0, 8);
    }

    @Test
    void viewsOfViewsCanBeWritten() {
        Tensor x = count(1, 5);
        Tensor y = x.mul(1);
        Tensor v = y.get("::2");
        Tensor u = v.get("1:");
        u.copy_(x.get(":1").mul(3));
        v.mul_(2);
        y.mul(tensor(1.0, 10.0, 100.0, 1000.0)).sum().backward();
        assertThat(y.toDoubleArray()).containsExactly(2, 2, 6, 4);
        assertThat(grad(x)).containsExactly(602, 10, 0, 1000);
        assertThat(y.version()).isEqualTo(2);
    }

    @Test
    void overwrittenValuesHaveAGradientOfZero() {
        Tensor w = leaf(2);
        Tensor y = w.mul(2);
        y.uniform_();
        y.sum().backward();
        assertThat(grad(w)).containsExactly(0, 0);
        Tensor z = w.mul(2);
        z.fill_(7);
        z.sum().backward();
        assertThat(grad(w)).containsExactly(0, 0);
    }

    @Test
    void integersNeverGetAHistory() {
        Tensor i = zeros(DType.INT64, 2);
        i.copy_(leaf(2));
        assertThat(i.requiresGrad()).isFalse();
        assertThat(i.toLongArray()).containsExactly(1, 1);
    }

    @Test
    void theSecondDerivativeGoesThroughAnOldOperand() {
        Tensor x = tensor(2.0, 3.0).requiresGrad_();
        Tensor w = tensor(4.0, 5.0).requiresGrad_();
        Tensor y = x.mul(x);
        y.mul_(w); // y = x^2 w, whose gradient for w is the old y
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(y.sum(), List.of(w), o -> o.createGraph(true)).getFirst());
        assertClose(g, 4, 9);
        assertClose(Objects.requireNonNull(Grad.grad(g.sum(), x).getFirst()), 4, 6);
    }
}
