package dev.cresset.nn;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Gradients of bags divided by counts of rows; the numbers are those of PyTorch 2.13. */
class EmbeddingBagTest {
    /** PyTorch multiplies by a rounded 1 / count. */
    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

    @Test
    void sumsDivideGradientsByPyTorchsCounts() {
        assertThat(gradient(EmbeddingBag.Mode.SUM))
                .containsExactly(
                        new float[] {
                            5,
                            6,
                            7,
                            8,
                            2.3333333f,
                            3.3333333f,
                            4.3333335f,
                            5.3333335f,
                            0,
                            0,
                            0,
                            0,
                            2,
                            2.6666667f,
                            3.3333333f,
                            4,
                            0,
                            0,
                            0,
                            0
                        },
                        ROUNDING);
    }

    @Test
    void meansDivideGradientsByPyTorchsCounts() {
        assertThat(gradient(EmbeddingBag.Mode.MEAN))
                .containsExactly(
                        new float[] {
                            1.6666666f,
                            2,
                            2.3333333f,
                            2.6666667f,
                            0.7777778f,
                            1.1111112f,
                            1.4444444f,
                            1.7777778f,
                            0,
                            0,
                            0,
                            0,
                            0.6666667f,
                            0.8888889f,
                            1.1111112f,
                            1.3333334f,
                            0,
                            0,
                            0,
                            0
                        },
                        ROUNDING);
    }

    /** Rows 1 and 3 occur three times and twice; row 4 is padding. */
    private static float[] gradient(EmbeddingBag.Mode mode) {
        Tensor weight = arange(20).toFloat().reshape(5, 4).requiresGrad_(true);
        Tensor y =
                Functional.embeddingBag(
                        tensor(1, 3, 1, 1, 4, 3, 0),
                        weight,
                        tensor(0, 3),
                        o -> o.mode(mode).scaleGradByFreq(true).paddingIdx(4));
        y.mul(arange(1, 9).toFloat().reshape(2, 4)).sum().backward();
        Tensor grad = weight.grad();
        assertThat(grad).isNotNull();
        return grad.toFloatArray();
    }
}
