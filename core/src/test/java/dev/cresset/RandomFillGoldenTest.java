package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.RecordedDraws.Case;
import dev.cresset.RecordedDraws.Recorded;
import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every draw against PyTorch's own numbers. */
class RandomFillGoldenTest {
    private static final Set<String> THROUGH_LOG =
            Set.of("randn", "normal_", "exponential_", "log_normal_", "cauchy_");

    @Test
    void everyRecordedDrawHasPyTorchsBits() {
        Map<String, Integer> checked = new TreeMap<>();
        for (Case c : RecordedDraws.all()) {
            if (Set.of("sequence", "state", "generator").contains(c.call())) {
                continue;
            }
            Recorded y = c.tensor("y");
            Generator g = new Generator(c.seed());
            View got = draw(c, y, g);
            assertThat(got.shape()).as("%s", c).isEqualTo(y.shape());
            assertThat(got.dtype()).as("%s", c).isEqualTo(y.dtype());
            compare(c, y, got);
            if (c.tensors().containsKey("after") && !hasInexactCache(c, y)) {
                assertThat(RecordedDraws.digest(g.stateBytes()))
                        .as("generator state after %s", c)
                        .isEqualTo(c.tensor("after").data());
            }
            checked.merge(c.call(), 1, Integer::sum);
        }
        assertThat(checked)
                .containsOnlyKeys(
                        "rand",
                        "randn",
                        "uniform_",
                        "normal_",
                        "exponential_",
                        "bernoulli_",
                        "bernoulli",
                        "random_",
                        "random_from",
                        "randint",
                        "randperm",
                        "log_normal_",
                        "cauchy_",
                        "geometric_",
                        "multinomial",
                        "multinomial_t",
                        "layout uniform_",
                        "layout normal_",
                        "layout exponential_",
                        "layout bernoulli_",
                        "layout random_");
        assertThat(checked.values().stream().mapToInt(i -> i).sum()).isGreaterThan(3000);
    }

    @Test
    void aLargeFillKeepsItsBitsOnceTheLoopsAreCompiled() {
        int checked = 0;
        for (Case c : RecordedDraws.all()) {
            if (c.tensors().containsKey("y") && c.tensor("y").shape().numel() > 100_000) {
                for (int run = 0; run < 20; run++) {
                    compare(c, c.tensor("y"), draw(c, c.tensor("y"), new Generator(c.seed())));
                }
                checked++;
            }
        }
        assertThat(checked).isEqualTo(6);
    }

    /** A cached normal is a double of StrictMath: its last bits may not be glibc's. */
    private static boolean hasInexactCache(Case c, Recorded y) {
        boolean serial = y.shape().numel() < 16 || c.call().startsWith("layout");
        return c.call().equals("log_normal_")
                || (serial && (c.call().endsWith("normal_") || c.call().equals("randn")));
    }

    /*
     * Bits, but for float64 values that pass through log, sin, cos, exp or tan: StrictMath (fdlibm) and
     * glibc may differ there in the last bits, so 4 ulp of max(|value|, |mean|) is allowed.
     */
    private static void compare(Case c, Recorded y, View got) {
        if (y.isDigest()) {
            assertThat(RecordedDraws.digest(RecordedDraws.bytes(got)))
                    .as("%s", c)
                    .isEqualTo(y.data());
        } else if (y.dtype() == DType.FLOAT64 && THROUGH_LOG.contains(c.call())) {
            double mean = Math.abs(Double.parseDouble(c.args().getOrDefault("mean", "0")));
            View want = y.view();
            for (int i = 0; i < want.numel(); i++) {
                double w = want.doubleAt(i);
                double ulp = Math.ulp(Math.max(Math.abs(w), mean));
                assertThat(Math.abs(got.doubleAt(i) - w))
                        .as("%s [%s]: %s, expected %s", c, i, got.doubleAt(i), w)
                        .isLessThanOrEqualTo(4 * ulp);
            }
        } else {
            assertThat(RecordedDraws.bytes(got)).as("%s", c).isEqualTo(y.bytes());
        }
    }

