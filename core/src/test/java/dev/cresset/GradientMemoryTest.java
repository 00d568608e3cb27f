package dev.cresset;

import static dev.cresset.Tensor.ones;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.Shape;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.ParamState;
import dev.cresset.optim.PerParameterOptimizer;
import dev.cresset.optim.SGD;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of a gradient that somebody may still hold is never used again. */
class GradientMemoryTest {
    private static final int N = 10_000;

    /** Steps whose results and gradients take whatever memory was given up. */
    private static void trainOn(Tensor x, int steps) {
        for (int i = 0; i < steps; i++) {
            x.mul(2).tanh().mul(x).exp().sum().backward();
            x.setGrad(null);
        }
    }

    private static Tensor full(double value, int n) {
        return Tensor.full(Shape.of(n), value);
    }

    private static void isAll(Tensor x, double value) {
        assertThat(x.equal(full(value, N))).isTrue();
    }

    @Test
    void aGradientThatWasSeenStaysAsItWas() {
        Tensor x = ones(N).requiresGrad_();
        x.mul(3).sum().backward();
        Tensor seen = x.grad();
        x.setGrad(null);
        trainOn(x, 3);
        isAll(seen, 3);
    }

    @Test
    void aGradientThatTheUserGaveStaysAsItWas() {
        Tensor x = ones(N).requiresGrad_();
        Tensor mine = full(7.0, N);
        x.setGrad(mine);
        x.setGrad(null);
        trainOn(x, 3);
        isAll(mine, 7);
        x.setGrad(mine);
        x.mul(2).sum().backward();
        x.setGrad(null);
        trainOn(x, 3);
        isAll(mine, 9);
    }

    @Test
    void gradientsThatHooksSawStayAsTheyWere() {
        Tensor x = ones(N).requiresGrad_();
        List<Tensor> seen = new ArrayList<>();
        Tensor y = x.mul(3);
        y.registerHook(g -> {
            seen.add(g);
            return null;
        });
        x.registerHook(g -> {
            seen.add(g);
            return null;
        });
        y.mul(5).sum().backward();
        x.setGrad(null);
        trainOn(x.detach().requiresGrad_(), 3);
        isAll(seen.get(0), 5);
        isAll(seen.get(1), 15);
    }

    @Test
    void gradientsThatWereRetainedOrCapturedStayAsTheyWere() {
        Tensor x = ones(N).requiresGrad_();
        Tensor y = x.mul(3);
        Tensor z = y.mul(5).sum();
        List<Tensor> captured = Grad.grad(z, List.of(y, x), o -> o.retainGraph(true));
        y.retainGrad();
        z.backward();
        x.setGrad(null);
        trainOn(x, 3);
        isAll(y.grad(), 5);
        isAll(captured.get(0), 5);
        isAll(captured.get(1), 15);
    }

    @Test
    void theVectorGivenToBackwardStaysAsItWas() {
        Tensor x = ones(N).requiresGrad_();
        Tensor y = ones(N).requiresGrad_();
        Tensor v = full(4.0, N);
        x.add(y).add(x.view(N)).backward(v);
        x.setGrad(null);
        y.setGrad(null);
        trainOn(x, 3);
        isAll(v, 4);
    }

    @Test
    void aGradientWithAHistoryKeepsItsElements() {
        Tensor x = full(2.0, N).requiresGrad_();
        x.pow(3).sum().backward(null, true, true);
        Tensor slope = x.grad();
        Tensor curvature = Grad.grad(slope.sum(), x).get(0);
        x.setGrad(null);
        trainOn(x, 3);
        isAll(slope.detach(), 12);
        isAll(curvature, 12);
    }

    /** Keeps what it is given, as a user's optimiser may. */
    private static final class Keeping extends PerParameterOptimizer<SGD.Options> {
        final List<Tensor> seen = new ArrayList<>();

        Keeping(Tensor x) {
            super(List.of(ParamGroup.of(List.of(x))), new SGD(List.of(x)).defaults());
        }

        @Override
        protected void update(Tensor p, Tensor gradient, ParamState state, SGD.Options o) {
            seen.add(gradient);
        }
    }

    @Test
    void whatAnOptimiserOfTheUserWasGivenStaysAsItWas() {
        Tensor x = ones(N).requiresGrad_();
        Keeping optimizer = new Keeping(x);
        x.mul(3).sum().backward();
        optimizer.step();
        optimizer.zeroGrad();
        trainOn(x, 3);
        isAll(optimizer.seen.get(0), 3);
    }

    @Test
    void stepsWithMemoryUsedAgainGiveTheSameNumbers() {
        Tensor x = full(0.5, N).requiresGrad_();
        SGD sgd = new SGD(List.of(x), o -> o.lr(0.1).momentum(0.9));
        double w = 0.5;
        double momentum = 0;
        for (int i = 0; i < 5; i++) {
            sgd.zeroGrad();
            x.square().mul(2).sum().backward();
            sgd.step();
            momentum = 0.9 * momentum + 4 * w;
            w -= 0.1 * momentum;
        }
        assertThat(x.allclose(full(w, N), 1e-5, 1e-6, false)).isTrue();
    }
}
