package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static View floats(float... values) {
        return new View(
                DType.FLOAT32,
                new Storage.Floats(values),
                Layout.contiguous(Shape.of(values.length)));
    }

    private static View longs(long... values) {
        return new View(
                DType.INT64, new Storage.Longs(values), Layout.contiguous(Shape.of(values.length)));
    }

    @Test
    void aValueBeyondTheToleranceFails() {
        assertThatThrownBy(() ->
                        Comparison.same(floats(1, 2, 3), floats(1, 2.0001f, 3), Tolerance.FLOAT32))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("1 of 3 elements")
                .hasMessageContaining("worst at 1")
                .hasMessageContaining("tolerance 1.0E-5");
    }

    @Test
    void aValueWithinTheTolerancePasses() {
        assertThatCode(() ->
                        Comparison.same(
                                floats(1, 1000), floats(1.00001f, 1000.005f), Tolerance.FLOAT32))
                .doesNotThrowAnyException();
    }

    @Test
    void recordedErrorWidensTheTolerance() {
        assertThat(Tolerance.of(0)).isEqualTo(Tolerance.FLOAT32);
        assertThat(Tolerance.of(1e-4).bound()).isEqualTo(1e-3);
        Comparison.same(floats(1), floats(1.001f), Tolerance.of(1e-4));
        assertThatThrownBy(() -> Comparison.same(floats(1), floats(1.01f), Tolerance.of(1e-4)))
                .isInstanceOf(MismatchException.class);
    }

    @Test
    void nanEqualsNanOnly() {
        Comparison.same(floats(Float.NaN), floats(Float.NaN), Tolerance.FLOAT32);
        assertThatThrownBy(() -> Comparison.same(floats(Float.NaN), floats(0), Tolerance.FLOAT32))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("error inf");
    }

    @Test
    void anInfinityEqualsItselfOnly() {
        float inf = Float.POSITIVE_INFINITY;
        Comparison.same(floats(inf), floats(inf), Tolerance.FLOAT32);
        for (float other : new float[] {-inf, 3e38f, Float.NaN}) {
            assertThatThrownBy(() -> Comparison.same(floats(inf), floats(other), Tolerance.FLOAT32))
                    .isInstanceOf(MismatchException.class);
        }
    }

    @Test
    void whereFloat64DiffersInFinitenessOnlyFiniteElementsCount() {
        Tolerance t = Tolerance.of(Double.POSITIVE_INFINITY);
        Comparison.same(floats(Float.POSITIVE_INFINITY, 1), floats(3e38f, 1), t);
        assertThatThrownBy(
                        () -> Comparison.same(floats(Float.POSITIVE_INFINITY, 1), floats(0, 2), t))
                .isInstanceOf(MismatchException.class);
    }

    @Test
    void bitsTellSignsOfZeroAndTheLastPlaceApart() {
        Comparison.same(floats(0.1f), floats(0.1f), Tolerance.BITS);
        assertThatThrownBy(() ->
                        Comparison.same(floats(0.1f), floats(Math.nextUp(0.1f)), Tolerance.BITS))
                .isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> Comparison.same(floats(0f), floats(-0f), Tolerance.BITS))
                .isInstanceOf(MismatchException.class);
        Comparison.same(floats(0f), floats(-0f), Tolerance.FLOAT32);
    }

    @Test
    void integersMustBeEqual() {
        Comparison.same(longs(1, Long.MAX_VALUE), longs(1, Long.MAX_VALUE), Tolerance.FLOAT32);
        assertThatThrownBy(() ->
                        Comparison.same(
                                longs(Long.MAX_VALUE),
                                longs(Long.MAX_VALUE - 1),
                                Tolerance.FLOAT32))
                .isInstanceOf(MismatchException.class);
    }

    @Test
    void dtypeAndShapeMustBeEqual() {
        assertThatThrownBy(() -> Comparison.same(floats(1), longs(1), Tolerance.FLOAT32))
                .hasMessageContaining("dtype torch.float32")
                .hasMessageContaining("dtype torch.int64");
        assertThatThrownBy(() -> Comparison.same(floats(1), floats(1, 1), Tolerance.FLOAT32))
                .hasMessageContaining("shape [1]")
                .hasMessageContaining("shape [2]");
    }

    @Test
    void stridesOfLongDimensionsMustBeEqual() {
        Layout a = new Layout(Shape.of(2, 1, 3), new int[] {1, 7, 2}, 0);
        Comparison.sameStrides(a, new Layout(Shape.of(2, 1, 3), new int[] {1, 99, 2}, 4));
        assertThatThrownBy(() ->
                        Comparison.sameStrides(
                                a, new Layout(Shape.of(2, 1, 3), new int[] {3, 7, 1}, 0)))
                .isInstanceOf(MismatchException.class);
    }
}
