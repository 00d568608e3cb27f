package dev.cresset;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.randn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.engine.ArrayPool;
import dev.cresset.engine.Lease;
import dev.cresset.engine.Storage;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.utils.ClipGrad;
import dev.cresset.optim.SGD;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory of gradients is used again where nobody can see that, and nowhere else. */
class RecycledGradientsTest {
    private static final int N = 64;

    /** The columns of w, so that no other array has its length. */
    private static final int M = 48;

    private final Tensor x = randn(32, N);
    private Tensor w = randn(N, M);

    @BeforeEach
    void start() {
        manualSeed(3);
        w = randn(N, M).requiresGrad_(true);
    }

    /** A loss whose backward pass makes and uses up several gradients of w's size. */
    private Tensor loss(Tensor weight) {
        return x.matmul(weight).tanh().mul(0.5).matmul(weight.t()).sigmoid().square().mean();
    }

    private static Tensor grad(Tensor x) {
        return Objects.requireNonNull(x.grad());
    }

    private static Object array(Tensor x) {
        return Objects.requireNonNull(x.grad(Lease.UNTIL_RETURN)).view().storage().array();
    }

    /** Makes steps that write to whatever memory was given back. */
    private void train() {
        Tensor other = randn(N, M).requiresGrad_(true);
        SGD sgd = new SGD(List.of(w, other), o -> o.lr(0.1).momentum(0.9));
        for (int i = 0; i < 4; i++) {
            sgd.zeroGrad();
            loss(w.add(other)).backward();
            sgd.step();
        }
        sgd.zeroGrad();
    }

    private void unchangedByTraining(Tensor held) {
        Tensor before = held.detach().clone();
        train();
        assertThat(held.detach().equal(before)).isTrue();
    }

    /** Fills the pool with arrays that show where something is read that was not written. */
    private static void spoil(int count, int... lengths) {
        for (int length : lengths) {
            for (int i = 0; i < count; i++) {
                float[] array = new float[length];
                Arrays.fill(array, Float.NaN);
                ArrayPool.give(new Storage.Floats(array));
            }
        }
    }

