package dev.cresset;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leaf may keep a gradient without copying it, and sums grow in place: nobody may notice. */
class GradientOwnershipTest {
    @Test
    void theVectorGivenToBackwardIsNeitherKeptNorChanged() {
        Tensor x = ones(2, 2).requiresGrad_();
        Tensor v = tensor(1.0, 2.0, 3.0, 4.0).view(2, 2);
        x.view(4).view(2, 2).backward(v);
        assertThat(x.grad().sharesStorage(v)).isFalse();
        Tensor y = x.view(4);
        y.view(2, 2).add(y.view(2, 2)).backward(v);
        assertThat(v.equal(tensor(1.0, 2.0, 3.0, 4.0).view(2, 2))).isTrue();
        assertThat(x.grad().equal(tensor(3.0, 6.0, 9.0, 12.0).view(2, 2))).isTrue();
    }

    @Test
    void twoLeavesWithOneGradientHaveTheirOwnElements() {
        Tensor x = ones(3).requiresGrad_();
        Tensor y = ones(3).requiresGrad_();
        x.add(y).mul(2).sum().backward();
        assertThat(x.grad().sharesStorage(y.grad())).isFalse();
        x.grad().zero_();
        assertThat(y.grad().equal(tensor(2.0, 2.0, 2.0))).isTrue();
    }

    @Test
    void gradientsOfPartsAreAddedUpWhereTheyWere() {
        Tensor x = Tensor.arange(12).toDouble().view(3, 4).requiresGrad_();
        Tensor y = x.mul(1);
        Tensor left = y.narrow(1, 0, 3).mul(2);
        Tensor right = y.narrow(1, 2, 2).mul(10);
        Tensor row = y.select(0, 1).mul(100);
        Tensor diagonal = y.diagonal().mul(1000);
        left.sum().add(right.sum()).add(row.sum()).add(diagonal.sum()).backward();
        assertThat(x.grad().toDoubleArray())
                .containsExactly(1002, 2, 12, 10, 102, 1102, 112, 110, 2, 2, 1012, 10);
    }

    @Test
    void aPartsGradientDoesNotChangeOneThatAHookSaw() {
        Tensor x = ones(4).requiresGrad_();
        Tensor y = x.mul(3);
        List<Tensor> seen = new ArrayList<>();
        Tensor first = y.narrow(0, 0, 2);
        Tensor second = y.narrow(0, 1, 3);
        Tensor whole = y.mul(1);
        whole.registerHook(g -> {
            seen.add(g);
            return null;
        });
        whole.sum().add(first.sum()).add(second.mul(2).sum()).backward();
        assertThat(seen.get(0).toDoubleArray()).containsExactly(1, 1, 1, 1);
        assertThat(x.grad().toDoubleArray()).containsExactly(6, 12, 9, 9);
    }

    @Test
    void aGradientThatAHookSawStaysAsItWas() {
        Tensor x = tensor(1.0, 2.0).requiresGrad_();
        Tensor y = x.mul(3);
        List<Tensor> seen = new ArrayList<>();
        y.registerHook(g -> {
            seen.add(g);
            return null;
        });
        Tensor z = x.mul(5); // visited before y: its gradient is the first to arrive at x
        y.add(z.mul(1)).mul(2).sum().backward();
        assertThat(seen.get(0).equal(tensor(2.0, 2.0))).isTrue();
        assertThat(x.grad().equal(tensor(16.0, 16.0))).isTrue();
        x.grad().zero_();
        assertThat(seen.get(0).equal(tensor(2.0, 2.0))).isTrue();
    }

    @Test
    void gradientsOfIntermediatesStayAsTheyWereCaptured() {
        Tensor x = tensor(1.0, 2.0).requiresGrad_();
        Tensor y = x.mul(3);
        Tensor z = y.view(2);
        Tensor out = z.mul(2).add(y.mul(4)).sum();
        List<Tensor> g = Grad.grad(out, z, y, x);
        assertThat(g.get(0).equal(tensor(2.0, 2.0))).isTrue();
        assertThat(g.get(1).equal(tensor(6.0, 6.0))).isTrue();
        assertThat(g.get(2).equal(tensor(18.0, 18.0))).isTrue();
    }

    @Test
    void aTensorUsedOftenGetsTheWholeSum() {
        Tensor x = tensor(1.0, 2.0, 3.0).requiresGrad_();
        Tensor sum = x.mul(1);
        for (int i = 2; i <= 10; i++) {
            sum = sum.add(x.mul(i));
        }
        sum.sum().backward();
        assertThat(x.grad().equal(tensor(55.0, 55.0, 55.0))).isTrue();
        x.mul(x).sum().backward();
        assertThat(x.grad().equal(tensor(57.0, 59.0, 61.0))).isTrue();
    }

    @Test
    void gradientsOfTwoPassesDoNotShareElements() {
        Tensor x = ones(2).requiresGrad_();
        Tensor y = x.mul(2).sum();
        y.backward(null, true, false);
        Tensor first = x.grad();
        x.setGrad(null);
        y.backward();
        assertThat(first.sharesStorage(x.grad())).isFalse();
        assertThat(first.equal(x.grad())).isTrue();
    }

    @Test
    void aKeptGradientIsALeafWithoutABase() {
        Tensor w = ones(3, 2).requiresGrad_();
        ones(4, 2).mm(w.t()).square().sum().backward();
        Tensor g = w.grad();
        assertThat(g.isView()).isFalse();
        assertThat(g.isLeaf()).isTrue();
        assertThat(g.requiresGrad()).isFalse();
        assertThat(g.stride()).containsExactly(2, 1);
        assertThat(g.equal(Tensor.ones(3, 2).mul(16))).isTrue();
    }

    @Test
    void anExpandedGradientIsCopied() {
        Tensor x = ones(3).requiresGrad_();
        x.sum().backward();
        assertThat(x.grad().stride()).containsExactly(1);
        x.grad().get(0).add_(1);
        assertThat(x.grad().equal(tensor(2.0, 1.0, 1.0))).isTrue();
    }

    @Test
    void aBackwardInsideABackwardHasItsOwnQueue() {
        Tensor x = tensor(2.0).requiresGrad_();
        Tensor y = x.mul(3);
        y.registerHook(g -> {
            Tensor inner = tensor(5.0).requiresGrad_();
            Tensor.enableGrad(() -> inner.mul(inner).sum().backward());
            return g.mul(inner.grad());
        });
        y.sum().backward();
        assertThat(x.grad().item().doubleValue()).isEqualTo(30);
    }
}
