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

/** Fast convolutions against convolutions in double, at every kind of edge of their tiles. */
class WinogradConvolutionTest {
    private static final int THREADS = Workers.threads();

    private static final WinogradTile[] TILES = {new TileOfTwo(), new TileOfFour()};

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    /** Examples, channels, results, height, width, padding above and to the left. */
    private record Case(int n, int c, int o, int h, int w, int p, int q) {
        int[] out() {
            return new int[] {1, h + 2 * p - 2, w + 2 * q - 2};
        }

        Shape planes() {
            return Shape.of(n, c, h, w);
        }

        Shape weights() {
            return Shape.of(o, c, 3, 3);
        }

        Shape results() {
            return Shape.of(n, o, out()[1], out()[2]);
        }

        ConvolutionGeometry geometry() {
            int[] one = {1, 1, 1};
            return new ConvolutionGeometry(
                    new int[] {1, h, w}, new int[] {1, 3, 3}, out(), one, new int[] {0, p, q}, one);
        }

        NeuralOp.Convolution forward() {
            return new NeuralOp.Convolution(
                    new int[] {1, 1}, new int[] {p, q}, new int[] {1, 1}, false, new int[2], 1);
        }

        NeuralOp.Convolution adjoint() {
            return new NeuralOp.Convolution(
                    new int[] {1, 1}, new int[] {p, q}, new int[] {1, 1}, true, new int[2], 1);
        }

        NeuralOp.ConvolutionWeight weight() {
            return new NeuralOp.ConvolutionWeight(
                    new int[] {1, 1}, new int[] {p, q}, new int[] {1, 1}, 1, 3, 3);
        }

        WinogradConvolution fast(WinogradTile tile, Products products) {
            return new WinogradConvolution(products, tile, geometry(), n, c, o);
        }

        WinogradConvolution fastAdjoint(WinogradTile tile, Products products) {
            return new WinogradConvolution(products, tile, geometry().turned(), n, o, c);
        }
    }

    private static final Case[] CASES = {
        new Case(2, 8, 8, 8, 8, 1, 1), // tiles fit
        new Case(1, 5, 3, 9, 11, 1, 1), // odd planes, one example
        new Case(3, 7, 13, 6, 5, 0, 0), // windows inside
        new Case(2, 4, 6, 7, 10, 2, 0), // padding in one direction
        new Case(2, 4, 6, 10, 7, 0, 2),
        new Case(2, 3, 5, 4, 6, 4, 3), // more than the turned kernel needs: planes are cropped
        new Case(5, 9, 4, 1, 1, 1, 1), // one pixel
        new Case(2, 6, 5, 3, 3, 0, 0), // one result
        new Case(40, 20, 24, 5, 6, 1, 1), // several blocks, more than one example in each
        new Case(3, 70, 40, 20, 18, 1, 1), // several blocks in each example
        new Case(2, 5, 6, 3, 700, 1, 1), // more tiles in a row than blocks have
        new Case(2, 300, 290, 4, 4, 1, 1), // more channels than are transformed together
    };

    @TestFactory
    Stream<DynamicTest> resultsAndGradients() {
        return Arrays.stream(TILES)
                .flatMap(t ->
                        Arrays.stream(CASES)
                                .map(c -> DynamicTest.dynamicTest(t + " " + c, () -> check(t, c))));
    }

