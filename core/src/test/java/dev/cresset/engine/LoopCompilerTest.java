package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.Binary;
import dev.cresset.op.Compare;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Generated loops: conversions between storage dtypes, and the few ops that depend on them. */
class LoopCompilerTest {
    private static final double[] VALUES = {
        0,
        -0.0,
        0.5,
        -0.5,
        0.99,
        1,
        -1,
        1.5,
        -1.5,
        2.5,
        127,
        128,
        -128,
        -129,
        200,
        255,
        256,
        300,
        -300,
        32767,
        32768,
        40000,
        -40000,
        65504,
        65520,
        70000,
        1e-8,
        3e-39,
        16777217,
        2147483647,
        2147483648.0,
        -2147483648.0,
        -2147483649.0,
        3e9,
        -3e9,
        5e18,
        9.3e18,
        -9.3e18,
        1e20,
        3.5e38,
        1e300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @TestFactory
    Stream<DynamicTest> castsFollowTheRulesOfElement() {
        return Arrays.stream(DType.values())
                .flatMap(from ->
                        Arrays.stream(DType.values())
                                .map(to ->
                                        DynamicTest.dynamicTest(
                                                from.text() + " to " + to.text(),
                                                () -> castAgrees(from, to))));
    }

    private static void castAgrees(DType from, DType to) {
        View x = view(from, VALUES);
        View cast = run(new Parametric.Cast(to), from, to, x);
        View copied = run(new Parametric.Copy(), to, to, view(to, VALUES), x);
        View expected = View.allocate(to, x.shape());
        for (int i = 0; i < x.numel(); i++) {
            if (from.isFloatingPoint()) {
                expected.setDouble(i, x.doubleAt(i));
            } else {
                expected.setLong(i, x.longAt(i));
            }
            if (to.isFloatingPoint()) {
                assertThat(Double.compare(cast.doubleAt(i), expected.doubleAt(i)))
                        .as("cast %d", i)
                        .isZero();
                assertThat(Double.compare(copied.doubleAt(i), expected.doubleAt(i)))
                        .as("copy %d", i)
                        .isZero();
            } else {
                assertThat(cast.longAt(i)).as("cast %d", i).isEqualTo(expected.longAt(i));
                assertThat(copied.longAt(i)).as("copy %d", i).isEqualTo(expected.longAt(i));
            }
        }
    }

    @Test
    void floatsThatDoNotFitAnIntegerBecomeTheLeast() {
        View x = view(DType.FLOAT32, 3e9, Double.NaN, 1.0 / 0, 300, -1.9);
        View ints = run(new Parametric.Cast(DType.INT32), x.dtype(), DType.INT32, x);
        assertThat(longs(ints))
                .containsExactly(Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE, 300, -1);
        View bytes = run(new Parametric.Cast(DType.INT8), x.dtype(), DType.INT8, x);
        assertThat(longs(bytes)).containsExactly(0, 0, 0, 44, -1);
        View truths = run(new Parametric.Cast(DType.BOOL), x.dtype(), DType.BOOL, x);
        assertThat(longs(truths)).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void wideNumbersWrapAroundBeforeTheyAreUsed() {
        View x = view(DType.INT8, 1, 2, 44);
        View y = view(DType.INT64, 300, 300, 300);
        assertThat(longs(run(Binary.MAXIMUM, DType.INT8, DType.INT8, x, y)))
                .containsExactly(44, 44, 44);
        assertThat(longs(run(Compare.EQ, DType.INT8, DType.BOOL, x, y))).containsExactly(0, 0, 1);
    }

    @Test
    void halvesAreMultipliedWithUnroundedNumbers() {
        View x = view(DType.BFLOAT16, 3);
        View y = view(DType.FLOAT64, 1.003); // nearest bfloat16: 1
        assertThat(run(Binary.MUL, DType.BFLOAT16, DType.BFLOAT16, x, y).doubleAt(0))
                .isEqualTo(3.015625);
        assertThat(run(Binary.ADD, DType.BFLOAT16, DType.BFLOAT16, x, y).doubleAt(0)).isEqualTo(4);
        assertThat(
                        run(Compare.EQ, DType.BFLOAT16, DType.BOOL, view(DType.BFLOAT16, 1), y)
                                .longAt(0))
                .isEqualTo(1);
    }

    @Test
    void theComplementOfATruthValueIsItsNegation() {
        View x = view(DType.BOOL, 0, 1);
        assertThat(longs(run(Unary.BITWISE_NOT, DType.BOOL, DType.BOOL, x))).containsExactly(1, 0);
    }

    @Test
    void anInfiniteBoundOfIntegersIsNone() {
        View x = view(DType.INT64, -5, 5);
        Parametric op = new Parametric.Clamp(0, Double.POSITIVE_INFINITY);
        assertThat(longs(run(op, DType.INT64, DType.INT64, x))).containsExactly(0, 5);
    }

    @Test
    void theLogarithmOfInfinityIsInfinite() {
        View x = view(DType.FLOAT64, 1.0 / 0, 8, 0);
        View y = run(Unary.LOG2, DType.FLOAT64, DType.FLOAT64, x);
        assertThat(y.doubleAt(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(y.doubleAt(1)).isEqualTo(3);
        assertThat(y.doubleAt(2)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void sumsOfNegativeZerosAreNegativeZeros() {
        View zeros = view(DType.FLOAT32, -0.0, -0.0, -0.0, -0.0);
        View ones = view(DType.FLOAT32, 1, 1, 1, 1);
        View dot = View.allocate(DType.FLOAT32, Shape.SCALAR);
        Engines.PLAIN.run(
                new MatrixOp.Dot(), DType.FLOAT32, new View[] {zeros, ones}, new View[] {dot});
        assertThat(Double.compare(dot.doubleAt(0), -0.0)).isZero();
        View mm = View.allocate(DType.FLOAT32, Shape.of(2, 2));
        Layout square = Layout.contiguous(Shape.of(2, 2));
        Engines.PLAIN.run(
                new MatrixOp.Mm(),
                DType.FLOAT32,
                new View[] {zeros.with(square), ones.with(square)},
                new View[] {mm});
        assertThat(Double.compare(mm.doubleAt(3), -0.0)).isZero();
    }

    private static View run(Elementwise op, DType compute, DType to, View... in) {
        View out = View.allocate(to, in[0].shape());
        StridedLoops.run(op, compute, in, out);
        return out;
    }

    private static View view(DType dtype, double... values) {
        View out = View.allocate(dtype, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            if (dtype.isFloatingPoint()) {
                out.setDouble(i, values[i]);
            } else {
                out.setLong(i, (long) values[i]);
            }
        }
        return out;
    }

    private static long[] longs(View x) {
        long[] out = new long[x.numel()];
        Arrays.setAll(out, x::longAt);
        return out;
    }
}
