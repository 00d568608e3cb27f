package dev.cresset.nn.utils;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointingTest {
    private static Sequential net() {
        manualSeed(0);
        return new Sequential(
                new Linear(4, 8),
                new Tanh(),
                new Dropout(0.5),
                new Linear(8, 8),
                new BatchNorm1d(8),
                new ReLU(),
                new Linear(8, 2));
    }

    private static List<Tensor> gradients(Sequential net) {
        return new ArrayList<>(net.parameters().stream().map(Tensor::grad).toList());
    }

    private static void assertSame(List<Tensor> actual, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).equal(expected.get(i))).as("gradient %d", i).isTrue();
        }
    }

    @Test
    void gradientsAreTheSameToTheBitWithDropout() {
        Tensor x = randn(6, 4);
        Sequential plain = net();
        Tensor y = plain.call(x);
        y.square().sum().backward();
        Sequential saving = net();
        Tensor z = Checkpointing.checkpoint(saving::call, x);
        assertThat(z.equal(y)).isTrue();
        Tensor next = Tensor.rand(3);
        z.square().sum().backward();
        assertSame(gradients(saving), gradients(plain));
        manualSeed(7);
        Tensor other = Tensor.rand(3);
        assertThat(next.equal(other)).isFalse();
    }

    @Test
    void theGeneratorGoesOnAsIfNothingHappened() {
        Tensor x = randn(6, 4);
        Sequential net = net();
        net.call(x).square().sum().backward();
        Tensor expected = Tensor.rand(3);
        Sequential saving = net();
        Checkpointing.checkpoint(saving::call, x).square().sum().backward();
        assertThat(Tensor.rand(3).equal(expected)).isTrue();
    }

    @Test
    void gradientsOfInputsAndGradGradWork() {
        Tensor x = randn(3, 4).requiresGrad_();
        Tensor y = Checkpointing.checkpoint(t -> t.pow(3).exp().log(), x);
        Tensor g = Grad.grad(y.sum(), List.of(x), o -> o.createGraph(true)).getFirst();
        assertThat(g.allclose(x.square().mul(3), 1e-4, 1e-5, false)).isTrue();
        Tensor gg = Grad.grad(g.sum(), x).getFirst();
        assertThat(gg.allclose(x.detach().mul(6), 1e-3, 1e-4, false)).isTrue();
    }

    @Test
    void sequencesAreComputedInSegments() {
        Tensor x = randn(6, 4);
        Sequential plain = net();
        plain.eval();
        plain.call(x).square().sum().backward();
        for (int segments : new int[] {1, 2, 3, 7}) {
            Sequential saving = net();
            saving.eval();
            Checkpointing.checkpointSequential(saving, segments, x).square().sum().backward();
            assertSame(gradients(saving), gradients(plain));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpointing.checkpointSequential(plain, 8, x))
                .withMessageContaining("8 segments of 7 layers");
    }

    @Test
    void partsAreComputedTwiceAndOnlyAsFarAsNeeded() {
        int[] calls = {0, 0};
        Tensor x = randn(3).requiresGrad_();
        Tensor y =
                Checkpointing.checkpoint(
                        t -> {
                            calls[0]++;
                            Tensor h = t.exp();
                            Tensor out = h.mul(2);
                            calls[1]++;
                            return out;
                        },
                        x);
        y.sum().backward();
        assertThat(calls).containsExactly(2, 1);
    }

    @Test
    void checkpointsMayBeNestedAndWalkedTwice() {
        Tensor x = randn(3).requiresGrad_();
        Tensor y =
                Checkpointing.checkpoint(
                        t -> Checkpointing.checkpoint(u -> u.exp().sin(), t.mul(t)).exp(), x);
        y.sum().backward(null, true, false);
        Tensor once = x.grad().clone();
        y.sum().backward();
        assertThat(x.grad().allclose(once.mul(2))).isTrue();
        Tensor plain = x.detach().requiresGrad_();
        plain.mul(plain).exp().sin().exp().sum().backward();
        assertThat(once.allclose(plain.grad())).isTrue();
    }

    @Test
    void partsThatComputeSomethingElseAreRefused() {
        int[] calls = {0};
        Tensor x = randn(3).requiresGrad_();
        Tensor y = Checkpointing.checkpoint(t -> calls[0]++ == 0 ? t.exp().sin() : t.exp(), x);
        assertThatIllegalStateException()
                .isThrownBy(() -> y.sum().backward())
                .withMessageContaining("A different number of tensors was saved");
        int[] again = {0};
        Tensor z =
                Checkpointing.checkpoint(
                        t -> again[0]++ == 0 ? t.exp() : t.unsqueeze(0).exp().get(0), x);
        assertThatIllegalStateException()
                .isThrownBy(() -> z.sum().backward())
                .withMessageContaining("different metadata");
    }

    @Test
    void withoutRecordingNothingIsKept() {
        Tensor x = randn(3);
        Tensor y = Tensor.noGrad(() -> Checkpointing.checkpoint(Functional::relu, x));
        assertThat(y.requiresGrad()).isFalse();
    }
}
