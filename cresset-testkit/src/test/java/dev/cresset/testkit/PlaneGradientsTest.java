package dev.cresset.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Generator;
import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.nn.CrossMapLRN2d;
import dev.cresset.nn.Functional;
import dev.cresset.nn.InterpolateMode;
import dev.cresset.op.DType;
import dev.cresset.op.GridPadding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives of what the case table cannot hold: drawn windows, and first derivatives alone. */
class PlaneGradientsTest {
    private final Generator generator = new Generator();

    private Tensor x(int... sizes) {
        return Tensor.empty(DType.FLOAT64, sizes).normal_(0, 1, generator).requiresGrad_();
    }

    /** Points inside and outside, none close to where a sample's slope jumps. */
    private Tensor grid(int... sizes) {
        Tensor out = Tensor.empty(DType.FLOAT64, sizes).uniform_(-1.3, 1.3, generator);
        return out.mul(20).round().div(20).add(0.013).requiresGrad_();
    }

    @Test
    void gridsOfPlanesAndVolumes() {
        for (GridPadding beyond : GridPadding.values()) {
            for (boolean align : new boolean[] {false, true}) {
                for (InterpolateMode mode :
                        List.of(
                                InterpolateMode.BILINEAR,
                                InterpolateMode.NEAREST,
                                InterpolateMode.BICUBIC)) {
                    GradCheck.check(
                            mode + " " + beyond + " " + align,
                            in ->
                                    List.of(
                                            Functional.gridSample(
                                                    in.get(0),
                                                    in.get(1),
                                                    o ->
                                                            o.mode(mode)
                                                                    .paddingMode(beyond)
                                                                    .alignCorners(align))),
                            List.of(x(2, 2, 4, 5), grid(2, 3, 2, 2)));
                }
                GradCheck.check(
                        "volume " + beyond + " " + align,
                        in ->
                                List.of(
                                        Functional.gridSample(
                                                in.get(0),
                                                in.get(1),
                                                o -> o.paddingMode(beyond).alignCorners(align))),
                        List.of(x(1, 2, 3, 4, 2), grid(1, 2, 1, 2, 3)));
            }
        }
    }

    @Test
    void aSecondDerivativeOfGridSampleIsRefusedAsInPyTorch() {
        Tensor input = x(1, 1, 2, 2);
        Tensor y = Functional.gridSample(input, grid(1, 1, 1, 2));
        Tensor g = Grad.grad(List.of(y.sum()), List.of(input), o -> o.createGraph(true)).getFirst();
        assertThatThrownBy(() -> g.sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "derivative for grid_sampler_2d_backward is not implemented, as in PyTorch");
    }

    @Test
    void fractionalMaxima() {
        Tensor samples = Tensor.ones(DType.FLOAT64, 1, 2, 2).mul(0.3);
        GradCheck.Function f =
                in ->
                        List.of(
                                Functional.fractionalMaxPool2d(
                                        in.get(0),
                                        new int[] {2},
                                        o -> o.outputRatio(0.6).randomSamples(samples)));
        GradCheck.check("fractional", f, List.of(x(1, 2, 5, 6)));
        GradCheck.checkSecond("fractional", f, List.of(x(1, 2, 5, 6)));
    }

    /* Recorded with PyTorch 2.13: its gradient is Torch7's, of other maps than its sums. */
    @Test
    void theGradientAcrossMapsIsPyTorchs() {
        Tensor x = Tensor.tensor(new float[] {1, 2, 3, 4, 5, 6}).view(1, 6, 1, 1).requiresGrad_();
        Tensor y = new CrossMapLRN2d(3, o -> o.alpha(0.5)).call(x);
        assertThat(y.toString()).contains("grad_fn=<CrossMapLRN2dBackward>");
        y.sum().backward();
        assertThat(y.detach().reshape(-1).toString())
                .isEqualTo("tensor([0.6347, 0.8107, 0.7825, 0.7392, 0.6908, 0.9714])");
        assertThat(x.grad().reshape(-1).toString())
                .isEqualTo("tensor([ 0.5482,  0.1107, -0.2790, -0.2666, -0.1838, -0.1574])");
    }
}