    @Test
    void aClearedGradientServesTheNextPass() {
        loss(w).backward();
        Object first = array(w);
        w.setGrad(null);
        List<Object> later = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            loss(w).backward();
            later.add(array(w));
            w.setGrad(null);
        }
        assertThat(later).anyMatch(a -> a == first);
    }

    @Test
    void optimisersAndClippingDoNotKeepGradients() {
        loss(w).backward();
        SGD sgd = new SGD(List.of(w), o -> o.lr(0.1).momentum(0.9));
        Object first = array(w);
        sgd.step();
        ClipGrad.clipGradNorm_(List.of(w), 0.1);
        ClipGrad.clipGradValue_(List.of(w), 0.1);
        sgd.zeroGrad();
        List<Object> later = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            loss(w).backward();
            later.add(array(w));
            sgd.zeroGrad();
        }
        assertThat(later).anyMatch(a -> a == first);
    }

    @Test
    void aGradientInTheUsersHandsStays() {
        loss(w).backward();
        unchangedByTraining(grad(w));
    }

    @Test
    void aGradientSeenBeforeAnotherPassStays() {
        loss(w).backward();
        Tensor held = grad(w);
        loss(w).backward(); // adds to it in place, as in PyTorch
        unchangedByTraining(held);
    }

    @Test
    void aViewOfAGradientStays() {
        loss(w).backward();
        unchangedByTraining(grad(w).t().narrow(0, 3, 5));
    }

    @Test
    void theArrayOfAGradientStays() {
        loss(w).backward();
        float[] held = (float[]) grad(w).view().storage().array();
        float[] before = held.clone();
        train();
        assertThat(held).isEqualTo(before);
    }

    @Test
    void aGradientThatWasSetStays() {
        Tensor mine = randn(N, M);
        w.setGrad(mine);
        unchangedByTraining(mine);
    }

    @Test
    void aGradientSetAgainStays() {
        loss(w).backward();
        Tensor held = grad(w);
        w.setGrad(null);
        w.setGrad(held);
        unchangedByTraining(held);
    }

    @Test
    void whatHooksSeeStays() {
        List<Tensor> seen = new ArrayList<>();
        w.registerHook(g -> {
            seen.add(g);
            return g;
        });
        Tensor inner = x.matmul(w);
        inner.registerHook(g -> {
            seen.add(g);
            return g;
        });
        inner.tanh().square().mean().backward();
        assertThat(seen).hasSize(2);
        List.copyOf(seen).forEach(this::unchangedByTraining);
    }

    @Test
    void whatAHookAfterAccumulationSeesStays() {
        List<Tensor> seen = new ArrayList<>();
        Runnable remove = w.registerPostAccumulateGradHook(p -> seen.add(grad(p)));
        loss(w).backward();
        remove.run();
        unchangedByTraining(seen.getFirst());
    }

    @Test
    void retainedGradientsStay() {
        Tensor inner = x.matmul(w);
        inner.retainGrad();
        inner.tanh().square().mean().backward();
        unchangedByTraining(grad(inner));
    }

    @Test
    void gradientsOfGradStay() {
        Tensor inner = x.matmul(w);
        List<Tensor> got =
                Grad.grad(List.of(inner.tanh().square().mean()), List.of(inner, w), o -> o).stream()
                        .map(Objects::requireNonNull)
                        .toList();
        got.forEach(this::unchangedByTraining);
    }

    @Test
    void theVectorOfAProductStays() {
        Tensor v = randn(32, M);
        x.matmul(w).backward(v);
        unchangedByTraining(v);
    }

    @Test
    void aRetainedGraphGivesTheSameAgain() {
        Tensor loss = loss(w);
        loss.backward(null, true, false);
        Tensor first = grad(w).clone();
        w.setGrad(null);
        Tensor other = randn(N, M).requiresGrad_(true);
        loss(other).backward();
        spoil(4, N * M, 32 * M, 32 * N);
        loss.backward();
        assertThat(grad(w).equal(first)).isTrue();
    }

    @Test
    void twoPassesAddUp() {
        loss(w).backward();
        Tensor once = grad(w).clone();
        w.setGrad(null);
        spoil(4, N * M, 32 * M, 32 * N);
        loss(w).backward();
        loss(w).backward();
        assertThat(grad(w).equal(once.mul(2))).isTrue();
    }

    @Test
    void secondDerivativesStay() {
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(List.of(loss(w)), List.of(w), o -> o.createGraph(true)).get(0));
        Tensor before = g.detach().clone();
        g.square().sum().backward();
        Tensor second = grad(w).clone();
        train();
        assertThat(g.detach().equal(before)).isTrue();
        assertThat(second.isfinite().all().isTrue()).isTrue();
    }

    @Test
    void whatAUsersFunctionSeesStays() {
        List<Tensor> seen = new ArrayList<>();
        GradFunction doubled =
                new GradFunction() {
                    @Override
                    protected Tensor forward(Context ctx, Tensor... x) {
                        return x[0].mul(2);
                    }

                    @Override
                    protected Tensor[] backward(Context ctx, Tensor g) {
                        seen.add(g);
                        return new Tensor[] {g.mul(2)};
                    }
                };
        doubled.apply(x.matmul(w)).tanh().square().mean().backward();
        seen.forEach(this::unchangedByTraining);
    }

    @Test
    void memoryUsedAgainDoesNotShowInResults() {
        float[][] fresh = trained(false);
        float[][] spoiled = trained(true);
        for (int i = 0; i < fresh.length; i++) {
            assertThat(spoiled[i]).isEqualTo(fresh[i]);
        }
    }

    private static float[][] trained(boolean spoiled) {
        manualSeed(5);
        Sequential net = new Sequential(new Linear(48, 96), new ReLU(), new Linear(96, 40));
        Tensor in = randn(32, 48);
        Tensor target = Tensor.zeros(32, 40);
        SGD sgd = new SGD(net.parameters(), o -> o.lr(0.1).momentum(0.9));
        for (int i = 0; i < 5; i++) {
            if (spoiled) {
                spoil(6, 32 * 96, 32 * 40, 48 * 96, 96 * 40);
            }
            sgd.zeroGrad();
            Functional.mseLoss(Functional.softmax(net.call(in), 1), target).backward();
            sgd.step();
        }
        return net.parameters().stream()
                .map(p -> (float[]) noGrad(() -> p.clone()).view().storage().array())
                .toArray(float[][]::new);
    }
}