    private static View draw(Case c, Recorded y, Generator g) {
        if (c.call().startsWith("multinomial")) {
            View w = c.tensor("w").view();
            int samples = (int) c.integer("num_samples");
            boolean replacement = Boolean.parseBoolean(c.text("replacement"));
            return Sampling.multinomial(
                    c.call().equals("multinomial") ? w : columnMajor(w), samples, replacement, g);
        }
        if (c.call().startsWith("layout ")) {
            int[] base = RecordedDraws.ints(c.text("shape"), "x");
            int step = (int) c.integer("step");
            int[] perm = RecordedDraws.ints(c.text("perm"), "x");
            View out = View.allocate(y.dtype(), Shape.of(base)).with(layout(base, step, perm));
            fill(c, c.call().substring(7), out, g);
            return out;
        }
        View out = View.allocate(y.dtype(), y.shape());
        fill(c, c.call(), out, g);
        return out;
    }

    private static void fill(Case c, String call, View out, Generator g) {
        boolean plain = c.call().startsWith("layout ") || c.args().isEmpty();
        switch (call) {
            case "rand" -> RandomFill.uniform(out, 0, 1, g);
            case "randn" -> NormalFill.normal(out, 0, 1, g);
            case "uniform_" ->
                    RandomFill.uniform(
                            out, plain ? 0 : c.number("a"), plain ? 1 : c.number("b"), g);
            case "normal_" ->
                    NormalFill.normal(
                            out, plain ? 0 : c.number("mean"), plain ? 1 : c.number("std"), g);
            case "exponential_" -> RandomFill.exponential(out, plain ? 1 : c.number("lambd"), g);
            case "bernoulli_" -> RandomFill.bernoulli(out, plain ? 0.5 : c.number("p"), g);
            case "bernoulli" -> RandomFill.bernoulli(out, c.tensor("p").view(), g);
            case "random_" -> RandomIntegers.random(out, g);
            case "random_from" -> RandomIntegers.randomFrom(out, c.integer("from"), g);
            case "randint" -> RandomIntegers.random(out, c.integer("low"), c.integer("high"), g);
            case "randperm" -> Sampling.randperm(out, g);
            case "log_normal_" -> RandomFill.logNormal(out, c.number("mean"), c.number("std"), g);
            case "cauchy_" -> RandomFill.cauchy(out, c.number("median"), c.number("sigma"), g);
            case "geometric_" -> RandomFill.geometric(out, c.number("p"), g);
            default -> throw new IllegalStateException("no such draw: " + c);
        }
    }

    /** The layout of {@code zeros(base)[..., ::step].permute(perm)}. */
    private static Layout layout(int[] base, int step, int[] perm) {
        int[] strides = Shape.of(base).contiguousStrides();
        int last = base.length - 1;
        int[] sizes = base.clone();
        sizes[last] = (sizes[last] + step - 1) / step;
        strides[last] *= step;
        int[] outSizes = new int[perm.length];
        int[] outStrides = new int[perm.length];
        for (int d = 0; d < perm.length; d++) {
            outSizes[d] = sizes[perm[d]];
            outStrides[d] = strides[perm[d]];
        }
        return new Layout(Shape.of(outSizes), outStrides, 0);
    }

    private static View columnMajor(View w) {
        int rows = w.shape().size(0);
        if (w.shape().rank() != 2) {
            throw new IllegalStateException("expected a matrix");
        }
        View out =
                View.allocate(w.dtype(), w.shape())
                        .with(new Layout(w.shape(), new int[] {1, rows}, 0));
        for (int i = 0; i < w.numel(); i++) {
            out.setDouble(i, w.doubleAt(i));
        }
        return out;
    }

