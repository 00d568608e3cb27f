package dev.cresset.nn;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.GridPadding;
import dev.cresset.op.PadMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers over planes where they are easily wrong; the values are those of PyTorch 2.13. */
class PlaneLayersTest {
    private static String values(Tensor x) {
        return x.reshape(-1).toString();
    }

    @Test
    void layersPrintAsPyTorchs() {
        List<Module> layers =
                List.of(
                        new Upsample(o -> o.scaleFactor(2)),
                        new ZeroPad2d(1, 2, 3, 4),
                        new LPPool2d(2, new int[] {2, 3}, o -> o.stride(1)),
                        new Fold(new int[] {4, 5}, new int[] {2}, o -> o),
                        new FractionalMaxPool2d(2, o -> o.outputSize(3)),
                        new AdaptiveMaxPool2d(null, 3),
                        new MaxUnpool2d(2),
                        new ConstantPad1d(2, 3.5),
                        new CrossMapLRN2d(3),
                        new Unflatten(1, 2, 3));
        assertThat(layers)
                .extracting(Module::toString)
                .containsExactly(
                        "Upsample(scale_factor=2.0, mode='nearest')",
                        "ZeroPad2d((1, 2, 3, 4))",
                        "LPPool2d(norm_type=2, kernel_size=(2, 3), stride=1, ceil_mode=False)",
                        "Fold(output_size=(4, 5), kernel_size=2, dilation=1, padding=0, stride=1)",
                        "FractionalMaxPool2d()",
                        "AdaptiveMaxPool2d(output_size=(None, 3))",
                        "MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))",
                        "ConstantPad1d(padding=(2, 2), value=3.5)",
                        "CrossMapLRN2d(3, alpha=0.0001, beta=0.75, k=1)",
                        "Unflatten(dim=1, unflattened_size=(2, 3))");
    }

    @Test
    void negativePaddingIsTakenAwayBeforeWhatIsLeftGoesAround() {
        Tensor x = arange(8).toFloat().view(1, 8);
        assertThat(values(new CircularPad1d(-2, 3).call(x)))
                .isEqualTo("tensor([2., 3., 4., 5., 6., 7., 2., 3., 4.])");
        assertThat(values(new CircularPad1d(3, -2).call(x)))
                .isEqualTo("tensor([3., 4., 5., 0., 1., 2., 3., 4., 5.])");
        assertThat(values(new ReflectionPad1d(-3, 2).call(x)))
                .isEqualTo("tensor([3., 4., 5., 6., 7., 6., 5.])");
        assertThatThrownBy(() -> new CircularPad1d(9, 0).call(x))
                .hasMessageStartingWith("pad: padding (9, 0) of dimension 1 is too large");
        assertThatThrownBy(
                        () -> Functional.pad(x.view(1, 1, 2, 4), new int[] {1, 1}, PadMode.REFLECT))
                .hasMessageContaining("Padding size 2 is not supported for 4D input");
    }

    @Test
    void bytesAreResampledWithWholeNumbers() {
        Tensor x = tensor(0, 100, 200, 255).to(DType.UINT8).view(1, 1, 2, 2);
        Tensor y = Functional.interpolate(x, o -> o.size(3, 3).mode(InterpolateMode.BILINEAR));
        assertThat(values(y.toLong()))
                .isEqualTo("tensor([  0,  50, 100, 100, 139, 178, 200, 228, 255])");
        Tensor z =
                Functional.interpolate(
                        x, o -> o.size(3, 1).mode(InterpolateMode.BICUBIC).antialias(true));
        assertThat(values(z.toLong())).isEqualTo("tensor([ 38, 139, 240])");
    }

