package dev.cresset;

import static dev.cresset.Tensor.full;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Autograd from several threads. */
class AutogradThreadsTest {
    private static final int THREADS = 4;

    private static <T> List<T> together(Callable<T> body) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(
                        pool.submit(() -> {
                            start.await();
                            return body.call();
                        }));
            }
            List<T> out = new ArrayList<>();
            for (Future<T> f : running) {
                out.add(f.get());
            }
            return out;
        }
    }

    /**
     * Gradient descent on (w - 3)^2: the error shrinks to a tenth of itself, 1 - 2 * 0.45, a step.
     */
    private static double train() {
        Tensor w = full(Shape.of(8), 0.0).requiresGrad_();
        for (int i = 0; i < 50; i++) {
            w.setGrad(null);
            w.sub(3).square().sum().backward();
            noGrad(() -> w.sub_(Objects.requireNonNull(w.grad()), 0.45));
        }
        return w.get(0).item().doubleValue();
    }

    @Test
    void threadsTrainModelsOfTheirOwn() throws Exception {
        double alone = train();
        assertThat(alone).isEqualTo(3.0);
        assertThat(together(AutogradThreadsTest::train)).containsOnly(alone);
    }

    @Test
    void threadsShareAModelForInference() throws Exception {
        Tensor w = ones(16, 16).requiresGrad_();
        Tensor x = ones(4, 16);
        List<Double> sums =
                together(() -> {
                    double sum = 0;
                    for (int i = 0; i < 100; i++) {
                        sum += noGrad(() -> x.matmul(w).sum()).item().doubleValue();
                    }
                    return sum;
                });
        assertThat(sums).containsOnly(100.0 * 4 * 16 * 16);
    }

    @Test
    void noGradIsOfOneThread() throws Exception {
        Tensor x = ones(2).requiresGrad_();
        noGrad(() -> {
            try {
                assertThat(together(() -> x.mul(2).requiresGrad())).containsOnly(true);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void gradientsOfASharedLeafCanBeAskedForAtOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            Tensor w = ones(2).requiresGrad_();
            List<Double> got =
                    together(() ->
                            Objects.requireNonNull(Grad.grad(w.mul(w).sum(), w).getFirst())
                                    .get(0)
                                    .item()
                                    .doubleValue());
            assertThat(got).containsOnly(2.0);
        }
    }
}
