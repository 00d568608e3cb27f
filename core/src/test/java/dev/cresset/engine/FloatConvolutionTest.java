package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Convolutions of float32 at sizes that take every way through {@link FloatConvolution}: right to
 * float32's precision, and the same bits on every engine and with any number of threads.
 */
class FloatConvolutionTest {
    private static final int THREADS = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    /** Examples, channels, results, groups, size, kernel, stride, padding, dilation. */
    private record Case(int n, int c, int o, int g, int size, int k, int s, int p, int d) {}

    private static final Case[] CASES = {
        new Case(3, 5, 7, 1, 40, 3, 1, 1, 1), // one example at a time
        new Case(5, 6, 9, 1, 8, 3, 1, 1, 1), // examples together, the last block is smaller
        new Case(70, 4, 8, 2, 4, 3, 1, 1, 1),
        new Case(2, 16, 16, 1, 33, 3, 2, 1, 1), // strides: the adjoint adds windows up
        new Case(9, 8, 4, 1, 9, 3, 2, 1, 1),
        new Case(2, 3, 8, 1, 30, 7, 2, 3, 1),
        new Case(2, 4, 6, 1, 20, 3, 1, 4, 2), // more padding than the turned kernel needs
        new Case(2, 4, 6, 1, 20, 3, 1, 0, 3),
        new Case(4, 8, 8, 8, 17, 3, 1, 1, 1), // one channel for each result
        new Case(4, 8, 24, 8, 17, 5, 2, 2, 1),
        new Case(2, 1, 32, 1, 28, 3, 1, 0, 1), // one channel, many results
        new Case(3, 12, 10, 1, 14, 1, 1, 0, 1),
        new Case(3, 12, 10, 2, 24, 1, 1, 0, 1), // windows are the planes, one example at a time
        new Case(3, 12, 10, 1, 14, 1, 2, 0, 1),
    };

    @TestFactory
    Stream<DynamicTest> convolutionAdjointAndWeightGradient() {
        return Arrays.stream(CASES).map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c)));
    }

    /** As in the gradient of a transposed convolution whose outputs are padded. */
    @Test
    void planesLargerThanTheResultsWithAWeightOfOneElement() {
        Random random = new Random(4);
        View x = sample(random, 3, 4, 15, 15);
        View g = sample(random, 3, 6, 14, 14);
        NeuralOp op =
                new NeuralOp.ConvolutionWeight(
                        new int[] {1, 1}, new int[2], new int[] {2, 2}, 1, 1, 1);
        agree(op, Shape.of(6, 4, 1, 1), x, g);
    }

    @Test
    @EnabledIf("dev.cresset.engine.Engines#hasVectorModule")
    void everyNumberOfThreadsGivesTheSameBits() {
        Case c = new Case(4, 32, 48, 1, 24, 3, 1, 1, 1);
        Random random = new Random(5);
        View x = sample(random, c.n, c.c, c.size, c.size);
        View w = sample(random, c.o, c.c, c.k, c.k);
        View expected = View.allocate(DType.FLOAT32, Shape.of(c.n, c.o, c.size, c.size));
        Engines.PLAIN.run(forward(c), DType.FLOAT32, new View[] {x, w}, new View[] {expected});
        for (int threads : new int[] {1, 2, 4, 8}) {
            Workers.setThreads(threads);
            long before = Workers.tasksRun();
            View out = View.allocate(DType.FLOAT32, expected.shape());
            new VectorEngine(true)
                    .run(forward(c), DType.FLOAT32, new View[] {x, w}, new View[] {out});
            assertThat(Workers.tasksRun() - before).isGreaterThanOrEqualTo(8);
            EngineContractTest.sameBits(threads + " threads", new View[] {expected}, out);
        }
    }

    private static void check(Case c) {
        Random random = new Random(3);
        int[] two = {c.s, c.s};
        int[] pad = {c.p, c.p};
        int[] dilation = {c.d, c.d};
        int size = (c.size + 2 * c.p - c.d * (c.k - 1) - 1) / c.s + 1;
        int extra = c.size - ((size - 1) * c.s - 2 * c.p + c.d * (c.k - 1) + 1);
        View x = sample(random, c.n, c.c, c.size, c.size);
        View w = sample(random, c.o, c.c / c.g, c.k, c.k);
        View bias = sample(random, c.o);
        View g = sample(random, c.n, c.o, size, size);
        Shape results = g.shape();
        agree(forward(c), results, x, w);
        agree(forward(c), results, x, w, bias);
        NeuralOp back =
                new NeuralOp.Convolution(two, pad, dilation, true, new int[] {extra, extra}, c.g);
        agree(back, x.shape(), g, w);
        agree(back, x.shape(), g, w, sample(random, c.c));
        agree(new NeuralOp.ConvolutionWeight(two, pad, dilation, c.g, c.k, c.k), w.shape(), x, g);
    }

    /** How many products a result is the sum of, at most. */
    private static double terms(NeuralOp op, View... in) {
        int weight = in[1].numel() / in[1].shape().size(1);
        return switch (op) {
            case NeuralOp.ConvolutionWeight c -> weight;
            case NeuralOp.Convolution c ->
                    c.transposed() ? weight : in[1].numel() / in[1].shape().size(0);
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private static NeuralOp forward(Case c) {
        int[] d = {c.d, c.d};
        return new NeuralOp.Convolution(
                new int[] {c.s, c.s}, new int[] {c.p, c.p}, d, false, new int[2], c.g);
    }

    /** Numbers in [-1, 1). */
    private static View sample(Random random, int... sizes) {
        View x = View.allocate(DType.FLOAT32, Shape.of(sizes));
        for (int i = 0; i < x.numel(); i++) {
            x.setDouble(i, 2 * random.nextFloat() - 1);
        }
        return x;
    }

    private static void agree(NeuralOp op, Shape shape, View... in) {
        View plain = View.allocate(DType.FLOAT32, shape);
        Engines.PLAIN.run(op, DType.FLOAT32, in, new View[] {plain});
        View[] doubles = new View[in.length];
        for (int i = 0; i < in.length; i++) {
            doubles[i] = StridedLoops.converted(in[i], DType.FLOAT64);
        }
        View exact = View.allocate(DType.FLOAT64, shape);
        Engines.PLAIN.run(op, DType.FLOAT64, doubles, new View[] {exact});
        // Sums of n products below 1 are about as large as sqrt(n), and n roundings add up like a
        // walk.
        double n = terms(op, in);
        double allowed = Math.sqrt(n) * Math.ulp((float) Math.sqrt(n));
        for (int i = 0; i < shape.numel(); i++) {
            assertThat(plain.doubleAt(i))
                    .as("%s at %d", op, i)
                    .isCloseTo(exact.doubleAt(i), Offset.offset(allowed));
        }
        if (Engines.hasVectorModule()) {
            View vector = View.allocate(DType.FLOAT32, shape);
            new VectorEngine(true).run(op, DType.FLOAT32, in, new View[] {vector});
            EngineContractTest.sameBits(op.toString(), new View[] {plain}, vector);
        }
    }
}
