package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import org.junit.jupiter.api.Test;

/** Which element of a window is its maximum, at ties and special values. */
class FloatPoolingTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void theFirstOfEqualElementsIsTheMaximum() {
        check(new float[] {3, 3, 1, 3}, 3, 0);
        check(new float[] {1, 2, 2, 2}, 2, 1);
        check(new float[] {-5, -7, -6, -4}, -4, 3);
    }

    @Test
    void zerosOfBothSignsAreEqual() {
        check(new float[] {-0f, 0f, 0f, -0f}, -0f, 0);
        check(new float[] {-1, 0f, -0f, -2}, 0f, 1);
    }

    @Test
    void infinitiesAreOrdinaryNumbers() {
        check(new float[] {-INF, -INF, -INF, -INF}, -INF, 0);
        check(new float[] {1, INF, INF, 2}, INF, 1);
        check(new float[] {-INF, -Float.MAX_VALUE, -INF, -INF}, -Float.MAX_VALUE, 1);
    }

    @Test
    void theLastNanIsTheMaximum() {
        check(new float[] {NAN, 5, INF, 1}, NAN, 0);
        check(new float[] {1, NAN, NAN, 2}, NAN, 2);
        check(new float[] {1, Float.intBitsToFloat(0xffc00001), 3, 2}, NAN, 1);
    }

    /** Pools one window of two lines, on a way of its own (stride 2) and on the general one. */
    private static void check(float[] window, float most, long place) {
        for (int stride : new int[] {1, 2}) {
            NeuralOp.MaxPool op =
                    new NeuralOp.MaxPool(
                            new int[] {2, 2},
                            new int[] {stride, stride},
                            new int[2],
                            new int[] {1, 1},
                            false);
            View x = View.allocate(DType.FLOAT32, Shape.of(1, 2, 2));
            for (int i = 0; i < window.length; i++) {
                x.setDouble(i, window[i]);
            }
            View y = View.allocate(DType.FLOAT32, Shape.of(1, 1, 1));
            View index = View.allocate(DType.INT64, y.shape());
            FloatPooling.max(op, x, y, index);
            assertThat((float) y.doubleAt(0)).isEqualTo((Float) most);
            assertThat(index.longAt(0)).isEqualTo(place);
        }
    }
}
