package dev.cresset.nn;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.randn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Grad;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.engine.ArrayPool;
import dev.cresset.engine.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes between layers is used again only when nobody can see it any more. */
class ForgottenIntermediatesTest {
    private Tensor x = randn(32, 48);
    private Sequential net = new Sequential();

    @BeforeEach
    void start() {
        manualSeed(11);
        x = randn(32, 48);
        net =
                new Sequential(
                        new Linear(48, 64),
                        new ReLU(),
                        new Linear(64, 56),
                        new ReLU(o -> o.inplace(true)),
                        new Tanh(),
                        new Linear(56, 40));
    }

    /** The same computation, layer by layer, which keeps everything. */
    private static Tensor chain(Sequential net, Tensor x) {
        Tensor y = x;
        for (Layer layer : net) {
            y = layer.call(y);
        }
        return y;
    }

    /** Has arrays with NaN at hand for results, and makes results that take what was given back. */
    private void churn() {
        for (int n : new int[] {32 * 64, 32 * 56, 32 * 40, 48 * 64, 64 * 56, 56 * 40}) {
            for (int i = 0; i < 3; i++) {
                float[] array = new float[n];
                Arrays.fill(array, Float.NaN);
                ArrayPool.give(new Storage.Floats(array));
            }
        }
        for (int i = 0; i < 5; i++) {
            for (int n : new int[] {64, 56, 40}) {
                assertThat(randn(32, n).mul(3).add(1).isfinite().all().isTrue()).isTrue();
            }
        }
    }

    private static List<Tensor> gradients(Sequential net) {
        List<Tensor> out = new ArrayList<>();
        for (Parameter p : net.parameters()) {
            out.add(Objects.requireNonNull(p.grad()).clone());
            p.setGrad(null);
        }
        return out;
    }