    private static void check(WinogradTile tile, Case c) {
        Random random = new Random(3);
        View x = sample(random, c.planes());
        View w = sample(random, c.weights());
        View g = sample(random, c.results());
        View bias = sample(random, Shape.of(c.o));
        View y = View.allocate(DType.FLOAT32, c.results());
        View dx = View.allocate(DType.FLOAT32, c.planes());
        View dw = View.allocate(DType.FLOAT32, c.weights());
        boolean finite =
                c.fast(tile, Products.PLAIN)
                        .forward(array(x), array(w), false, array(bias), array(y));
        finite &=
                c.fastAdjoint(tile, Products.PLAIN)
                        .forward(array(g), array(w), true, null, array(dx));
        finite &= c.fast(tile, Products.PLAIN).weight(array(x), array(g), array(dw));
        assertThat(finite).isTrue();
        close(tile, c.forward(), 9 * c.c, y, x, w, bias);
        close(tile, c.adjoint(), 9 * c.o, dx, g, w);
        close(tile, c.weight(), c.results().numel() / c.o, dw, x, g);
        if (Engines.hasVectorModule()) {
            Products vector = new VectorEngine(true);
            View y2 = View.allocate(DType.FLOAT32, c.results());
            View dx2 = View.allocate(DType.FLOAT32, c.planes());
            View dw2 = View.allocate(DType.FLOAT32, c.weights());
            c.fast(tile, vector).forward(array(x), array(w), false, array(bias), array(y2));
            c.fastAdjoint(tile, vector).forward(array(g), array(w), true, null, array(dx2));
            c.fast(tile, vector).weight(array(x), array(g), array(dw2));
            EngineContractTest.sameBits("results", new View[] {y}, y2);
            EngineContractTest.sameBits("planes' gradients", new View[] {dx}, dx2);
            EngineContractTest.sameBits("weights' gradients", new View[] {dw}, dw2);
        }
    }

    /**
     * Sums of n products below 1 are about as large as sqrt(n), and n roundings add up like a walk:
     * that bounds a direct convolution. Transforms add roundings of their own and make the others
     * larger, those of four results (whose factors reach from 0.3 to 3.4) by up to 8 where a sum
     * has few terms.
     */
    private static void close(WinogradTile tile, NeuralOp op, long n, View actual, View... in) {
        View[] doubles = new View[in.length];
        for (int i = 0; i < in.length; i++) {
            doubles[i] = StridedLoops.converted(in[i], DType.FLOAT64);
        }
        View exact = View.allocate(DType.FLOAT64, actual.shape());
        Engines.PLAIN.run(op, DType.FLOAT64, doubles, new View[] {exact});
        double direct = Math.sqrt(n) * Math.ulp((float) Math.sqrt(n));
        double allowed = (tile.results() == 2 ? 2 : 8) * direct;
        for (int i = 0; i < actual.numel(); i++) {
            assertThat(actual.doubleAt(i))
                    .as("%s at %d", op, i)
                    .isCloseTo(exact.doubleAt(i), Offset.offset(allowed));
        }
    }

    @Test
    void everyNumberOfThreadsGivesTheSameBits() {
        for (Case c :
                new Case[] {
                    new Case(9, 24, 40, 24, 24, 1, 1), new Case(2, 128, 96, 14, 14, 1, 1)
                }) {
            Random random = new Random(5);
            float[] x = array(sample(random, c.planes()));
            float[] w = array(sample(random, c.weights()));
            float[] g = array(sample(random, c.results()));
            float[][] expected = null;
            for (int threads : new int[] {1, 2, 4, 8}) {
                Workers.setThreads(threads);
                long before = Workers.tasksRun();
                float[] y = new float[g.length];
                float[] dw = new float[w.length];
                c.fast(new TileOfFour(), Products.PLAIN).forward(x, w, false, null, y);
                c.fast(new TileOfFour(), Products.PLAIN).weight(x, g, dw);
                assertThat(Workers.tasksRun() - before).isGreaterThanOrEqualTo(16);
                if (expected == null) {
                    expected = new float[][] {y, dw};
                } else {
                    assertThat(y).isEqualTo(expected[0]);
                    assertThat(dw).isEqualTo(expected[1]);
                }
            }
        }
    }

    /**
     * Root mean squares: a direct result is a chain of 9 terms for each channel, a fast one of one,
     * so two results are more precise, four at most three times less; the chains of a direct
     * weight's gradient are short already.
     */
    @Test
    void twoResultsHaveLessErrorThanADirectConvolutionAndFourThreeTimesAsMuch() {
        Case c = new Case(2, 64, 16, 24, 24, 1, 1);
        Random random = new Random(7);
        View x = sample(random, c.planes());
        View w = sample(random, c.weights());
        View g = sample(random, c.results());
        double[] y = doubles(c.forward(), c.results(), x, w);
        double[] dw = doubles(c.weight(), c.weights(), x, g);
        float[] chainY = new float[y.length];
        float[] chainW = new float[dw.length];
        DirectConvolution direct = new DirectConvolution(Products.PLAIN, c.geometry(), 1, c.c);
        direct.forward(c.n, array(x), array(w), null, c.o, chainY);
        direct.weight(c.n, array(x), array(g), c.o, chainW);
        for (WinogradTile tile : TILES) {
            float[] fastY = new float[y.length];
            float[] fastW = new float[dw.length];
            c.fast(tile, Products.PLAIN).forward(array(x), array(w), false, null, fastY);
            c.fast(tile, Products.PLAIN).weight(array(x), array(g), fastW);
            double most = tile.results() == 2 ? 1 : 3;
            assertThat(rms(fastY, y)).isLessThan(most * rms(chainY, y));
            assertThat(rms(fastW, dw)).isLessThan((most + 1) * rms(chainW, dw));
        }
    }