    @Test
    void sequencesCarryStateAndCachedNormalFromCallToCall() {
        Set<Long> seeds = new TreeSet<>();
        for (Case c : RecordedDraws.all()) {
            if (!c.call().equals("sequence")) {
                continue;
            }
            seeds.add(c.seed());
            Generator g = new Generator(c.seed());
            normal(c, "0", g);
            uniform(c, "1", g);
            normal(c, "2", g);
            normal(c, "3", g);
            View doubles = View.allocate(DType.FLOAT64, Shape.of(2, 3));
            NormalFill.normal(doubles, 0, 1, g);
            View expected = c.tensor("4").view();
            for (int i = 0; i < 6; i++) {
                double w = expected.doubleAt(i);
                assertThat(Math.abs(doubles.doubleAt(i) - w))
                        .as("%s 4[%s]", c, i)
                        .isLessThanOrEqualTo(4 * Math.ulp(w));
            }
            View perm = View.allocate(DType.INT64, Shape.of(7));
            Sampling.randperm(perm, g);
            check(c, "5", perm);
            normal(c, "6", g);
            normal(c, "7", g);
            normal(c, "8", g);
            View matrix = View.allocate(DType.FLOAT32, Shape.of(20, 2));
            Layout column = new Layout(Shape.of(20), new int[] {2}, 0);
            NormalFill.normal(matrix, 0, 1, g);
            check(c, "9", matrix.with(column));
            NormalFill.normal(matrix.with(column), 0, 1, g);
            check(c, "10", matrix.with(column));
            View ints = View.allocate(DType.INT64, Shape.of(3, 4));
            RandomIntegers.random(ints, 0, 5, g);
            check(c, "11", ints);
            View t = transposed(4, 6);
            RandomFill.uniform(t, 0, 1, g);
            check(c, "12", t);
            t = transposed(6, 4);
            NormalFill.normal(t, 0, 1, g);
            check(c, "13", t);
            t = transposed(2, 3);
            NormalFill.normal(t, 1, 2, g);
            check(c, "14", t);
            View x = View.allocate(DType.FLOAT32, Shape.of(4));
            NormalFill.normal(x, 0, 1, g);
            for (int i = 0; i < 4; i++) {
                x.setDouble(i, (float) x.doubleAt(i) * (float) (i + 1) + (float) i);
            }
            check(c, "15", x);
            normal(c, "16", g);
            uniform(c, "17", g);
        }
        assertThat(seeds).contains(0L, 1L, 42L);
    }

    @Test
    void aStateHasPyTorchsBytesAndContinuesWithItsDraws() {
        int checked = 0;
        for (Case c : RecordedDraws.all()) {
            if (!c.call().equals("state")) {
                continue;
            }
            Generator g = new Generator(c.seed());
            NormalFill.normal(View.allocate(DType.FLOAT32, Shape.of(3)), 0, 1, g);
            byte[] want = c.tensor("state").bytes();
            byte[] got = g.stateBytes();
            // The cached normal is StrictMath's double: compared within 4 ulp, all else exactly.
            double w = cachedNormal(want);
            assertThat(Math.abs(cachedNormal(got) - w)).isLessThanOrEqualTo(4 * Math.ulp(w));
            System.arraycopy(want, 5024, got, 5024, 8);
            assertThat(got).as("%s", c).isEqualTo(want);

            Generator restored = new Generator();
            restored.setStateBytes(want);
            assertThat(restored.initialSeed()).isEqualTo(c.seed());
            assertThat(restored.stateBytes()).isEqualTo(want);
            normal(c, "y", restored);
            normal(c, "y", g);
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aGeneratorOfItsOwnDrawsLikeTheDefaultOne() {
        int checked = 0;
        for (Case c : RecordedDraws.all()) {
            if (c.call().equals("generator")) {
                Generator g = new Generator().manualSeed(c.seed());
                normal(c, "0", g);
                uniform(c, "1", g);
                View perm = View.allocate(DType.INT64, Shape.of(6));
                Sampling.randperm(perm, g);
                check(c, "2", perm);
                checked++;
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(5);
    }

    private static double cachedNormal(byte[] state) {
        return java.nio.ByteBuffer.wrap(state)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getDouble(5024);
    }

    private static View transposed(int rows, int columns) {
        Layout layout = new Layout(Shape.of(columns, rows), new int[] {1, columns}, 0);
        return View.allocate(DType.FLOAT32, Shape.of(rows, columns)).with(layout);
    }

    private static void normal(Case c, String name, Generator g) {
        View out = View.allocate(DType.FLOAT32, c.tensor(name).shape());
        NormalFill.normal(out, 0, 1, g);
        check(c, name, out);
    }

    private static void uniform(Case c, String name, Generator g) {
        View out = View.allocate(DType.FLOAT32, c.tensor(name).shape());
        RandomFill.uniform(out, 0, 1, g);
        check(c, name, out);
    }

    private static void check(Case c, String name, View got) {
        Recorded want = c.tensor(name);
        assertThat(got.shape()).as("%s %s", c, name).isEqualTo(want.shape());
        assertThat(RecordedDraws.bytes(got)).as("%s %s", c, name).isEqualTo(want.bytes());
    }
}
