package dev.cresset.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Updates in one pass give the bits of the composition of ops, which strided parameters take. */
class OnePassUpdateTest {
    private static final int N = 1061; // more than a block
    private static final int STEPS = 6;

    private static float[] run(boolean strided, Function<List<Tensor>, Optimizer<?>> made) {
        Tensor start = Tensor.arange(N).mul(0.37).sin();
        Tensor data = start;
        if (strided) {
            data = Tensor.zeros(N, 2).select(1, 0);
            data.copy_(start);
        }
        Tensor p = new Parameter(data.detach());
        assertThat(p.isContiguous()).isEqualTo(!strided);
        Optimizer<?> optimizer = made.apply(List.of(p));
        for (int i = 0; i < STEPS; i++) {
            Tensor g = Tensor.arange(N).mul(1.7 + i).cos();
            p.setGrad(strided ? g : g.clone());
            optimizer.step();
        }
        float[] out = new float[N];
        for (int i = 0; i < N; i++) {
            out[i] = p.detach().get(i).item().floatValue();
        }
        return out;
    }

    private static void same(Function<List<Tensor>, Optimizer<?>> made) {
        assertThat(run(false, made)).isEqualTo(run(true, made));
    }

    @Test
    void descent() {
        same(p -> new SGD(p, o -> o.lr(0.1)));
        same(p -> new SGD(p, o -> o.lr(0.1).weightDecay(0.03)));
        same(p -> new SGD(p, o -> o.lr(0.1).weightDecay(0.03).maximize(true)));
    }

    @Test
    void descentWithMomentum() {
        for (double decay : new double[] {0, 0.02}) {
            same(p -> new SGD(p, o -> o.lr(0.1).momentum(0.9).weightDecay(decay)));
            same(p -> new SGD(p, o -> o.lr(0.1).momentum(0.7).dampening(0.3).weightDecay(decay)));
            same(p -> new SGD(p, o -> o.lr(0.1).momentum(0.9).nesterov(true).weightDecay(decay)));
        }
    }

    @Test
    void moments() {
        for (double decay : new double[] {0, 0.02}) {
            for (boolean amsgrad : new boolean[] {false, true}) {
                same(p -> new Adam(p, o -> o.lr(0.1).weightDecay(decay).amsgrad(amsgrad)));
                same(p -> new AdamW(p, o -> o.lr(0.1).weightDecay(decay).amsgrad(amsgrad)));
                same(p -> new Adam(p, o -> o.betas(0.3, 0.6).eps(1e-3).amsgrad(amsgrad)));
            }
        }
    }

    @Test
    void rootMeanSquares() {
        for (double decay : new double[] {0, 0.02}) {
            for (double momentum : new double[] {0, 0.8}) {
                for (boolean centered : new boolean[] {false, true}) {
                    same(p ->
                            new RMSprop(
                                    p,
                                    o ->
                                            o.lr(0.1)
                                                    .weightDecay(decay)
                                                    .momentum(momentum)
                                                    .centered(centered)));
                }
            }
        }
        same(p -> new RMSprop(p, o -> o.alpha(0.3).centered(true).maximize(true)));
    }

    @Test
    void sumsOfSquares() {
        for (double decay : new double[] {0, 0.02}) {
            same(p -> new Adagrad(p, o -> o.lr(0.1).weightDecay(decay).lrDecay(0.01)));
            same(p -> new Adadelta(p, o -> o.lr(0.5).rho(0.7).weightDecay(decay)));
        }
    }

    @Test
    void otherMoments() {
        for (double decay : new double[] {0, 0.02}) {
            same(p -> new Adamax(p, o -> o.lr(0.1).weightDecay(decay)));
            for (boolean decoupled : new boolean[] {false, true}) {
                same(p ->
                        new NAdam(
                                p,
                                o -> o.lr(0.1).weightDecay(decay).decoupledWeightDecay(decoupled)));
                same(p ->
                        new RAdam(
                                p,
                                o ->
                                        o.lr(0.1)
                                                .betas(0.4, 0.9)
                                                .weightDecay(decay)
                                                .decoupledWeightDecay(decoupled)));
            }
        }
    }

    @Test
    void averages() {
        for (double decay : new double[] {0, 0.02}) {
            same(p -> new ASGD(p, o -> o.lr(0.1).weightDecay(decay)));
            same(p -> new ASGD(p, o -> o.lr(0.1).weightDecay(decay).t0(1)));
        }
    }

    @Test
    void anUpdateCountsAsAChangeOfWhatItWrites() {
        Tensor p = Tensor.ones(3);
        Tensor g = Tensor.ones(3);
        int before = p.version();
        boolean done = Tensor.noGrad(() -> Tensor.update(new Update.Descent(0.5, 0), p, g));
        assertThat(done).isTrue();
        assertThat(p.version()).isEqualTo(before + 1);
        assertThat(g.version()).isZero();
        assertThat(p.equal(Tensor.tensor(0.5, 0.5, 0.5))).isTrue();
    }

    @Test
    void nothingHappensWhereThereIsNoLoop() {
        List<Tensor[]> refused = new ArrayList<>();
        Tensor x = Tensor.ones(4);
        refused.add(new Tensor[] {x, x});
        refused.add(new Tensor[] {x, Tensor.ones(2, 4).select(0, 1)});
        refused.add(new Tensor[] {x, Tensor.ones(4, 2).select(1, 0)});
        refused.add(new Tensor[] {x, Tensor.ones(4).toDouble()});
        refused.add(new Tensor[] {x, Tensor.ones(5)});
        for (Tensor[] tensors : refused) {
            boolean done = Tensor.noGrad(() -> Tensor.update(new Update.Descent(1, 0), tensors));
            assertThat(done).isFalse();
        }
        assertThat(x.equal(Tensor.ones(4))).isTrue();
        assertThat(x.version()).isZero();
    }
}
