package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomFillTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static View empty(DType dtype, int... sizes) {
        return View.allocate(dtype, Shape.of(sizes));
    }

    private static View floats(float... values) {
        return new View(
                DType.FLOAT32,
                new Storage.Floats(values),
                Layout.contiguous(Shape.of(values.length)));
    }

    /** A draw that must be refused before the generator or the view changes. */
    private interface Draw {
        void into(View out, Generator g);
    }

    private static void refused(DType dtype, Draw draw, String... message) {
        View out = empty(dtype, 20);
        Generator g = new Generator(4);
        byte[] before = g.stateBytes();
        assertThatThrownBy(() -> draw.into(out, g))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(message);
        assertThat(g.stateBytes()).isEqualTo(before);
        assertThat(RecordedDraws.bytes(out)).containsOnly(0);
    }

    @Test
    void uniformRefusesBoundsThatAreNoRangeOfTheDtype() {
        refused(DType.FLOAT32, (v, g) -> RandomFill.uniform(v, 1, 0, g), "from=1.0 > to=0.0");
        refused(DType.FLOAT32, (v, g) -> RandomFill.uniform(v, 0, INF, g), "to=Infinity");
        refused(DType.FLOAT32, (v, g) -> RandomFill.uniform(v, NAN, 1, g), "from=NaN");
        refused(DType.FLOAT32, (v, g) -> RandomFill.uniform(v, -3e38, 3e38, g), "to - from");
        refused(DType.FLOAT16, (v, g) -> RandomFill.uniform(v, 0, 70000, g), "float16");
        refused(DType.BFLOAT16, (v, g) -> RandomFill.uniform(v, 0, 3.4e38, g), "bfloat16");
        refused(DType.INT64, (v, g) -> RandomFill.uniform(v, 0, 1, g), "uniform_", "int64");
    }

    @Test
    void continuousDistributionsRefuseParametersOutsideTheirRange() {
        for (double bad : new double[] {-1, NAN}) {
            refused(DType.FLOAT32, (v, g) -> NormalFill.normal(v, 0, bad, g), "std=" + bad);
        }
        for (double bad : new double[] {0, -1, NAN}) {
            refused(DType.FLOAT32, (v, g) -> RandomFill.exponential(v, bad, g), "lambda=" + bad);
            refused(DType.FLOAT32, (v, g) -> RandomFill.logNormal(v, 0, bad, g), "std=" + bad);
            refused(DType.FLOAT32, (v, g) -> RandomFill.cauchy(v, 0, bad, g), "sigma=" + bad);
        }
        for (double bad : new double[] {0, 1, 1.5, NAN}) {
            refused(DType.FLOAT32, (v, g) -> RandomFill.geometric(v, bad, g), "p=" + bad);
        }
        for (double bad : new double[] {-0.1, 1.5, NAN}) {
            refused(DType.FLOAT32, (v, g) -> RandomFill.bernoulli(v, bad, g), "p=" + bad);
        }
        refused(DType.BOOL, (v, g) -> RandomFill.geometric(v, 0.5, g), "bool");
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOL", "UINT8", "INT8", "INT16", "INT32", "INT64"})
    void continuousDistributionsRefuseIntegers(DType dtype) {
        refused(dtype, (v, g) -> NormalFill.normal(v, 0, 1, g), "normal_", dtype.toString());
        refused(dtype, (v, g) -> RandomFill.exponential(v, 1, g), "exponential_");
        refused(dtype, (v, g) -> RandomFill.logNormal(v, 0, 1, g), "log_normal_");
        refused(dtype, (v, g) -> RandomFill.cauchy(v, 0, 1, g), "cauchy_");
    }

    @Test
    void bernoulliChecksAllProbabilitiesBeforeItDraws() {
        View p = floats(new float[20]);
        p.setDouble(19, 2);
        refused(DType.FLOAT32, (v, g) -> RandomFill.bernoulli(v, p, g), "p=2.0");
        p.setDouble(19, NAN);
        refused(DType.FLOAT32, (v, g) -> RandomFill.bernoulli(v, p, g), "p=NaN");
        View ints = empty(DType.INT64, 20);
        refused(DType.FLOAT32, (v, g) -> RandomFill.bernoulli(v, ints, g), "int64");
        View wide = empty(DType.FLOAT32, 3, 20);
        refused(DType.FLOAT32, (v, g) -> RandomFill.bernoulli(v, wide, g), "[3, 20]", "[20]");
    }

    @Test
    void bernoulliBroadcastsItsProbabilities() {
        // torch: manual_seed(0); empty(3, 2).bernoulli_(tensor([.5, .5])) -> [[1, 0], [1, 1], [1,
        // 0]]
        View out = empty(DType.FLOAT32, 3, 2);
        RandomFill.bernoulli(out, floats(0.5f, 0.5f), new Generator(0));
        assertThat(Fill.values(out)).containsExactly(1, 0, 1, 1, 1, 0);
        View row = empty(DType.INT64, 2, 2);
        RandomFill.bernoulli(row, floats(0, 1), new Generator(0));
        assertThat(Fill.values(row)).containsExactly(0, 1, 0, 1);
    }

    @Test
    void integersRefuseRangesThatTheDtypeCannotHold() {
        refused(DType.INT64, (v, g) -> RandomIntegers.random(v, 3, 3, g), "from=3 >= to=3");
        refused(DType.UINT8, (v, g) -> RandomIntegers.random(v, 0, 300, g), "to - 1=299");
        refused(DType.UINT8, (v, g) -> RandomIntegers.random(v, -5, 3, g), "from=-5");
        refused(DType.BOOL, (v, g) -> RandomIntegers.random(v, 0, 3, g), "to - 1=2");
        refused(DType.FLOAT16, (v, g) -> RandomIntegers.random(v, 0, 70000, g), "float16");
        refused(DType.INT8, (v, g) -> RandomIntegers.randomFrom(v, 128, g), "from=128");
        refused(DType.FLOAT32, (v, g) -> RandomIntegers.randomFrom(v, 1 << 24, g), "16777216");
        refused(DType.INT32, (v, g) -> RandomIntegers.randomFrom(v, Long.MIN_VALUE, g), "int32");
    }

    @Test
    void randpermRefusesShapesAndDtypesThatCannotHoldIt() {
        Generator g = new Generator(0);
        byte[] before = g.stateBytes();
        assertThatThrownBy(() -> Sampling.randperm(empty(DType.UINT8, 257), g))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n=257")
                .hasMessageContaining("256");
        assertThatThrownBy(() -> Sampling.randperm(empty(DType.FLOAT16, 2050), g))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sampling.randperm(empty(DType.BOOL, 2), g))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sampling.randperm(empty(DType.INT64, 2, 2), g))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 2]");
        assertThat(g.stateBytes()).isEqualTo(before);
    }

    @Test
    void aLongPermutationHoldsEachNumberOnceAndTakesTwoWordsEach() {
        int[] r = new int[100];
        Generator g = new Generator(1);
        Sampling.shuffleInsideOut(r, g);
        // By hand: r[i] = r[z], r[z] = i with z = r64 % (i + 1).
        Generator words = new Generator(1);
        java.util.List<Integer> list = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int z = (int) Long.remainderUnsigned(words.r64(), i + 1);
            list.add(i);
            java.util.Collections.swap(list, z, i);
        }
        assertThat(r).containsExactly(list.stream().mapToInt(i -> i).toArray());
        assertThat(Arrays.stream(r).sorted().toArray())
                .containsExactly(IntStream.range(0, 100).toArray());
        assertThat(g.stateBytes()).isEqualTo(words.stateBytes());
    }

    @Test
    void multinomialRefusesWeightsAndCountsThatMakeNoDistribution() {
        multinomialRefused(floats(1, -1), 1, false, "-1.0");
        multinomialRefused(floats(0, 0), 1, false, "sum to 0");
        multinomialRefused(floats(0, 0), 2, true, "sum to 0");
        multinomialRefused(floats(1, Float.POSITIVE_INFINITY), 2, true, "Infinity");
        multinomialRefused(floats(Float.NaN, 2), 1, false, "NaN");
        multinomialRefused(floats(1, 0), 3, false, "num_samples=3");
        multinomialRefused(floats(1, 0), 0, true, "num_samples=0");
        multinomialRefused(floats(), 1, false, "0 categories");
        multinomialRefused(empty(DType.FLOAT32, 2, 2, 2), 1, false, "[2, 2, 2]");
        multinomialRefused(empty(DType.FLOAT32), 1, false, "[]");
        multinomialRefused(empty(DType.INT64, 2), 1, false, "int64");
    }

    private static void multinomialRefused(View w, int n, boolean replacement, String message) {
        Generator g = new Generator(0);
        byte[] before = g.stateBytes();
        assertThatThrownBy(() -> Sampling.multinomial(w, n, replacement, g))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(g.stateBytes()).isEqualTo(before);
    }

    @Test
    void multinomialOfNoRowsIsEmpty() {
        View out = Sampling.multinomial(empty(DType.FLOAT32, 0, 3), 2, false, new Generator(0));
        assertThat(out.shape()).isEqualTo(Shape.of(0, 2));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyViewDrawsNothing(DType dtype) {
        Generator g = new Generator(0);
        byte[] before = g.stateBytes();
        View v = empty(dtype, 3, 0);
        RandomIntegers.random(v, g);
        RandomIntegers.random(v, 0, 1, g);
        RandomFill.bernoulli(v, 0.5, g);
        if (dtype.isFloatingPoint()) {
            RandomFill.uniform(v, 0, 1, g);
            NormalFill.normal(v, 0, 1, g);
            RandomFill.exponential(v, 1, g);
        }
        assertThat(g.stateBytes()).isEqualTo(before);
    }

    @Test
    void aUniformHalfThatRoundsUpToTheOpenBoundBecomesTheClosedOne() {
        View v = empty(DType.FLOAT16, 100_000);
        RandomFill.uniform(v, 0, 1, new Generator(0));
        double[] x = Fill.values(v);
        assertThat(Arrays.stream(x).max().orElseThrow()).isLessThan(1);
        assertThat(Arrays.stream(x).filter(u -> u == 0).count()).isPositive();
    }

    @Test
    void aFillStaysInsideItsView() {
        for (int n : new int[] {1, 5, 16, 17, 600, 1040}) {
            View whole = empty(DType.FLOAT32, n + 10);
            View part = whole.with(new Layout(Shape.of(n), new int[] {1}, 5));
            NormalFill.normal(part, 3, 0.1, new Generator(0));
            double[] x = Fill.values(whole);
            assertThat(IntStream.range(0, n + 10).filter(i -> x[i] == 0).toArray())
                    .containsExactly(0, 1, 2, 3, 4, n + 5, n + 6, n + 7, n + 8, n + 9);
            View same = empty(DType.FLOAT32, n);
            NormalFill.normal(same, 3, 0.1, new Generator(0));
            assertThat(RecordedDraws.bytes(part)).isEqualTo(RecordedDraws.bytes(same));
        }
    }

    @Test
    void blocksOfNormalsLeaveTheCachedNormalWaiting() {
        Generator g = new Generator(2);
        NormalFill.next(g);
        NormalFill.normal(empty(DType.FLOAT32, 100), 0, 1, g);
        RandomFill.uniform(empty(DType.FLOAT64, 100), 0, 1, g);
        Generator same = new Generator(2);
        NormalFill.next(same);
        assertThat(NormalFill.next(g)).isEqualTo(NormalFill.next(same));
        assertThat(g.hasCachedNormal()).isFalse();
    }

    @Test
    void aNormalOfStdZeroIsTheMean() {
        View v = empty(DType.FLOAT32, 33);
        NormalFill.normal(v, 2.5, 0, new Generator(2));
        assertThat(Fill.values(v)).containsOnly(2.5);
    }

    @Test
    void normalsHaveTheAskedMomentsOnceTheyAreMany() {
        View v = empty(DType.FLOAT32, 100_000);
        NormalFill.normal(v, 1, 2, new Generator(2));
        double[] x = Fill.values(v);
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(u -> (u - mean) * (u - mean)).sum() / x.length;
        // Five standard errors: 2 / sqrt(1e5), and 4 * sqrt(2 / 1e5).
        assertThat(Math.abs(mean - 1)).isLessThan(5 * 2 / Math.sqrt(1e5));
        assertThat(Math.abs(variance - 4)).isLessThan(5 * 4 * Math.sqrt(2 / 1e5));
    }
}
