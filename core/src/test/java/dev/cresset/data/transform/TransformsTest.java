package dev.cresset.data.transform;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randint;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import org.junit.jupiter.api.Test;

class TransformsTest {
    private final Tensor image = arange(12).view(1, 3, 4).toFloat();

    @Test
    void normalizingSubtractsAndDividesPerChannel() {
        Tensor two = tensor(new float[][][] {{{1, 2}}, {{3, 4}}});
        assertThat(
                        Transforms.normalize(new double[] {1, 3}, new double[] {0.5, 2})
                                .apply(two)
                                .toString())
                .isEqualTo("tensor([[[0.0000, 2.0000]],\n\n        [[0.0000, 0.5000]]])");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transforms.normalize(0, 0))
                .withMessageContaining("division by zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transforms.normalize(0, 1).apply(arange(3)))
                .withMessageContaining("torch.int64 of shape [3]");
    }

    @Test
    void centreCropsRoundHalfToEvenAndFillUp() {
        assertThat(Transforms.centerCrop(2).apply(image).toString())
                .isEqualTo("tensor([[[1., 2.],\n         [5., 6.]]])");
        assertThat(Transforms.centerCrop(1, 6).apply(image).toString())
                .isEqualTo("tensor([[[0., 4., 5., 6., 7., 0.]]])");
    }

    @Test
    void randomCropsDrawRowThenColumn() {
        manualSeed(4);
        int top = randint(0, 4, 1).item().intValue();
        int left = randint(0, 5, 1).item().intValue();
        manualSeed(4);
        Tensor cut = Transforms.randomCrop(2, 1).apply(image);
        Tensor padded = Transforms.centerCrop(5, 6).apply(image);
        assertThat(cut.equal(padded.narrow(1, top, 2).narrow(2, left, 2))).isTrue();
        assertThat(Transforms.randomCrop(3, 4, 0).apply(image)).isSameAs(image);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transforms.randomCrop(5).apply(image))
                .withMessageContaining("crop size (5, 5) is larger than input image size (3, 4)");
    }

    @Test
    void flipsHappenWithTheirProbability() {
        assertThat(Transforms.randomHorizontalFlip(1).apply(image).equal(image.flip(2))).isTrue();
        assertThat(Transforms.randomVerticalFlip(1).apply(image).equal(image.flip(1))).isTrue();
        assertThat(Transforms.randomHorizontalFlip(0).apply(image)).isSameAs(image);
        manualSeed(0);
        boolean[] expected = new boolean[20];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = rand(1).item().doubleValue() < 0.5;
        }
        manualSeed(0);
        for (boolean flipped : expected) {
            assertThat(Transforms.randomHorizontalFlip(0.5).apply(image) != image)
                    .isEqualTo(flipped);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transforms.randomHorizontalFlip(1.5))
                .withMessageContaining("1.5");
    }

    /** The numbers are those of {@code torch.nn.functional.interpolate(…, antialias=True)}. */
    @Test
    void resizingIsPyTorchsAntialiasedInterpolation() {
        Tensor line = arange(6).toFloat().view(1, 1, 6);
        assertThat(Transforms.resize(1, 4).apply(line).toString())
                .isEqualTo("tensor([[[0.3750, 1.7778, 3.2222, 4.6250]]])");
        assertThat(Transforms.resize(2, 2).apply(image).toString())
                .isEqualTo("tensor([[[2.2143, 3.7857],\n         [7.2143, 8.7857]]])");
        assertThat(Transforms.resize(4, 5).apply(image).toString())
                .isEqualTo(
                        "tensor([[[ 0.0000,  0.7000,  1.5000,  2.3000,  3.0000],\n         [ 2.5000,  3.2000,  4.0000,  4.8000,  5.5000],\n         [ 5.5000,  6.2000,  7.0000,  7.8000,  8.5000],\n         [ 8.0000,  8.7000,  9.5000, 10.3000, 11.0000]]])");
        assertThat(Transforms.resize(3, 4).apply(image)).isSameAs(image);
        Tensor bytes = image.mul(20).to(DType.UINT8);
        assertThat(Transforms.resize(2, 2).apply(bytes).toString())
                .isEqualTo("tensor([[[ 44,  76],\n         [144, 176]]], dtype=torch.uint8)");
    }

    @Test
    void theShorterSideDecidesTheProportion() {
        assertThat(Transforms.resize(2).apply(image).shape().toArray()).containsExactly(1, 2, 2);
        assertThat(Transforms.resize(6).apply(image.mT()).shape().toArray())
                .containsExactly(1, 8, 6);
    }

    @Test
    void transformsFollowEachOther() {
        assertThat(
                        Transforms.compose(Transforms.toFloat(), Transforms.normalize(0.5, 0.5))
                                .apply(tensor(new int[][][] {{{0, 255}}}).to(DType.UINT8))
                                .toString())
                .isEqualTo("tensor([[[-1.,  1.]]])");
    }
}
