package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Op;
import dev.cresset.op.Reduction;
import dev.cresset.op.Scan;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks run once each, and however many threads run them, results are the same. */
class WorkersTest {
    private static final int THREADS = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    @Test
    void everyTaskRunsOnce() {
        for (int threads : new int[] {1, 2, 5}) {
            Workers.setThreads(threads);
            for (int tasks : new int[] {0, 1, 2, 3, 100}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
                Workers.run(tasks, runs::incrementAndGet);
                for (int t = 0; t < tasks; t++) {
                    assertThat(runs.get(t)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void tasksMaySplitTheirOwnWork() {
        Workers.setThreads(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(12);
        Workers.run(4, i -> Workers.run(3, j -> runs.incrementAndGet(3 * i + j)));
        for (int t = 0; t < 12; t++) {
            assertThat(runs.get(t)).isEqualTo(1);
        }
    }

    @Test
    void whatATaskThrowsReachesTheCallerAndLaterWorkIsNotDisturbed() {
        Workers.setThreads(2);
        assertThatThrownBy(() ->
                        Workers.run(
                                4,
                                t -> {
                                    if (t == 2) {
                                        throw new ArithmeticException("task 2");
                                    }
                                }))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("task 2");
        everyTaskRunsOnce();
    }

    @Test
    void aSenselessNumberOfThreadsIsRefused() {
        assertThatThrownBy(() -> Workers.setThreads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: expected a number in [1, 1024], got 0");
    }

    @Test
    void elementwiseOpsAndReductionsDoNotShowTheNumberOfThreads() {
        Random random = new Random(5);
        SampleViews.Form form = SampleViews.Form.CONTIGUOUS;
        View x = SampleViews.ordinary(DType.FLOAT32, Shape.of(100, 3000), form, random);
        View y = SampleViews.ordinary(DType.FLOAT32, Shape.of(100, 3000), form, random);
        sameForAll(Binary.MUL, x.shape(), x, y);
        sameForAll(Unary.SIN, x.shape(), x);
        for (int dim = 0; dim < 2; dim++) {
            sameForAll(new Scan.Softmax(dim), x.shape(), x);
            sameForAll(new NeuralOp.SoftmaxGradient(dim, false), x.shape(), x, y);
        }
        for (int[] dims : new int[][] {{0}, {1}, {0, 1}}) {
            Reduction sum = new Reduction.Reduce(Reduction.Kind.SUM, dims, true, false);
            Shape shape =
                    Shape.of(dims[0] == 0 ? 1 : 100, dims.length == 2 || dims[0] == 1 ? 1 : 3000);
            sameForAll(sum, shape, x);
        }
    }

    private static void sameForAll(Op op, Shape shape, View... in) {
        Workers.setThreads(1);
        View expected = View.allocate(DType.FLOAT32, shape);
        Engines.PLAIN.run(op, DType.FLOAT32, in, new View[] {expected});
        for (int threads : new int[] {2, 4, 8}) {
            Workers.setThreads(threads);
            long before = Workers.tasksRun();
            View out = View.allocate(DType.FLOAT32, shape);
            Engines.run(op, DType.FLOAT32, in, new View[] {out});
            assertThat(Workers.tasksRun() - before).as(op + " in tasks").isGreaterThan(3);
            EngineContractTest.sameBits(op + " by " + threads, new View[] {expected}, out);
        }
    }
}
