package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;
import java.util.stream.Stream;

/** Cases of masked reductions and of Fourier transforms. */
final class TransformCases {
    private TransformCases() {}

    static List<OpCase> rows() {
        return Stream.of(masked(), fourier()).flatMap(List::stream).toList();
    }

    private static List<OpCase> masked() {
        return List.of(
                op(
                                "masked.sum",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), (0, 1), keepdim=True, mask=torch.tensor([True, True, False])",
                                "x(2, 3)")
                        .refuses("x(2, 3), 2", "x(3), mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=tensor([[True, False, True], [False, False, False]])",
                                "tensor([5., 0.])"),
                op(
                                "masked.prod",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), (0, 1), keepdim=True, mask=torch.tensor([True, True, False])",
                                "x(2, 3)")
                        .refuses("x(2, 3), 2", "x(3), mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=tensor([[True, False, True], [False, False, False]])",
                                "tensor([4., 1.])"),
                op(
                                "masked.amax",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), (0, 1), keepdim=True, mask=torch.tensor([True, True, False])",
                                "x(2, 3)")
                        .refuses("x(2, 3), 2", "x(3), mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=tensor([[True, False, True], [False, False, False]])",
                                "tensor([4., -inf])"),
                op(
                                "masked.amin",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), (0, 1), keepdim=True, mask=torch.tensor([True, True, False])",
                                "x(2, 3)")
                        .refuses("x(2, 3), 2", "x(3), mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=tensor([[True, False, True], [False, False, False]])",
                                "tensor([1., inf])"),
                op(
                                "masked.mean",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), (0, 1), keepdim=True, mask=torch.tensor([True, True, False])",
                                "x(2, 3)")
                        .refuses("x(2, 3), 2", "x(3), mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=tensor([[True, False, True], [False, False, False]])",
                                "tensor([2.5000,    nan])"),
                op(
                                "masked.logsumexp",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), (0, 1), keepdim=True, mask=torch.tensor([True, True, False])",
                                "x(2, 3)")
                        .refuses("x(2, 3), 2", "x(3), mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=tensor([[True, False, True], [False, False, False]])",
                                "tensor([4.0486,   -inf])"),
                constant(
                                "masked.argmax",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([2., 1.])"),
                constant(
                                "masked.argmin",
                                "x(2, 3), mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([0., 0.])"),
                op(
                                "masked.median",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(5), 0")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([1., 8.])"),
                op(
                                "masked.norm",
                                "x(2, 3), 2., mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 3., 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), inf, 1, keepdim=True")
                        .refuses("x(2, 3), 2., 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1., 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([ 5., 24.])"),
                op(
                                "masked.var",
                                "x(2, 4)",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(4, 3), 0, correction=0, keepdim=True")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([ 4.5000, 32.0000])"),
                op(
                                "masked.std",
                                "x(2, 4)",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([2.1213, 5.6569])"),
                op(
                                "masked.normalize",
                                "x(2, 3), 2., 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 1., 0")
                        .refuses("x(2, 3), 2., 2")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1., 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([[0.2000, 0.0000, 0.8000],\n        [0.3333, 0.6667, 0.0000]])"),
                op(
                                "masked.logaddexp",
                                "x(3), x(3)",
                                "x(3), x(3), input_mask=torch.tensor([True, False, True])")
                        .refuses("x(3), x(2)")
                        .shows(
                                "tensor([1., 2.]), tensor([1., 2.]), input_mask=tensor([True, False])",
                                "tensor([1.6931, 2.0000])"),
                op(
                                "masked.cumsum",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 0")
                        .refuses("x(2, 3), 2", "x(3), 0, mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([[ 1.,  1.,  5.],\n        [ 8., 24., 24.]])"),
                op(
                                "masked.cumprod",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 0")
                        .refuses("x(2, 3), 2", "x(3), 0, mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([[  1.,   1.,   4.],\n        [  8., 128., 128.]])"),
                op(
                                "masked.softmax",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 0")
                        .refuses("x(2, 3), 2", "x(3), 0, mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([[4.7426e-02, 0.0000e+00, 9.5257e-01],\n        [3.3535e-04, 9.9966e-01, 0.0000e+00]])"),
                op("masked.log_softmax", "x(2, 3), 0")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2., 3.]]), 1, mask=torch.tensor([True, False, True])",
                                "tensor([[-2.1269,    -inf, -0.1269]])"),
                op(
                                "masked.softmin",
                                "x(2, 3), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "x(2, 3), 0")
                        .refuses("x(2, 3), 2", "x(3), 0, mask=torch.ones(2, 3)")
                        .shows(
                                "tensor([[1., 2., 4.], [8., 16., 32.]]), 1, mask=torch.tensor([[True, False, True], [True, True, False]])",
                                "tensor([[9.5257e-01, 0.0000e+00, 4.7426e-02],\n        [9.9966e-01, 3.3535e-04, 0.0000e+00]])"));
    }

    private static List<OpCase> fourier() {
        return List.of(
                op("fft.fft", "x(5)", "x(2, 4), 6, 0", "x(3, 4), 3, norm='ortho'")
                        .refuses("x(3), 0", "x()", "x(3), dim=1")
                        .shows(
                                "tensor([1., 2., 4., 8.])",
                                "tensor([[15.,  0.],\n        [-3.,  6.],\n        [-5.,  0.],\n        [-3., -6.]])"),
                op("fft.ifft", "x(5)", "x(2, 4), 6, 0", "x(3, 4), 3, norm='ortho'")
                        .refuses("x(3), 0", "x()", "x(3), dim=1")
                        .shows(
                                "tensor([1., 2., 4., 8.])",
                                "tensor([[ 3.7500,  0.0000],\n        [-0.7500, -1.5000],\n        [-1.2500,  0.0000],\n        [-0.7500,  1.5000]])"),
                op("fft.rfft", "x(5)", "x(2, 4), 6, 0", "x(3, 4), 3, norm='ortho'")
                        .refuses("x(3), 0", "x()", "x(3), dim=1")
                        .shows(
                                "tensor([1., 2., 4., 8.])",
                                "tensor([[15.,  0.],\n        [-3.,  6.],\n        [-5.,  0.]])")
                        .shows(
                                "tensor([1., 2., 4.])",
                                "tensor([[ 7.0000,  0.0000],\n        [-2.0000,  1.7321]])"),
                op("fft.ihfft", "x(5)", "x(2, 4), 6, 0", "x(3, 4), 3, norm='ortho'")
                        .refuses("x(3), 0", "x()", "x(3), dim=1")
                        .shows(
                                "tensor([1., 2., 4., 8.])",
                                "tensor([[ 3.7500, -0.0000],\n        [-0.7500, -1.5000],\n        [-1.2500, -0.0000]])"),
                op("fft.irfft", "x(4)", "x(2, 4), 5, 0", "x(3, 4), norm='ortho'")
                        .refuses("x()", "x(3), dim=1")
                        .shows(
                                "tensor([1., 2., 4.])",
                                "tensor([ 2.2500, -0.7500,  0.2500, -0.7500])"),
                op("fft.hfft", "x(4)", "x(2, 4), 5, 0", "x(3, 4), norm='ortho'")
                        .refuses("x()", "x(3), dim=1")
                        .shows("tensor([1., 2., 4.])", "tensor([ 9., -3.,  1., -3.])"),
                op("fft.fft2", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[11.,  0.],\n         [-3.,  0.]],\n\n        [[-5.,  0.],\n         [ 1.,  0.]]])"),
                op("fft.ifft2", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[ 2.7500,  0.0000],\n         [-0.7500,  0.0000]],\n\n        [[-1.2500,  0.0000],\n         [ 0.2500,  0.0000]]])"),
                op("fft.rfft2", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[11.,  0.],\n         [-3.,  0.]],\n\n        [[-5.,  0.],\n         [ 1.,  0.]]])"),
                op("fft.ihfft2", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[ 2.7500,  0.0000],\n         [-0.7500, -0.0000]],\n\n        [[-1.2500, -0.0000],\n         [ 0.2500,  0.0000]]])"),
                op("fft.irfft2", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[ 2.7500, -0.7500],\n        [-1.2500,  0.2500]])"),
                op("fft.hfft2", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[11., -3.],\n        [-5.,  1.]])"),
                op("fft.fftn", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3), (2, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[11.,  0.],\n         [-3.,  0.]],\n\n        [[-5.,  0.],\n         [ 1.,  0.]]])"),
                op("fft.ifftn", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3), (2, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[ 2.7500,  0.0000],\n         [-0.7500,  0.0000]],\n\n        [[-1.2500,  0.0000],\n         [ 0.2500,  0.0000]]])"),
                op("fft.rfftn", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3), (2, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[11.,  0.],\n         [-3.,  0.]],\n\n        [[-5.,  0.],\n         [ 1.,  0.]]])"),
                op("fft.ihfftn", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3), (2, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[[ 2.7500,  0.0000],\n         [-0.7500, -0.0000]],\n\n        [[-1.2500, -0.0000],\n         [ 0.2500,  0.0000]]])"),
                op("fft.irfftn", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3), (2, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[ 2.7500, -0.7500],\n        [-1.2500,  0.2500]])"),
                op("fft.hfftn", "x(3, 4)", "x(2, 3, 4), (4, 3), (0, 2), norm='forward'")
                        .refuses("x(3), (2, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[11., -3.],\n        [-5.,  1.]])"),
                op("fft.fftshift", "x(5)", "x(2, 3), 1")
                        .refuses("x(3), 1")
                        .shows(
                                "tensor([0., 1., 2., -2., -1.])",
                                "tensor([-2., -1.,  0.,  1.,  2.])"),
                op("fft.ifftshift", "x(5)", "x(2, 3), 1")
                        .refuses("x(3), 1")
                        .shows(
                                "tensor([-2., -1., 0., 1., 2.])",
                                "tensor([ 0.,  1.,  2., -2., -1.])"),
                constant("fft.fftfreq", "5", "4, 0.5")
                        .refuses("4, dtype=torch.int64")
                        .shows("5", "tensor([ 0.0000,  0.2000,  0.4000, -0.4000, -0.2000])")
                        .shows("4, 0.5", "tensor([ 0.0000,  0.5000, -1.0000, -0.5000])"),
                constant("fft.rfftfreq", "5", "4, 0.5")
                        .refuses("4, dtype=torch.int64")
                        .shows("5", "tensor([0.0000, 0.2000, 0.4000])")
                        .shows("4, 0.5", "tensor([0.0000, 0.5000, 1.0000])"));
    }
}
