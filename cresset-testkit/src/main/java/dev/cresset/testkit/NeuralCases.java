package dev.cresset.testkit;

import static dev.cresset.testkit.Domain.POSITIVE;
import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;
import java.util.stream.Stream;

/**
 * Cases of activations, convolutions, pooling, losses and normalisations, and of windows and
 * factories.
 */
final class NeuralCases {
    private NeuralCases() {}

    static List<OpCase> rows() {
        return Stream.of(activations(), convolutions(), pooling(), losses(), norms(), sequences())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> activations() {
        return List.of(
                op("nn.functional.elu", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), 1.5")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.8647,  0.0000,  0.7500,  3.0000])"),
                op("nn.functional.gelu", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), approximate='tanh'")
                        .shows("tensor([-2., 0., 0.75])", "tensor([-0.0455,  0.0000,  0.5800])")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.]), approximate='tanh'",
                                "tensor([-0.0454,  0.0000,  0.5800,  2.9964])"),
                op("nn.functional.silu", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.2384,  0.0000,  0.5094,  2.8577])"),
                op("nn.functional.mish", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.2525,  0.0000,  0.6100,  2.9865])"),
                op("nn.functional.hardswish", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.3333,  0.0000,  0.4688,  3.0000])"),
                op("nn.functional.hardsigmoid", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([0.1667, 0.5000, 0.6250, 1.0000])"),
                op("nn.functional.hardtanh", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), -0.5, 0.5")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-1.0000,  0.0000,  0.7500,  1.0000])"),
                op("nn.functional.hardshrink", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), 0.25")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-2.0000,  0.0000,  0.7500,  3.0000])"),
                op("nn.functional.softshrink", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), 0.25")
                        .refuses("x(3), -1.")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-1.5000,  0.0000,  0.2500,  2.5000])"),
                op("nn.functional.leaky_relu", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), 0.2")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.0200,  0.0000,  0.7500,  3.0000])"),
                op("nn.functional.logsigmoid", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-2.1269, -0.6931, -0.3869, -0.0486])"),
                op("nn.functional.softplus", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), 2., 5.")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([0.1269, 0.6931, 1.1369, 3.0486])"),
                op("nn.functional.threshold", "x(2, 3), 0.5, 7.", "x(), 0.5, 7.")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.]), 0.5, 7.",
                                "tensor([7.0000, 7.0000, 0.7500, 3.0000])"),
                op("nn.functional.glu", "x(2, 4)", "x(4, 3), 0")
                        .refuses("x(3)", "x(2, 4), 2")
                        .shows("tensor([1., 2., 0., 3.])", "tensor([0.5000, 1.9051])"),
                op("nn.functional.prelu", "x(2, 3), x(3)", "x(2, 3, 2), x(1)")
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([-2., 3.]), tensor([0.25])", "tensor([-0.5000,  3.0000])"),
                op("nn.functional.relu6", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([0.0000, 0.0000, 0.7500, 3.0000])"),
                op("nn.functional.celu", "x(2, 3)", "x()", "x(3, 0)", "x(2, 3), 1.5")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.8647,  0.0000,  0.7500,  3.0000])"),
                op("nn.functional.selu", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-1.5202,  0.0000,  0.7880,  3.1521])"),
                op("nn.functional.softsign", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-0.6667,  0.0000,  0.4286,  0.7500])"),
                op("nn.functional.tanhshrink", "x(2, 3)", "x()", "x(3, 0)")
                        .shows(
                                "tensor([-2., 0., 0.75, 3.])",
                                "tensor([-1.0360,  0.0000,  0.1149,  2.0049])"),
                op("nn.functional.softmin", "x(2, 3), 1", "x(2, 3), 0")
                        .refuses("x(2, 3), 2")
                        .shows("tensor([1., 2.]), 0", "tensor([0.7311, 0.2689])"));
    }

    private static List<OpCase> convolutions() {
        return List.of(
                op(
                                "nn.functional.conv1d",
                                "x(2, 2, 5), x(3, 2, 3), x(3)",
                                "x(1, 4, 6), x(4, 2, 2), stride=2, padding=1, dilation=2, groups=2",
                                "x(2, 5), x(3, 2, 3)",
                                "x(1, 2, 6), x(2, 2, 3), padding='same'")
                        .refuses("x(2, 3, 5), x(3, 2, 3)", "x(2, 2, 1), x(3, 2, 3)")
                        .shows(
                                "tensor([[[1., 2., 3., 4.]]]), tensor([[[1., -1.]]])",
                                "tensor([[[-1., -1., -1.]]])")
                        .shows(
                                "tensor([[[1., 2., 3., 4.]]]), tensor([[[1., -1.]]]), stride=2, padding=1",
                                "tensor([[[-1., -1.,  4.]]])")
                        // sums of up to twelve products in another order
                        .within(64),
                op(
                                "nn.functional.conv_tbc",
                                "x(5, 2, 2), x(3, 2, 3), x(3)",
                                "x(2, 2, 2), x(3, 2, 3), x(3), 1",
                                "x(6, 1, 2), x(2, 2, 3), x(3), -1")
                        .refuses(
                                "x(5, 2), x(3, 2, 3), x(3)",
                                "x(5, 2, 2), x(3, 3, 3), x(3)",
                                "x(5, 2, 2), x(3, 2, 3), x(2)",
                                "x(1, 2, 2), x(3, 2, 3), x(3)")
                        .shows(
                                "tensor([[[1.]], [[2.]], [[4.]]]), tensor([[[1.]], [[-1.]]]), tensor([0.5])",
                                "tensor([[[-0.5000]],\n\n        [[-1.5000]]])")
                        // sums of up to six products in another order
                        .within(64),
                op(
                                "nn.functional.conv2d",
                                "x(1, 2, 4, 3), x(2, 2, 2, 2), x(2)",
                                "x(1, 2, 5, 4), x(2, 1, 3, 2), stride=(2, 1), padding=(1, 0), groups=2")
                        .refuses("x(1, 3, 4, 4), x(2, 2, 2, 2)")
                        .shows(
                                "tensor([[[[1., 2.], [3., 4.]]]]), tensor([[[[1., 0.], [0., 1.]]]]), tensor([0.5])",
                                "tensor([[[[5.5000]]]])")
                        // sums of up to sixteen products in another order
                        .within(64),
                op("nn.functional.conv3d", "x(1, 1, 3, 3, 2), x(2, 1, 2, 2, 2), x(2)")
                        .refuses("x(1, 3, 4, 4), x(2, 2, 2, 2, 2)")
                        .shows(
                                "torch.ones(1, 1, 1, 1, 2), torch.ones(1, 1, 1, 1, 2)",
                                "tensor([[[[[2.]]]]])")
                        // sums of up to sixteen products in another order
                        .within(64),
                op(
                                "nn.functional.conv_transpose1d",
                                "x(1, 2, 3), x(2, 3, 2), x(3)",
                                "x(1, 2, 3), x(2, 1, 3), stride=2, padding=1, output_padding=1, groups=2")
                        .refuses("x(1, 3, 3), x(2, 3, 2)")
                        .shows(
                                "tensor([[[1., 2.]]]), tensor([[[1., 10.]]])",
                                "tensor([[[ 1., 12., 20.]]])")
                        // sums of products in another order
                        .within(64),
                op("nn.functional.conv_transpose2d", "x(1, 2, 2, 3), x(2, 1, 2, 2), x(1), stride=2")
                        .refuses("x(1, 3, 3, 3), x(2, 3, 2, 2)")
                        .shows(
                                "tensor([[[[1., 2.]]]]), tensor([[[[1., 10.]]]])",
                                "tensor([[[[ 1., 12., 20.]]]])")
                        // sums of products in another order
                        .within(64),
                op("nn.functional.conv_transpose3d", "x(1, 1, 2, 2, 2), x(1, 2, 2, 1, 2)")
                        .refuses("x(1, 3, 3), x(2, 3, 2, 2, 2)")
                        .shows(
                                "torch.ones(1, 1, 1, 1, 2), torch.ones(1, 1, 1, 1, 2)",
                                "tensor([[[[[1., 2., 1.]]]]])")
                        // sums of products in another order
                        .within(64),
                op(
                                "nn.functional.pad",
                                "x(2, 3), (1, 2)",
                                "x(2, 3), (1, -1, 0, 1), value=2.",
                                "x(1, 2, 4), (2, 1), mode='reflect'",
                                "x(1, 2, 4), (2, 1), mode='replicate'",
                                "x(1, 2, 4), (2, 1), mode='circular'")
                        .refuses("x(3), (1, 2, 3)", "x(1, 3), (4, 0), mode='reflect'")
                        .shows("tensor([1., 2.]), (1, 2)", "tensor([0., 1., 2., 0., 0.])")
                        .shows(
                                "tensor([[1., 2., 3.]]), (2, 1), mode='reflect'",
                                "tensor([[3., 2., 1., 2., 3., 2.]])"));
    }

    private static List<OpCase> pooling() {
        return List.of(
                op(
                                "nn.functional.max_pool1d",
                                "x(2, 5), 2",
                                "x(1, 2, 6), 3, 2, 1, ceil_mode=True",
                                "x(2, 7), 2, 2, 0, 2")
                        .refuses("x(2, 5), 0", "x(2, 5), 2, 2, 2")
                        .shows("tensor([[1., 3., 2., 5.]]), 2", "tensor([[3., 5.]])"),
                op(
                                "nn.functional.max_pool2d",
                                "x(1, 1, 4, 5), 2",
                                "x(2, 5, 4), (3, 2), 2, 1, ceil_mode=True")
                        .refuses("x(5), 2")
                        .shows("tensor([[[1., 3.], [2., 5.]]]), 2", "tensor([[[5.]]])"),
                op("nn.functional.max_pool3d", "x(1, 1, 2, 4, 3), 2", "x(1, 2, 3, 4), (1, 2, 2), 1")
                        .refuses("x(5), 2")
                        .shows("tensor([[[[1., 3.], [2., 5.]]]]), (1, 2, 2)", "tensor([[[[5.]]]])"),
                op("nn.functional.avg_pool1d", "x(2, 5), 2", "x(1, 2, 6), 3, 2, 1, True, False")
                        .refuses("x(2, 5), 0", "x(5), 2")
                        .shows("tensor([[1., 3., 2., 5.]]), 2", "tensor([[2.0000, 3.5000]])"),
                op(
                                "nn.functional.avg_pool2d",
                                "x(1, 1, 4, 5), 2",
                                "x(2, 5, 4), (3, 2), 2, 1, divisor_override=3")
                        .refuses("x(5), 2")
                        .shows("tensor([[[1., 3.], [2., 6.]]]), 2", "tensor([[[3.]]])"),
                op("nn.functional.avg_pool3d", "x(1, 1, 2, 4, 3), 2")
                        .refuses("x(5), 2")
                        .shows("tensor([[[[1., 3.], [2., 6.]]]]), (1, 2, 2)", "tensor([[[[3.]]]])"),
                op("nn.functional.adaptive_avg_pool1d", "x(2, 5), 3", "x(1, 2, 6), 4")
                        .refuses("x(5), 2", "x(2, 5), -1")
                        .shows("tensor([[1., 3., 2., 6.]]), 2", "tensor([[2., 4.]])"),
                op(
                                "nn.functional.adaptive_avg_pool2d",
                                "x(2, 5, 4), (3, 2)",
                                "x(1, 2, 5, 4), (None, 3)")
                        .refuses("x(5), 2")
                        .shows("tensor([[[1., 3.], [2., 6.]]]), 1", "tensor([[[3.]]])"),
                op("nn.functional.adaptive_avg_pool3d", "x(1, 2, 3, 4, 3), 2")
                        .refuses("x(5), 2")
                        .shows("tensor([[[[1., 3.], [2., 6.]]]]), 1", "tensor([[[[3.]]]])"));
    }

    private static List<OpCase> losses() {
        return List.of(
                op(
                                "nn.functional.mse_loss",
                                "x(3), x(3), reduction='none'",
                                "x(2, 3), x(2, 3)",
                                "x(2, 3), x(2, 3), reduction='sum'")
                        .shows("tensor([[1., 3.]]), tensor([[2., 1.]])", "tensor(2.5000)"),
                op(
                                "nn.functional.l1_loss",
                                "x(3), x(3), reduction='none'",
                                "x(2, 3), x(2, 3)",
                                "x(2, 3), x(2, 3), reduction='sum'")
                        .shows("tensor([[1., 3.]]), tensor([[2., 1.]])", "tensor(1.5000)"),
                op(
                                "nn.functional.smooth_l1_loss",
                                "x(3), x(3), reduction='none'",
                                "x(2, 3), x(2, 3)",
                                "x(2, 3), x(2, 3), reduction='sum'",
                                "x(3), x(3), beta=0.3")
                        .shows("tensor([[1., 3.]]), tensor([[2., 1.]])", "tensor(1.)"),
                op(
                                "nn.functional.huber_loss",
                                "x(3), x(3), reduction='none'",
                                "x(2, 3), x(2, 3)",
                                "x(2, 3), x(2, 3), reduction='sum'",
                                "x(3), x(3), delta=0.3")
                        .shows("tensor([[1., 3.]]), tensor([[2., 1.]])", "tensor(1.)"),
                op(
                                "nn.functional.nll_loss",
                                "x(4, 3), i(3, 4)",
                                "x(4, 3), i(3, 4), weight=torch.tensor([1., 2., 3.]).to(x().dtype), reduction='sum'",
                                "x(2, 3, 2), i(3, 2, 2), ignore_index=1, reduction='none'")
                        .refuses("x(4, 3), i(3, 5)", "x(2, 3), tensor([0, 3])")
                        .shows(
                                "tensor([[-1., -2.], [-3., -4.]]), tensor([0, 1])",
                                "tensor(2.5000)"),
                op(
                                "nn.functional.cross_entropy",
                                "x(4, 3), i(3, 4)",
                                "x(4, 3), i(3, 4), label_smoothing=0.2",
                                "x(2, 3, 2), i(3, 2, 2), reduction='none'")
                        .refuses("x(4, 3), i(3, 5)")
                        .shows("tensor([[0., 0.], [1., 3.]]), tensor([0, 1])", "tensor(0.4100)"),
                OpCase.of("nn.functional.binary_cross_entropy", POSITIVE, true)
                        .on(
                                "x(3) / 4, m(3).to(x().dtype)",
                                "x(3) / 4, m(3).to(x().dtype), torch.tensor([1., 2., 3.]).to(x().dtype), reduction='sum'")
                        .refuses("x(3) / 4, x(2) / 4")
                        .shows("tensor([0.5, 0.25]), tensor([1., 0.])", "tensor(0.4904)"),
                op(
                                "nn.functional.binary_cross_entropy_with_logits",
                                "x(3), m(3).to(x().dtype)",
                                "x(3), m(3).to(x().dtype), pos_weight=torch.tensor([1., 2., 3.]).to(x().dtype), reduction='none'")
                        .refuses("x(3), x(2)")
                        .shows("tensor([0., 2.]), tensor([1., 0.])", "tensor(1.4100)"),
                OpCase.of("nn.functional.kl_div", POSITIVE, true)
                        .on(
                                "x(3), x(3)",
                                "x(2, 3), x(2, 3), reduction='batchmean'",
                                "x(3), x(3), log_target=True, reduction='sum'")
                        .refuses("x(3), x(2)")
                        .shows(
                                "tensor([-1., -2.]), tensor([0.5, 0.5]), reduction='sum'",
                                "tensor(0.8069)"),
                op("nn.functional.embedding", "i(4, 2, 3), x(4, 5)", "i(4, 6), x(4, 2)")
                        .refuses("torch.tensor([4]), x(4, 5)", "torch.tensor([0.5]), x(4, 5)")
                        .shows(
                                "tensor([2, 0]), tensor([[1., 2.], [3., 4.], [5., 6.]])",
                                "tensor([[5., 6.],\n        [1., 2.]])"));
    }

    private static List<OpCase> norms() {
        return List.of(
                op(
                                "nn.functional.batch_norm",
                                "x(4, 3), None, None, training=True",
                                "x(2, 3, 4), None, None, x(3), x(3), True",
                                "x(4, 3), torch.tensor([0., 1., 2.]).to(x().dtype), torch.tensor([1., 2., 3.]).to(x().dtype), x(3), x(3)")
                        .refuses("x(4, 3), None, None", "x(1, 3), None, None, training=True")
                        .shows(
                                "tensor([[0., 4.], [2., 8.]]), tensor([1., 6.]), tensor([1., 4.])",
                                "tensor([[-1.0000, -1.0000],\n        [ 1.0000,  1.0000]])"),
                op(
                                "nn.functional.layer_norm",
                                "x(4, 3), (3,)",
                                "x(2, 3, 4), (3, 4), x(3, 4), x(3, 4)")
                        .refuses("x(4, 3), (4,)", "x(4, 3), ()")
                        .shows(
                                "tensor([[-1., 1.]]), (2,), eps=0.25",
                                "tensor([[-0.8944,  0.8944]])"),
                op("nn.functional.group_norm", "x(2, 4, 3), 2", "x(2, 4), 2, x(4), x(4)")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[-1., 1., 3., 5.]]), 2, eps=0.25",
                                "tensor([[-0.8944,  0.8944, -0.8944,  0.8944]])"),
                op(
                                "nn.functional.instance_norm",
                                "x(2, 3, 4)",
                                "x(2, 2, 5), weight=x(2), bias=x(2)")
                        .refuses("x(2, 3)")
                        .shows("tensor([[[-1., 1.]]]), eps=0.25", "tensor([[[-0.8944,  0.8944]]])"),
                op("nn.functional.rms_norm", "x(4, 3), (3,)", "x(4, 3), (3,), x(3), 0.1")
                        .refuses("x(4, 3), (4,)")
                        .shows("tensor([[3., 4.]]), (2,), eps=0.", "tensor([[0.8485, 1.1314]])"),
                op("native_layer_norm", "x(4, 3), (3,), x(3), x(3), 1e-5")
                        .refuses("x(4, 3), (4,), None, None, 1e-5")
                        .shows(
                                "tensor([[-1., 1.]]), (2,), None, None, 0.25",
                                "(tensor([[-0.8944,  0.8944]]), tensor([[0.]]), tensor([[0.8944]]))"),
                op("native_group_norm", "x(2, 4, 3), x(4), x(4), 2, 4, 3, 2, 1e-5")
                        .refuses("x(2, 3, 1), None, None, 2, 3, 1, 2, 1e-5")
                        .shows(
                                "tensor([[-1., 1., 3., 5.]]), None, None, 1, 4, 1, 2, 0.25",
                                "(tensor([[-0.8944,  0.8944, -0.8944,  0.8944]]), tensor([[0., 4.]]), tensor([[0.8944, 0.8944]]))"),
                op("native_batch_norm", "x(4, 3), x(3), x(3), None, None, True, 0.1, 1e-5")
                        .refuses("x(4, 3), None, None, None, None, False, 0.1, 1e-5")
                        .shows(
                                "tensor([[-1., 0.], [1., 2.]]), None, None, None, None, True, 0.1, 0.25",
                                "(tensor([[-0.8944, -0.8944],\n        [ 0.8944,  0.8944]]), tensor([0., 1.]), tensor([0.8944, 0.8944]))")
                        .covering("_native_batch_norm_legit", "_batch_norm_with_update"),
                op("_softmax_backward_data", "x(2, 3), x(2, 3), 1, torch.float32")
                        .refuses("x(2, 3), x(2, 3), 2, torch.float32")
                        .shows(
                                "tensor([1., 0.]), tensor([0.25, 0.75]), 0, torch.float32",
                                "tensor([ 0.1875, -0.1875])"),
                op("native_dropout_backward", "x(2, 3), m(2, 3), 2.")
                        .refuses("x(2, 3), m(2), 2.")
                        .shows("tensor([1., 2.]), tensor([True, False]), 2.", "tensor([2., 0.])"));
    }

    private static List<OpCase> sequences() {
        return List.of(
                op(
                                "nn.functional.scaled_dot_product_attention",
                                "x(1, 2, 3, 4), x(1, 2, 5, 4), x(1, 2, 5, 4)",
                                "x(2, 3, 4), x(2, 3, 4), x(2, 3, 2), is_causal=True",
                                "x(1, 4, 2, 3), x(1, 2, 2, 3), x(1, 2, 2, 3), enable_gqa=True",
                                "x(2, 3), x(4, 3), x(4, 2), x(2, 4), scale=0.3")
                        .refuses(
                                "x(3, 4), x(5, 3), x(5, 4)",
                                "x(3, 4), x(5, 4), x(4, 4)",
                                "x(3), x(3), x(3)")
                        .shows(
                                "tensor([[1., 0.], [0., 2.]]), tensor([[1., 0.], [0., 2.]]), tensor([[1., 2.], [3., 4.]])",
                                "tensor([[1.6605, 2.6605],\n        [2.8884, 3.8884]])")
                        // sums of products and exponentials in another order
                        .within(64),
                constant("signal.windows.bartlett", "5", "6, sym=False")
                        .refuses("-1")
                        .shows("4", "tensor([0.0000, 0.6667, 0.6667, 0.0000])"),
                constant("signal.windows.blackman", "5", "6, sym=False")
                        .refuses("-1")
                        .shows("4", "tensor([-1.4901e-08,  6.3000e-01,  6.3000e-01, -1.4901e-08])"),
                constant("signal.windows.cosine", "5", "6, sym=False")
                        .refuses("-1")
                        .shows("4", "tensor([0.3827, 0.9239, 0.9239, 0.3827])"),
                constant("signal.windows.exponential", "5, tau=2.", "6, tau=2., sym=False")
                        .refuses("-1, tau=2.")
                        .shows("4, tau=2.", "tensor([0.4724, 0.7788, 0.7788, 0.4724])"),
                constant("signal.windows.gaussian", "5, std=1.5", "6, std=1.5, sym=False")
                        .refuses("-1, std=1.5")
                        .shows("4, std=1.5", "tensor([0.6065, 0.9460, 0.9460, 0.6065])"),
                constant(
                                "signal.windows.general_cosine",
                                "5, a=[0.5, 0.25, 0.25]",
                                "6, a=[0.5, 0.25, 0.25], sym=False")
                        .refuses("-1, a=[0.5, 0.25, 0.25]")
                        .shows(
                                "4, a=[0.5, 0.25, 0.25]",
                                "tensor([0.5000, 0.5000, 0.5000, 0.5000])"),
                constant(
                                "signal.windows.general_hamming",
                                "5, alpha=0.6",
                                "6, alpha=0.6, sym=False")
                        .refuses("-1, alpha=0.6")
                        .shows("4, alpha=0.6", "tensor([0.2000, 0.8000, 0.8000, 0.2000])"),
                constant("signal.windows.hamming", "5", "6, sym=False")
                        .refuses("-1")
                        .shows("4", "tensor([0.0800, 0.7700, 0.7700, 0.0800])"),
                constant("signal.windows.hann", "5", "6, sym=False")
                        .refuses("-1")
                        .shows("4", "tensor([0.0000, 0.7500, 0.7500, 0.0000])"),
                constant("signal.windows.kaiser", "5, beta=8.", "6, beta=8., sym=False")
                        .refuses("-1, beta=8.")
                        .shows("4, beta=8.", "tensor([0.0023, 0.6525, 0.6525, 0.0023])"),
                constant("signal.windows.nuttall", "5", "6, sym=False")
                        .refuses("-1")
                        .shows("4", "tensor([3.6280e-04, 5.2923e-01, 5.2923e-01, 3.6280e-04])"),
                constant("logspace", "0, 2, 3", "0, 3, 4, base=2.")
                        .refuses("0, 2, -1")
                        .shows("0, 2, 3", "tensor([  1.,  10., 100.])"),
                constant("linspace", "0, 2, 5")
                        .refuses("0, 2, -1", "x(2), x(2), 3")
                        .shows("0, 2, 5", "tensor([0.0000, 0.5000, 1.0000, 1.5000, 2.0000])"),
                constant("arange", "5", "1, 2, 0.25")
                        .refuses("0, 5, 0", "0, 5, -1")
                        .shows("1, 2, 0.25", "tensor([1.0000, 1.2500, 1.5000, 1.7500])"),
                constant("eye", "3", "2, 3")
                        .refuses("-1")
                        .shows("2", "tensor([[1., 0.],\n        [0., 1.]])"),
                constant("zeros", "2, 3").refuses("-1").shows("2", "tensor([0., 0.])"),
                constant("ones", "2, 3").refuses("-1").shows("2", "tensor([1., 1.])"),
                constant("full", "(2, 3), 7.")
                        .refuses("(-1,), 7")
                        .shows("(2,), 7", "tensor([7, 7])"),
                constant("scalar_tensor", "3").shows("3", "tensor(3.)"),
                op("unsafe_split_with_sizes", "x(5), [2, 3]")
                        .refuses("x(5), [2, 2]")
                        .shows("tensor([1., 2., 4.]), [1, 2]", "(tensor([1.]), tensor([2., 4.]))"),
                constant("empty_strided", "(2, 3), (1, 2)")
                        .refuses("(2, 3), (1,)")
                        .shows("(2,), (1,)", "tensor([0., 0.])"),
                constant("empty_permuted", "(2, 3), (1, 0)")
                        .refuses("(2, 3), (0, 0)")
                        .shows("(2,), (0,)", "tensor([0., 0.])"),
                constant("broadcast_shapes", "(2, 1), (3,)")
                        .refuses("(2,), (3,)")
                        .shows("(2, 1), (3,)", "(2, 3)"));
    }
}
