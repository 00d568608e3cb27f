package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;
import java.util.stream.Stream;

/** Cases of losses of margins and likelihoods, of distances, and of bags of embeddings. */
final class LossCases {
    private static final String F = "nn.functional.";

    private LossCases() {}

    static List<OpCase> rows() {
        return Stream.of(margins(), likelihoods(), distances(), bags())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> margins() {
        String one = "tensor([1., -1.])";
        return List.of(
                op(
                                F + "margin_ranking_loss",
                                "x(3), x(3), tensor([1., -1., 1.])",
                                "x(2, 3), x(2, 3), tensor([[1.], [-1.]]), 0.3, reduction='none'")
                        .refuses("x(3), x(3, 1), x(3)")
                        .shows(
                                "tensor([1., 2.]), tensor([3., 1.]), tensor([1., 1.]), 0.5",
                                "tensor(1.2500)"),
                op(
                                F + "hinge_embedding_loss",
                                "x(2, 3), tensor([1., -1., 1.])",
                                "x(3), tensor([1., -1., 1.]), 0.4, reduction='sum'")
                        .refuses("x(2, 3), x(2)")
                        .shows(
                                "tensor([0.25, 0.25]), " + one + ", reduction='none'",
                                "tensor([0.2500, 0.7500])"),
                op(
                                F + "cosine_embedding_loss",
                                "x(2, 3), x(2, 3), " + one,
                                "x(3), x(3), tensor(1.), 0.1, reduction='none'")
                        .refuses("x(2, 3), x(2, 3), x(2, 1)", "x(3), x(3), " + one)
                        .shows(
                                "tensor([[1., 0.], [3., 4.]]), tensor([[0., 2.], [6., 8.]]), "
                                        + one
                                        + ", 0.25, reduction='none'",
                                "tensor([1.0000, 0.7500])"),
                op(
                                F + "triplet_margin_loss",
                                "x(2, 3), x(2, 3), x(2, 3)",
                                "x(3), x(3), x(3), 0.5, 3., swap=True",
                                "x(2, 3), x(2, 3), x(1, 3), reduction='none'")
                        .refuses(
                                "x(2, 3), x(3), x(2, 3)",
                                "x(3), x(3), x(3), 0.",
                                "x(2, 3), x(2, 4), x(2, 3)")
                        .shows(
                                "tensor([[0., 0.]]), tensor([[3., 4.]]), tensor([[0., 4.]]), 1., 2., 0.",
                                "tensor(2.)")
                        .covering(F + "triplet_margin_with_distance_loss"),
                op(
                                F + "soft_margin_loss",
                                "x(2, 3), tensor([1., -1., 1.])",
                                "x(2, 3), x(2, 3), reduction='none'")
                        .refuses("x(2, 3), x(2)")
                        .shows(
                                "tensor([0., 1.]), " + one + ", reduction='none'",
                                "tensor([0.6931, 1.3133])"),
                op(
                                F + "multi_margin_loss",
                                "x(2, 3), tensor([2, 0])",
                                "x(3), tensor(1), 2, 0.7",
                                "x(2, 3), tensor([2, 0]), 2, weight=tensor([1., 2., 3.]),"
                                        + " reduction='none'")
                        .refuses(
                                "x(2, 3), tensor([0, 3])",
                                "x(2, 3), tensor([0])",
                                "x(2, 3), tensor([0, 1]), 3",
                                "x(2, 3), tensor([0., 1.])")
                        .shows("tensor([[1., 2., 0.]]), tensor([0])", "tensor(0.6667)"),
                op(
                                F + "multilabel_margin_loss",
                                "x(2, 3), tensor([[2, -1, 0], [0, 1, -1]])",
                                "x(3), tensor([1, -1, -1]), reduction='none'")
                        .refuses("x(2, 3), tensor([[0, 1, 3], [0, 1, 2]])", "x(2, 3), tensor([0])")
                        .shows("tensor([[1., 2., 0.]]), tensor([[1, -1, 0]])", "tensor(0.)")
                        .shows("tensor([[0.5, 0., 1.]]), tensor([[0, -1, 0]])", "tensor(0.6667)"),
                op(
                                F + "multilabel_soft_margin_loss",
                                "x(2, 3), tensor([[1., 0., 1.], [0., 0., 1.]])",
                                "x(3), tensor([1., 0., 1.]), tensor([1., 2., 3.]), reduction='sum'")
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([[0., 0.]]), tensor([[1., 0.]])", "tensor(0.6931)"));
    }

    private static List<OpCase> likelihoods() {
        // No x: its gradient, as PyTorch's, is that of what a log-softmax was taken of.
        String logs = "tensor([[[-1., -2.], [-1., -1.]], [[-3., -4.], [0., -2.]]])";
        return List.of(
                op(F + "poisson_nll_loss", "x(2, 3), x(3)")
                        .refuses("x(2, 3), x(2)")
                        .shows(
                                "tensor([0., 1.]), tensor([2., 1.]), reduction='none'",
                                "tensor([1.0000, 1.7183])")
                        .shows(
                                "tensor([2.]), tensor([3.]), log_input=False, full=True",
                                "tensor(1.6846)"),
                OpCase.of(F + "gaussian_nll_loss", Domain.POSITIVE, true)
                        .on(
                                "x(2, 3), x(2, 3), x(2, 3)",
                                "x(2, 3), x(2, 3), x(2), full=True",
                                "x(2, 3), x(3), x(2, 1), reduction='none'")
                        .refuses("x(2, 3), x(2, 3), x(3)", "x(2), x(2), tensor([1., -1.])")
                        .shows("tensor([1.]), tensor([3.]), tensor([1.])", "tensor(2.)"),
                op(
                                F + "linear_cross_entropy",
                                "x(2, 3), x(4, 3), tensor([3, 1])",
                                "x(3), x(4, 3), tensor(2), linear_bias=x(4), label_smoothing=0.2",
                                "x(2, 3), x(4, 2, 3), tensor([[3, 0], [1, 2]]), reduction='sum'")
                        .refuses(
                                "x(2, 2, 3), x(4, 3), tensor([3, 1])",
                                "x(2, 3), x(4, 2), tensor([3, 1])",
                                "x(3), x(4, 2, 3), tensor([3, 1])",
                                "x(2, 3), x(4, 3), tensor([4, 1])")
                        .shows(
                                "tensor([[1., 0.]]), tensor([[1., 5.], [1., 7.]]), tensor([0])",
                                "tensor(0.6931)"),
                constant(
                                F + "ctc_loss",
                                logs + ", tensor([[1], [1]]), tensor([2, 1]), tensor([1, 1])",
                                logs + ", tensor([1, 1]), (2, 0), (1, 1), 0, 'sum', True",
                                "tensor([[-1., -2.], [-3., -4.]]), tensor([1]), tensor(2),"
                                        + " tensor(1), reduction='none'")
                        .refuses(
                                "x(4, 1, 3), tensor([[1, 2]]), tensor([5]), tensor([2])",
                                "x(4, 1, 3), tensor([[1, 2]]), tensor([4]), tensor([3])",
                                "x(4, 1, 3), tensor([[1, 2]]), tensor([4]), tensor([2]), 3",
                                "x(4, 1, 3), tensor([[1, 5]]), tensor([4]), tensor([2])")
                        .shows(
                                "tensor([[[-1., -2.]], [[-3., -4.]]]), tensor([[1]]), (2,), (1,)",
                                "tensor(4.1380)"));
    }

    private static List<OpCase> distances() {
        return List.of(
                op(
                                F + "cosine_similarity",
                                "x(2, 3), x(2, 3)",
                                "x(2, 1, 3), x(4, 3), -1",
                                "x(3), x(3), 0")
                        .refuses("x(2, 3), x(2, 2)", "x(2), x(2), 1")
                        .shows("tensor([[3., 4.]]), tensor([[4., 3.]])", "tensor([0.9600])"),
                op(F + "pairwise_distance", "x(2, 3), x(2, 3)", "x(2, 3), x(3), 3., keepdim=True")
                        .refuses("x(2, 3), x(2, 2)")
                        .shows("tensor([[3., 4.]]), tensor([[0., 0.]])", "tensor([5.0000])"),
                op(F + "pdist", "x(4, 3)", "x(3, 2), 3.", "x(3, 2), 1.")
                        .refuses("x(3)", "x(3, 2), -1.")
                        .shows(
                                "tensor([[0., 0.], [3., 4.], [0., 1.]])",
                                "tensor([5.0000, 1.0000, 4.2426])"),
                op(F + "bilinear", "x(2, 3), x(2, 4), x(2, 3, 4), x(2)", "x(3), x(2), x(2, 3, 2)")
                        .refuses(
                                "x(2, 3), x(3, 4), x(2, 3, 4)",
                                "x(2, 3), x(2, 2), x(2, 3, 4)",
                                "x(2, 3), x(2, 4), x(2, 3, 4), x(3)")
                        .shows(
                                "tensor([[1., 2.]]), tensor([[3.]]), tensor([[[1.], [1.]]])",
                                "tensor([[9.]])"));
    }

    private static List<OpCase> bags() {
        String index = "tensor([1, 2, 4, 1]), ";
        return List.of(
                op(
                                F + "embedding_bag",
                                index + "x(5, 3), tensor([0, 3])",
                                "tensor([[1, 2], [4, 4]]), x(5, 3), mode='max'",
                                index + "x(5, 2), tensor([0, 1, 1]), mode='max', padding_idx=2",
                                index
                                        + "x(5, 2), tensor([0, 0, 4]), mode='sum',"
                                        + " per_sample_weights=x(4), include_last_offset=True",
                                index + "x(5, 2), tensor([0, 2]), padding_idx=-4")
                        .refuses(
                                index + "x(5, 2)",
                                index + "x(5, 2), tensor([1])",
                                index + "x(5, 2), tensor([0, 5])",
                                index + "x(4, 2), tensor([0])",
                                index + "x(5, 2), tensor([0]), per_sample_weights=x(4)",
                                "tensor([[1, 2]]), x(5, 2), tensor([0])")
                        .shows(
                                "tensor([0, 1, 1]), tensor([[1., 2.], [3., 0.]]), tensor([0, 2])",
                                "tensor([[2., 1.],\n        [3., 0.]])")
                        .shows(
                                "tensor([0, 1, 1]), tensor([[1., 2.], [3., 0.]]), tensor([0, 2, 3]),"
                                        + " mode='max'",
                                "tensor([[3., 2.],\n        [3., 0.],\n        [0., 0.]])"));
    }
}