    @Test
    void aFactorThatDoublesASizeTakesEveryPlaneElementTwice() {
        Tensor column = arange(3).toFloat().view(1, 1, 3, 1);
        assertThat(values(Functional.interpolate(column, o -> o.scaleFactor(2.3, 1))))
                .isEqualTo("tensor([0., 0., 1., 1., 2., 2.])");
        // PyTorch's rows are resampled by the factor itself
        assertThat(values(Functional.interpolate(column.squeeze(3), o -> o.scaleFactor(2.3))))
                .isEqualTo("tensor([0., 0., 0., 1., 1., 2.])");
    }

    @Test
    void fractionalWindowsAreDrawnAsPyTorchDrawsThem() {
        manualSeed(0);
        FractionalMaxPool2d layer = new FractionalMaxPool2d(2, o -> o.outputSize(2, 3));
        assertThat(values(layer.call(arange(30).toFloat().view(1, 5, 6))))
                .isEqualTo("tensor([ 7.,  9., 11., 25., 27., 29.])");
        assertThatThrownBy(() -> new FractionalMaxPool2d(2, o -> o))
                .hasMessageContaining("requires specifying either an output size");
        assertThatThrownBy(() -> new FractionalMaxPool2d(2, o -> o.outputRatio(1.5)))
                .hasMessageContaining("output_ratio must be between 0 and 1");
    }

    @Test
    void gumbelNoiseIsDrawnAsPyTorchDrawsIt() {
        manualSeed(0);
        assertThat(values(Functional.gumbelSoftmax(zeros(2, 3), 1, true, -1)))
                .isEqualTo("tensor([0., 0., 1., 0., 1., 0.])");
        assertThat(values(Functional.gumbelSoftmax(zeros(3))))
                .isEqualTo("tensor([0.5949, 0.2706, 0.1344])");
    }

    @Test
    void aPointThatIsNoNumberIsAtTheFirstPlace() {
        Tensor x = tensor(new float[] {1, 2, 3, 4}).view(1, 1, 2, 2);
        Tensor grid = tensor(new float[] {Float.NaN, 0, 5, 5}).view(1, 1, 2, 2);
        Tensor y =
                Functional.gridSample(
                        x, grid, o -> o.paddingMode(GridPadding.BORDER).alignCorners(true));
        assertThat(values(y)).isEqualTo("tensor([2., 4.])");
    }

    @Test
    void windowsWithoutElementsHaveNoGradient() {
        Tensor x = ones(1, 1, 2).requiresGrad_();
        Pooled out =
                Functional.maxPool1dWithIndices(
                        x, new int[] {2}, o -> o.stride(3).padding(1).dilation(3).ceilMode(true));
        assertThat(out.values().item().doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        out.values().sum().backward();
        assertThat(values(x.grad())).isEqualTo("tensor([0., 0.])");
    }

    @Test
    void maximaGoBackToTheirPlaces() {
        Tensor x = arange(16).toFloat().view(1, 1, 4, 4);
        Pooled out = new MaxPool2d(2, o -> o.returnIndices(true)).callWithIndices(x);
        Tensor y = new MaxUnpool2d(2).call(out.values(), out.indices());
        assertThat(values(y))
                .isEqualTo(
                        "tensor([ 0.,  0.,  0.,  0.,  0.,  5.,  0.,  7.,  0.,  0.,  0.,  0.,  0.,"
                                + " 13.,\n         0., 15.])");
        assertThat(new MaxUnpool2d(2).call(out.values(), out.indices(), 4, 5).shape().toArray())
                .containsExactly(1, 1, 4, 5);
    }

    @Test
    void foldAddsUpWhatUnfoldTookApart() {
        Tensor x = arange(12).toFloat().view(1, 1, 3, 4);
        Tensor columns = new Unfold(2).call(x);
        assertThat(columns.shape().toArray()).containsExactly(1, 4, 6);
        Tensor counts = Functional.fold(new Unfold(2).call(ones(1, 1, 3, 4)), new int[] {3, 4}, 2);
        Tensor back = new Fold(new int[] {3, 4}, new int[] {2}, o -> o).call(columns);
        assertThat(back.div(counts).equal(x)).isTrue();
    }
}
