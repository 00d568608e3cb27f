package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large elementwise work of any strides is split among threads, and nobody can tell. */
class StridedLoopsTest {
    private static final int THREADS = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    private static View floats(int n) {
        float[] x = new float[n];
        Random random = new Random(n);
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return new View(DType.FLOAT32, new Storage.Floats(x), Layout.contiguous(Shape.of(n)));
    }

    /** Runs with several numbers of threads; returns the result of one. */
    private static View agree(Shape shape, Consumer<View> op) {
        Workers.setThreads(1);
        View one = View.allocate(DType.FLOAT32, shape);
        op.accept(one);
        for (int threads : new int[] {2, 3, 8}) {
            Workers.setThreads(threads);
            long before = Workers.tasksRun();
            View many = View.allocate(DType.FLOAT32, shape);
            op.accept(many);
            assertThat(Workers.tasksRun() - before).isGreaterThan(1);
            EngineContractTest.sameBits(threads + " threads", new View[] {one}, many);
        }
        return one;
    }

    @Test
    void aTransposedOperand() {
        View x = floats(700 * 500);
        View t = x.with(new Layout(Shape.of(500, 700), new int[] {1, 500}, 0));
        View y =
                agree(
                        Shape.of(500, 700),
                        out -> StridedLoops.run(Unary.NEG, DType.FLOAT32, new View[] {t}, out));
        assertThat(y.doubleAt(3 * 700 + 5)).isEqualTo(-x.doubleAt(5 * 500 + 3));
        assertThat(y.doubleAt(499 * 700 + 699)).isEqualTo(-x.doubleAt(700 * 500 - 1));
    }

    @Test
    void aRowForEveryRowOfThreeDimensions() {
        View x = floats(6 * 130 * 400);
        View row = floats(400);
        Shape shape = Shape.of(6, 130, 400);
        View a = x.with(Layout.contiguous(shape));
        View b = row.broadcastTo(shape);
        View y =
                agree(
                        shape,
                        out -> StridedLoops.run(Binary.MUL, DType.FLOAT32, new View[] {a, b}, out));
        int at = (5 * 130 + 77) * 400 + 399;
        assertThat(y.doubleAt(at)).isEqualTo((float) x.doubleAt(at) * (float) row.doubleAt(399));
    }

    @Test
    void everyOtherElement() {
        View x = floats(600_000);
        View half = x.with(new Layout(Shape.of(300_000), new int[] {2}, 0));
        View y =
                agree(
                        Shape.of(300_000),
                        out -> StridedLoops.run(Unary.NEG, DType.FLOAT32, new View[] {half}, out));
        assertThat(y.doubleAt(299_999)).isEqualTo(-x.doubleAt(599_998));
        assertThat(y.doubleAt(150_001)).isEqualTo(-x.doubleAt(300_002));
    }
}