    /** One element that is not finite reaches nine results of each channel, as in PyTorch. */
    @Test
    void nanAndInfinityReachTheirWindowsOnly() {
        Case c = new Case(2, 64, 64, 16, 16, 1, 1);
        assertThat(chosen(c)).isTrue();
        for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Random random = new Random(9);
            View x = sample(random, c.planes());
            View w = sample(random, c.weights());
            View g = sample(random, c.results());
            array(x)[5 * 16 + 7] = special;
            View y = View.allocate(DType.FLOAT32, c.results());
            FloatConvolution.convolution(c.forward(), new View[] {x, w}, y, Products.PLAIN);
            for (int i = 0; i < y.numel(); i++) {
                int row = i / 16 % 16;
                int column = i % 16;
                boolean near = Math.abs(row - 5) <= 1 && Math.abs(column - 7) <= 1;
                boolean expected = !near || i >= y.numel() / 2;
                assertThat(Float.isFinite(array(y)[i])).as("result %d", i).isEqualTo(expected);
            }
            View dw = View.allocate(DType.FLOAT32, c.weights());
            FloatConvolution.weight(c.weight(), new View[] {x, g}, dw, Products.PLAIN);
            double[] exact = doubles(c.weight(), c.weights(), x, g);
            for (int i = 0; i < exact.length; i++) {
                boolean expected = Double.isFinite(exact[i]);
                assertThat(Float.isFinite(array(dw)[i])).as("weight %d", i).isEqualTo(expected);
            }
        }
    }

    @Test
    void manyChannelsAndResultsAreConvolvedFastAndFewDirectly() {
        assertThat(chosen(new Case(64, 32, 64, 26, 26, 0, 0))).isTrue();
        assertThat(chosen(new Case(1, 64, 64, 32, 32, 1, 1))).isTrue();
        assertThat(chosen(new Case(16, 512, 512, 4, 4, 1, 1))).isTrue();
        assertThat(chosen(new Case(64, 1, 32, 28, 28, 0, 0))).isFalse();
        assertThat(chosen(new Case(64, 3, 64, 32, 32, 1, 1))).isFalse();
        assertThat(chosen(new Case(1, 512, 512, 2, 2, 1, 1))).isFalse();
        assertThat(chosen(new Case(4, 8, 8, 12, 12, 1, 1))).isFalse();
    }

    private static boolean chosen(Case c) {
        return WinogradConvolution.of(Products.PLAIN, c.geometry(), c.n, 1, c.c, c.o) != null;
    }

    private static double[] doubles(NeuralOp op, Shape shape, View... in) {
        View[] doubles = new View[in.length];
        for (int i = 0; i < in.length; i++) {
            doubles[i] = StridedLoops.converted(in[i], DType.FLOAT64);
        }
        View exact = View.allocate(DType.FLOAT64, shape);
        Engines.PLAIN.run(op, DType.FLOAT64, doubles, new View[] {exact});
        return Dense.load(exact);
    }

    private static double rms(float[] x, double[] exact) {
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            sum += (x[i] - exact[i]) * (x[i] - exact[i]);
        }
        return Math.sqrt(sum / exact.length);
    }

    private static float[] array(View x) {
        return ((Storage.Floats) x.storage()).array;
    }

    /** Numbers in [-1, 1). */
    private static View sample(Random random, Shape shape) {
        View x = View.allocate(DType.FLOAT32, shape);
        for (int i = 0; i < x.numel(); i++) {
            x.setDouble(i, 2 * random.nextFloat() - 1);
        }
        return x;
    }
}
