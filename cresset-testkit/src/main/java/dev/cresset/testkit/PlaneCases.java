package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;
import java.util.stream.Stream;

/** Cases of functions over planes: uneven pooling, resampling, blocks, shuffles. */
final class PlaneCases {
    private PlaneCases() {}

    static List<OpCase> rows() {
        return Stream.of(pooling(), resampling(), shuffles()).flatMap(List::stream).toList();
    }

    private static List<OpCase> pooling() {
        return List.of(
                op("nn.functional.adaptive_max_pool1d", "x(2, 3, 5), 3", "x(3, 5), 2, True")
                        .refuses("x(3), 2", "x(2, 3), -1")
                        .shows(
                                "tensor([[1., 3., 2., 5., 4.]]), 2, True",
                                "(tensor([[3., 5.]]), tensor([[1, 3]]))"),
                op("nn.functional.adaptive_max_pool2d", "x(1, 2, 5, 4), (3, None)")
                        .refuses("x(3, 3), 2", "x(2, 3, 3), (1, 2, 3)")
                        .shows("tensor([[[1., 3.], [2., 0.]]]), 1", "tensor([[[3.]]])"),
                op("nn.functional.adaptive_max_pool3d", "x(1, 1, 2, 3, 4), 2")
                        .refuses("x(2, 3, 3), 2")
                        .shows("tensor([[[[1., 3.], [2., 0.]]]]), 1", "tensor([[[[3.]]]])"),
                op("nn.functional.max_unpool1d", "x(1, 2), tensor([[1, 2]]), 2")
                        .refuses(
                                "x(1, 2), tensor([[1]]), 2",
                                "x(1, 2), tensor([[1, 9]]), 2",
                                "x(1, 2), tensor([[1, 2]]), 2, output_size=(9,)")
                        .shows(
                                "tensor([[3., 5.]]), tensor([[1, 2]]), 2",
                                "tensor([[0., 3., 5., 0.]])"),
                op(
                                "nn.functional.max_unpool2d",
                                "x(1, 1, 2), tensor([[[1, 6]]]), 2",
                                "x(1, 1, 1, 2), tensor([[[[1, 2]]]]), 2, output_size=(1, 1, 2, 5)")
                        .refuses("x(1, 1, 2), tensor([[[1., 6.]]]), 2")
                        .shows(
                                "tensor([[[3., 5.]]]), tensor([[[1, 6]]]), 2",
                                "tensor([[[0., 3., 0., 0.],\n         [0., 0., 5., 0.]]])"),
                op("nn.functional.max_unpool3d", "x(1, 1, 1, 2), tensor([[[[1, 6]]]]), (1, 2, 2)")
                        .refuses("x(2, 2), tensor([[1, 2], [3, 4]]), 2")
                        .shows(
                                "tensor([[[[3.]]]]), tensor([[[[1]]]]), (1, 1, 2)",
                                "tensor([[[[0., 3.]]]])"),
                OpCase.of("nn.functional.lp_pool1d", Domain.POSITIVE, true)
                        .on("x(1, 2, 5), 2, 2", "x(2, 5), 1.5, 3, 1, True")
                        .refuses("x(3), 2, 2")
                        .shows("tensor([[3., 4.]]), 2, 2", "tensor([[5.]])"),
                OpCase.of("nn.functional.lp_pool2d", Domain.POSITIVE, true)
                        .on("x(1, 4, 5), 3, (2, 1)", "x(1, 1, 4, 4), inf, 2")
                        .shows("tensor([[[3.], [4.]]]), 2, (2, 1)", "tensor([[[5.]]])"),
                OpCase.of("nn.functional.lp_pool3d", Domain.POSITIVE, true)
                        .on("x(1, 2, 2, 4), 2, 2")
                        .shows("tensor([[[[3., 4.]]]]), 2, (1, 1, 2)", "tensor([[[[5.]]]])"),
                op("nn.functional.local_response_norm", "x(1, 3, 2), 2", "x(1, 3, 2, 2), 3, 0.5")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[[1.], [2.]]]), 2, 2., 1., 0.",
                                "tensor([[[1.0000],\n         [0.4000]]])"),
                op("nn.functional.normalize", "x(2, 3)", "x(2, 3), 1, 0", "x(2, 3), 3., (0, 1)")
                        .refuses("x(2, 3), 2, 2")
                        .shows("tensor([[3., 4.]])", "tensor([[0.6000, 0.8000]])"));
    }

    private static List<OpCase> resampling() {
        String linear = ", mode='bilinear'";
        return List.of(
                op(
                                "nn.functional.interpolate",
                                "x(1, 2, 3), scale_factor=1.7",
                                "x(1, 1, 3), 5, mode='linear', align_corners=True",
                                "x(1, 1, 3, 4), (2, 5)" + linear,
                                "x(1, 1, 4, 5), (2, 3)" + linear + ", antialias=True",
                                "x(1, 1, 3, 4), (5, 3), mode='bicubic'",
                                "x(1, 1, 2, 3, 2), 3, mode='trilinear'",
                                "x(1, 1, 5), 3, mode='area'",
                                "x(1, 1, 3, 2), 4, mode='nearest-exact'")
                        .refuses(
                                "x(1, 2, 3)",
                                "x(2, 3), 2",
                                "x(1, 2, 3), 2, 2.",
                                "x(1, 2, 3), (2, 2)",
                                "x(1, 2, 3), 0",
                                "x(1, 2, 3), 2" + linear,
                                "x(1, 2, 3), 2, align_corners=True",
                                "x(1, 2, 3), 2, antialias=True")
                        .shows(
                                "tensor([[[1., 2.]]]), scale_factor=2",
                                "tensor([[[1., 1., 2., 2.]]])")
                        .shows(
                                "tensor([[[1., 2.]]]), 4, mode='linear'",
                                "tensor([[[1.0000, 1.2500, 1.7500, 2.0000]]])")
                        .covering(
                                "nn.functional.upsample",
                                "nn.functional.upsample_nearest",
                                "nn.functional.upsample_bilinear"),
                op("nn.functional.unfold", "x(1, 2, 3, 4), 2", "x(2, 4, 3), (2, 3), 1, 1, (2, 1)")
                        .refuses("x(2, 3), 2", "x(1, 2, 2), 3", "x(1, 2, 2), 1, 0")
                        .shows(
                                "tensor([[[1., 2., 3.], [4., 5., 6.]]]), 2",
                                "tensor([[1., 2.],\n        [2., 3.],\n        [4., 5.],\n        [5., 6.]])"),
                op("nn.functional.fold", "x(1, 8, 6), (3, 4), 2", "x(4, 4), 2, 2, 1, 1, 2")
                        .refuses("x(8), 3, 2", "x(3, 4), 3, 2", "x(4, 5), 3, 2")
                        .shows(
                                "tensor([[1., 2.], [3., 4.]]), (1, 3), (1, 2)",
                                "tensor([[[1., 5., 4.]]])"),
                op(
                                "affine_grid_generator",
                                "x(2, 2, 3), (2, 1, 3, 2), False",
                                "x(1, 3, 4), (1, 1, 2, 1, 3), True")
                        .refuses("x(2, 3), (1, 1, 2, 2), True", "x(1, 2, 3), (1, 1, 0, 2), True")
                        .shows(
                                "tensor([[[1., 0., 0.], [0., 1., 0.5]]]), (1, 1, 1, 2), True",
                                "tensor([[[[-1.0000,  0.5000],\n          [ 1.0000,  0.5000]]]])")
                        .covering("nn.functional.affine_grid"));
    }

    private static List<OpCase> shuffles() {
        return List.of(
                op("nn.functional.pixel_shuffle", "x(1, 8, 2, 3), 2", "x(9, 1, 2), 3")
                        .refuses("x(2, 2), 1", "x(3, 2, 2), 2", "x(4, 2, 2), 0")
                        .shows(
                                "tensor([[[1.]], [[2.]], [[3.]], [[4.]]]), 2",
                                "tensor([[[1., 2.],\n         [3., 4.]]])")
                        .covering("pixel_shuffle"),
                op("nn.functional.pixel_unshuffle", "x(1, 2, 4, 2), 2", "x(1, 3, 3), 3")
                        .refuses("x(2, 2), 1", "x(3, 2, 3), 2", "x(4, 2, 2), 0")
                        .shows(
                                "tensor([[[1., 2.]], [[3., 4.]]]), 1",
                                "tensor([[[1., 2.]],\n\n        [[3., 4.]]])")
                        .covering("pixel_unshuffle"),
                op("nn.functional.channel_shuffle", "x(1, 6, 2), 2", "x(2, 4, 2, 1), 4")
                        .refuses("x(2, 2), 1", "x(1, 3, 2), 2")
                        .shows(
                                "tensor([[[1.], [2.], [3.], [4.]]]), 2",
                                "tensor([[[1.],\n         [3.],\n         [2.],\n         [4.]]])")
                        .covering("channel_shuffle", "native_channel_shuffle"),
                constant("nn.functional.one_hot", "i(4, 3)", "i(4, 2, 2), 6")
                        .refuses("x(2)", "tensor([-1])", "tensor([3]), 3", "tensor([]).long()")
                        .shows("tensor([0, 2])", "tensor([[1, 0, 0],\n        [0, 0, 1]])"));
    }
}