    private static void same(List<Tensor> a, List<Tensor> b) {
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i).equal(b.get(i))).isTrue();
        }
    }

    /** Puts an array into the pool that the next result of the first layer will take. */
    private static float[] marked() {
        float[] array = new float[32 * 64];
        ArrayPool.give(new Storage.Floats(array));
        return array;
    }

    /** Returns whether one of the next results of that length has an array. */
    private static boolean isUsedAgain(float[] array) {
        List<Tensor> held = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            held.add(x64().mul(2));
        }
        return held.stream().anyMatch(t -> t.view().storage().array() == array);
    }

    private static Tensor x64() {
        return Tensor.ones(32, 64);
    }

    @Test
    void memoryIsUsedAgainAtOnceWithoutRecording() {
        float[] array = marked();
        Tensor y = noGrad(() -> net.call(x));
        assertThat(y.isfinite().all().isTrue()).isTrue();
        assertThat(isUsedAgain(array)).isTrue();
    }

    @Test
    void memoryIsUsedAgainAfterBackward() {
        float[] ofRelu = marked();
        float[] ofLinear = marked();
        Tensor loss = net.call(x).square().mean();
        assertThat(isUsedAgain(ofRelu)).isFalse();
        assertThat(ofLinear).doesNotContain(Float.NaN);
        loss.backward();
        assertThat(isUsedAgain(ofRelu)).isTrue();
    }

    @Test
    void memoryOfAResultInTheUsersHandsIsNotUsedAgain() {
        float[] array = marked();
        Tensor mine = net.get(0, Linear.class).call(x);
        assertThat(mine.view().storage().array()).isSameAs(array);
        net.get(1, ReLU.class).call(mine).sum().backward();
        assertThat(isUsedAgain(array)).isFalse();
    }

    @Test
    void gradientsAreThoseOfTheLayersOneByOne() {
        chain(net, x).square().mean().backward();
        List<Tensor> expected = gradients(net);
        for (int i = 0; i < 4; i++) {
            churn();
            Tensor loss = net.call(x).square().mean();
            churn();
            loss.backward();
            same(gradients(net), expected);
        }
    }

    @Test
    void gradientsOfOtherLayersAreThoseOfTheLayersOneByOne() {
        net =
                new Sequential(
                        new Conv2d(3, 8, 3, o -> o.padding(1)),
                        new BatchNorm2d(8),
                        new ReLU(),
                        new MaxPool2d(2),
                        new Conv2d(8, 8, 3, o -> o.padding(1)),
                        new SiLU(),
                        new Flatten(),
                        new Linear(8 * 36, 64),
                        new LayerNorm(64),
                        new GELU(),
                        new Linear(64, 64),
                        new Sigmoid(),
                        new Dropout(o -> o.p(0)),
                        new Linear(64, 3));
        x = randn(16, 3, 12, 12);
        chain(net, x).square().mean().backward();
        List<Tensor> expected = gradients(net);
        for (int i = 0; i < 3; i++) {
            Tensor loss = net.call(x).square().mean();
            churn();
            loss.backward();
            same(gradients(net), expected);
        }
    }

    @Test
    void resultsStay() {
        Tensor y = net.call(x);
        Tensor before = y.detach().clone();
        y.square().mean().backward();
        churn();
        noGrad(() -> net.call(x.mul(2)));
        churn();
        assertThat(y.detach().equal(before)).isTrue();
        Tensor input = x.clone();
        noGrad(() -> net.call(x));
        churn();
        assertThat(x.equal(input)).isTrue();
    }

    @Test
    void twoLossesOfOneResultGoBackOneAfterTheOther() {
        Tensor y = chain(net, x);
        y.square().mean().add(y.exp().mean()).backward();
        List<Tensor> expected = gradients(net);
        Tensor z = net.call(x);
        Tensor one = z.square().mean();
        Tensor two = z.exp().mean();
        one.backward(null, true, false);
        churn();
        two.backward();
        List<Tensor> actual = gradients(net);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).sub(expected.get(i)).abs().max().item().doubleValue())
                    .isLessThan(1e-5); // sums in another order
        }
    }

    @Test
    void aRetainedGraphGivesTheSameAgain() {
        Tensor loss = net.call(x).square().mean();
        loss.backward(null, true, false);
        List<Tensor> first = gradients(net);
        churn();
        loss.backward();
        same(gradients(net), first);
    }

    @Test
    void gradientsOfSomeInputsLeaveTheRestOfTheGraph() {
        chain(net, x).square().mean().backward();
        List<Tensor> expected = gradients(net);
        Linear last = net.get(5);
        Tensor loss = net.call(x).square().mean();
        Grad.grad(List.of(loss), List.of(last.bias), o -> o.retainGraph(true));
        churn();
        loss.backward();
        same(gradients(net), expected);
    }

    @Test
    void secondDerivativesAreThoseOfTheLayersOneByOne() {
        List<Tensor> expected = second(true);
        churn();
        same(second(false), expected);
    }

    private List<Tensor> second(boolean chained) {
        Linear first = net.get(0);
        Tensor y = chained ? chain(net, x) : net.call(x);
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(
                                        List.of(y.pow(3).mean()),
                                        List.of(first.weight),
                                        o -> o.createGraph(true))
                                .get(0));
        churn();
        g.square().sum().backward();
        return gradients(net);
    }

    @Test
    void whatHooksSeeStays() {
        List<Tensor> seen = new ArrayList<>();
        net.get(2)
                .registerForwardHook((m, in, out) -> {
                    seen.add(in.get(0));
                    seen.add((Tensor) out);
                    return null;
                });
        staysAfter(seen);
    }

    @Test
    void whatLayersOfUsersKeepStays() {
        List<Tensor> seen = new ArrayList<>();
        Layer keeps =
                new Layer() {
                    @Override
                    protected Tensor forward(Tensor in) {
                        seen.add(in);
                        return in.mul(1);
                    }
                };
        net = new Sequential(new Linear(48, 64), keeps, new ReLU(), keeps, new Linear(64, 40));
        staysAfter(seen);
    }

    @Test
    void whatExtendedLayersKeepStays() {
        List<Tensor> seen = new ArrayList<>();
        class Keeping extends Linear {
            Keeping(int in, int out) {
                super(in, out);
            }

            @Override
            protected Tensor forward(Tensor in) {
                seen.add(in);
                Tensor out = super.forward(in);
                seen.add(out);
                return out;
            }
        }
        net =
                new Sequential(
                        new Linear(48, 64), new Keeping(64, 56), new ReLU(), new Linear(56, 9));
        staysAfter(seen);
    }

    private void staysAfter(List<Tensor> seen) {
        Tensor y = net.call(x);
        List<Tensor> values = seen.stream().map(t -> t.detach().clone()).toList();
        assertThat(values).isNotEmpty();
        List<Tensor> kept = List.copyOf(seen);
        y.square().mean().backward();
        churn();
        noGrad(() -> net.call(x.mul(2)));
        churn();
        for (int i = 0; i < values.size(); i++) {
            assertThat(kept.get(i).detach().equal(values.get(i))).isTrue();
        }
    }

    @Test
    void recurrentLayersGiveTheSameGradientsAgain() {
        LSTM lstm = new LSTM(24, 32, o -> o.numLayers(2));
        GRU gru = new GRU(24, 32);
        Tensor in = randn(9, 8, 24);
        List<List<Tensor>> found = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Tensor a = lstm.call(in).output();
            Tensor b = gru.call(in).output();
            churn();
            Tensor loss = a.square().mean().add(b.square().mean());
            loss.backward(null, true, false);
            churn();
            List<Tensor> now = new ArrayList<>();
            for (Module m : List.of(lstm, gru)) {
                for (Parameter p : m.parameters()) {
                    now.add(Objects.requireNonNull(p.grad()).clone());
                    p.setGrad(null);
                }
            }
            found.add(now);
            loss.backward();
            for (Module m : List.of(lstm, gru)) {
                m.zeroGrad();
            }
        }
        for (List<Tensor> other : found) {
            same(other, found.getFirst());
        }
    }
}
