package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.NeuralOp.Normalization;
import dev.cresset.op.NeuralOp.Normalized;
import dev.cresset.op.Shape;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Normalisation of float32 at sizes that go through blocks and chains: float64's numbers to
 * float32's precision, and the same bits with any number of threads.
 */
class FloatNormalizationTest {
    private static final int THREADS = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    @Test
    void batchesOfLargePlanes() {
        check(
                new Normalization(Normalized.BATCH, 0, false, 1e-5),
                Shape.of(3, 5, 41, 43),
                Shape.of(5));
    }

    @Test
    void batchesOfSmallPlanes() {
        check(
                new Normalization(Normalized.BATCH, 0, false, 1e-5),
                Shape.of(33, 40, 4, 4),
                Shape.of(40));
    }

    @Test
    void batchesWithoutPlanes() {
        check(new Normalization(Normalized.BATCH, 0, false, 1e-5), Shape.of(700, 9), Shape.of(9));
    }

    @Test
    void longRows() {
        check(
                new Normalization(Normalized.LAYER, 1, false, 1e-5),
                Shape.of(40, 2500),
                Shape.of(2500));
    }

    @Test
    void manyRows() {
        check(
                new Normalization(Normalized.LAYER, 1, false, 1e-5),
                Shape.of(1500, 65),
                Shape.of(65));
    }

    @Test
    void groupsOfChannels() {
        check(
                new Normalization(Normalized.GROUP, 3, false, 1e-5),
                Shape.of(4, 6, 30, 31),
                Shape.of(6));
    }

    @Test
    void elementsFarFromZeroKeepTheirDigits() {
        View x = sample(new Random(1), 1000, Shape.of(2, 3, 40, 40));
        View[] in = {x, ones(3), sample(new Random(2), 0, Shape.of(3))};
        Normalization op = new Normalization(Normalized.BATCH, 0, false, 1e-5);
        agree(op, in, 2e-4, x.shape(), Shape.of(3), Shape.of(3));
    }

    private static void check(Normalization op, Shape shape, Shape weight) {
        Random random = new Random(7);
        View x = sample(random, 0.5, shape);
        View w = sample(random, 0, weight);
        View b = sample(random, 0, weight);
        int[] grid = op.grid(shape);
        Shape statistics =
                op.over() == Normalized.BATCH ? Shape.of(grid[1]) : Shape.of(grid[0], grid[1]);
        View[] results = agree(op, new View[] {x, w, b}, 4e-6, shape, statistics, statistics);
        View g = sample(random, 0, shape);
        View[] in = {g, x, w, results[1], results[2]};
        // Weights' gradients are sums of thousands of terms below 4.
        agree(new NeuralOp.NormalizationGradient(op), in, 6e-4, shape, weight, weight);
    }

    private static View[] agree(NeuralOp op, View[] in, double tolerance, Shape... shapes) {
        View[] doubles = new View[in.length];
        for (int i = 0; i < in.length; i++) {
            doubles[i] = StridedLoops.converted(in[i], DType.FLOAT64);
        }
        View[] exact = results(DType.FLOAT64, shapes);
        Engines.PLAIN.run(op, DType.FLOAT64, doubles, exact);
        Workers.setThreads(1);
        View[] one = results(DType.FLOAT32, shapes);
        Engines.PLAIN.run(op, DType.FLOAT32, in, one);
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < one[i].numel(); j++) {
                assertThat(one[i].doubleAt(j))
                        .as("result %d at %d", i, j)
                        .isCloseTo(exact[i].doubleAt(j), Offset.offset(tolerance));
            }
        }
        for (int threads : new int[] {2, 4, 8}) {
            Workers.setThreads(threads);
            View[] many = results(DType.FLOAT32, shapes);
            Engines.PLAIN.run(op, DType.FLOAT32, in, many);
            for (int i = 0; i < one.length; i++) {
                EngineContractTest.sameBits(threads + " threads", new View[] {one[i]}, many[i]);
            }
        }
        return one;
    }

    private static View[] results(DType dtype, Shape... shapes) {
        View[] out = new View[shapes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = View.allocate(dtype, shapes[i]);
        }
        return out;
    }

    private static View ones(int n) {
        View x = View.allocate(DType.FLOAT32, Shape.of(n));
        for (int i = 0; i < n; i++) {
            x.setDouble(i, 1);
        }
        return x;
    }

    /** Numbers in [centre - 1, centre + 1). */
    private static View sample(Random random, double centre, Shape shape) {
        View x = View.allocate(DType.FLOAT32, shape);
        for (int i = 0; i < x.numel(); i++) {
            x.setDouble(i, centre + 2 * random.nextFloat() - 1);
        }
        return x;
    }
}
