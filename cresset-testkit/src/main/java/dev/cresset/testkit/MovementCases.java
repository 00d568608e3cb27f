package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.ArrayList;
import java.util.List;

/** Cases of ops that move, repeat, order, scatter and pick elements. */
final class MovementCases {
    private static final String M = "tensor([[1., 2.], [3., 5.]])";
    private static final String[] DIM = {"x(2, 3)", "x(2, 3), 0", "x(2, 3, 2), -1"};

    private MovementCases() {}

    static List<OpCase> rows() {
        List<OpCase> out = new ArrayList<>();
        out.addAll(moved());
        out.addAll(ordered());
        out.addAll(scattered());
        out.addAll(copies());
        return out;
    }

    private static List<OpCase> moved() {
        return List.of(
                op("flip", "x(2, 3), (0,)", "x(2, 3), (0, 1)")
                        .refuses("x(2), (1,)")
                        .shows("tensor([1., 2.]), (0,)", "tensor([2., 1.])"),
                op("fliplr", "x(2, 3)").shows(M, "tensor([[2., 1.],\n        [5., 3.]])"),
                op("flipud", "x(2, 3)").shows(M, "tensor([[3., 5.],\n        [1., 2.]])"),
                op("roll", "x(2, 3), 1", "x(2, 3), (1, -1), (0, 1)")
                        .shows("tensor([1., 2., 3.]), 1", "tensor([3., 1., 2.])"),
                op("rot90", "x(2, 3)", "x(2, 3), 2", "x(2, 3), -1")
                        .shows(M, "tensor([[2., 5.],\n        [1., 3.]])"),
                op("repeat", "x(2, 3), 2, 1", "x(3), 2, 2")
                        .refuses("x(2, 3), 2")
                        .shows("tensor([1., 2.]), 2", "tensor([1., 2., 1., 2.])"),
                op("tile", "x(2, 3), (2,)", "x(2, 3), (2, 1)")
                        .shows("tensor([1., 2.]), (2,)", "tensor([1., 2., 1., 2.])"),
                op("repeat_interleave", "x(2, 3), 2", "x(2, 3), 2, 1")
                        .shows("tensor([1., 2.]), 2", "tensor([1., 1., 2., 2.])"),
                op("tril", "x(3, 3)", "x(2, 3), 1", "x(2, 3, 3), -1")
                        .refuses("x(3)")
                        .shows(M, "tensor([[1., 0.],\n        [3., 5.]])"),
                op("triu", "x(3, 3)", "x(2, 3), 1", "x(2, 3, 3), -1")
                        .refuses("x(3)")
                        .shows(M, "tensor([[1., 2.],\n        [0., 5.]])"),
                op("diag", "x(3)", "x(3, 3), 1").shows(M, "tensor([1., 5.])"),
                op("diag_embed", "x(2, 3)")
                        .shows("tensor([1., 2.])", "tensor([[1., 0.],\n        [0., 2.]])"),
                op("diagflat", "x(2, 2)")
                        .shows("tensor([1., 2.])", "tensor([[1., 0.],\n        [0., 2.]])"),
                op("diagonal_scatter", "x(3, 3), x(3)")
                        .shows(M + ", tensor([7., 8.])", "tensor([[7., 2.],\n        [3., 8.]])"),
                op("select_scatter", "x(2, 3), x(3), 0, 1")
                        .shows(
                                M + ", tensor([7., 8.]), 0, 0",
                                "tensor([[7., 8.],\n        [3., 5.]])"),
                op("slice_scatter", "x(4, 2), x(2, 2), 0, 1, 3")
                        .shows(
                                "tensor([1., 2., 3.]), tensor([7.]), 0, 1, 2",
                                "tensor([1., 7., 3.])"),
                op("atleast_1d", "x()", "x(2)").shows("tensor(1.)", "tensor([1.])"),
                op("atleast_2d", "x()", "x(2)").shows("tensor(1.)", "tensor([[1.]])"),
                op("atleast_3d", "x()", "x(2)").shows("tensor(1.)", "tensor([[[1.]]])"),
                op("tensor_split", "x(5, 2), 2", "x(5, 2), (1, 3)")
                        .shows("tensor([1., 2., 3.]), 2", "(tensor([1., 2.]), tensor([3.]))"),
                op("hsplit", "x(4, 2), 2")
                        .shows("tensor([1., 2.]), 2", "(tensor([1.]), tensor([2.]))"),
                op("vsplit", "x(4, 2), 2")
                        .shows(M + ", 2", "(tensor([[1., 2.]]), tensor([[3., 5.]]))"),
                op("dsplit", "x(2, 2, 2), 2")
                        .shows("tensor([[[1., 2.]]]), 2", "(tensor([[[1.]]]), tensor([[[2.]]]))"));
    }

    private static List<OpCase> ordered() {
        return List.of(
                op("sort", DIM)
                        .on("x(2, 3), 0, True")
                        .refuses("x(2), 1")
                        .shows(
                                "tensor([3., 1.])",
                                "torch.return_types.sort(\nvalues=tensor([1., 3.]),\nindices=tensor([1, 0]))"),
                constant("argsort", DIM)
                        .refuses("x(2), 1")
                        .shows("tensor([3., 1., 2.])", "tensor([1, 2, 0])"),
                op("msort", "x(2, 3)").shows("tensor([3., 1.])", "tensor([1., 3.])"),
                op("topk", "x(2, 3), 2", "x(3, 2), 1, 0, False")
                        .refuses("x(2), 3")
                        .shows(
                                "tensor([3., 1., 2.]), 2",
                                "torch.return_types.topk(\nvalues=tensor([3., 2.]),\nindices=tensor([0, 2]))"),
                op("kthvalue", "x(2, 3), 2", "x(3, 2), 1, 0")
                        .refuses("x(2), 3")
                        .shows(
                                "tensor([3., 1., 2.]), 2",
                                "torch.return_types.kthvalue(\nvalues=tensor(2.),\nindices=tensor(2))"),
                op("median", DIM).shows("tensor([3., 1., 2.])", "tensor(2.)"),
                op("nanmedian", DIM).shows("tensor([3., nan, 2.])", "tensor(2.)"),
                op("mode", DIM)
                        .shows(
                                "tensor([3., 1., 3.])",
                                "torch.return_types.mode(\nvalues=tensor(3.),\nindices=tensor(2))"),
                op("cummax", "x(2, 3), 0", "x(2, 3), 1")
                        .shows(
                                "tensor([1., 3., 2.]), 0",
                                "torch.return_types.cummax(\nvalues=tensor([1., 3., 3.]),\nindices=tensor([0, 1, 1]))"),
                op("cummin", "x(2, 3), 0", "x(2, 3), 1")
                        .shows(
                                "tensor([2., 3., 1.]), 0",
                                "torch.return_types.cummin(\nvalues=tensor([2., 2., 1.]),\nindices=tensor([0, 0, 2]))"),
                op("cumprod", "x(2, 3), 0", "x(2, 3), 1")
                        .refuses("x(2), 1")
                        .shows("tensor([2., 3., 4.]), 0", "tensor([ 2.,  6., 24.])"),
                op("logcumsumexp", "x(2, 3), 0", "x(2, 3), 1")
                        .shows("tensor([0., 0.]), 0", "tensor([0.0000, 0.6931])"));
    }

    private static List<OpCase> scattered() {
        return List.of(
                op("index_select", "x(3, 2), 0, i(3, 4)")
                        .refuses("x(3, 2), 0, tensor([3])")
                        .shows(M + ", 0, tensor([1])", "tensor([[3., 5.]])"),
                op(
                                "index_add",
                                "x(3, 2), 0, i(3, 2), x(2, 2)",
                                "x(3, 2), 0, i(3, 2), x(2, 2), alpha=2.")
                        .shows(
                                "tensor([1., 2.]), 0, tensor([0, 0]), tensor([3., 4.])",
                                "tensor([8., 2.])"),
                op("index_copy", "x(3, 2), 0, tensor([2, 0]), x(2, 2)")
                        .shows(
                                "tensor([1., 2.]), 0, tensor([1]), tensor([7.])",
                                "tensor([1., 7.])"),
                op("index_fill", "x(3, 2), 0, i(3, 2), 7.", "x(3, 2), 1, i(2, 1), x()")
                        .shows("tensor([1., 2.]), 0, tensor([1]), 7", "tensor([1., 7.])"),
                op(
                                "index_put",
                                "x(3, 2), (tensor([2, 0]),), x(2)",
                                "x(3, 2), (i(3, 2), i(2, 2)), x(2), True")
                        .shows(
                                "tensor([1., 2.]), (tensor([1]),), tensor([7.])",
                                "tensor([1., 7.])"),
                op("index_reduce", "x(3, 2), 0, tensor([1, 2]), x(2, 2), 'amax'")
                        .shows(
                                "tensor([1., 2.]), 0, tensor([1]), tensor([7.]), 'amax'",
                                "tensor([1., 7.])"),
                op(
                                "scatter",
                                "x(3, 2), 0, tensor([[0, 2]]), x(1, 2)",
                                "x(3, 2), 0, tensor([[0, 2]]), 7.")
                        .shows(
                                "tensor([1., 2.]), 0, tensor([1]), tensor([7.])",
                                "tensor([1., 7.])"),
                op(
                                "scatter_reduce",
                                "x(3, 2), 0, i(3, 2, 2), x(2, 2), 'sum'",
                                "x(3, 2), 0, i(3, 2, 2), x(2, 2), 'mean'")
                        .shows(
                                "tensor([1., 2.]), 0, tensor([1]), tensor([7.]), 'prod'",
                                "tensor([ 1., 14.])"),
                op("put", "x(3, 2), tensor([4, 0]), x(2)")
                        .shows("tensor([1., 2.]), tensor([1]), tensor([7.])", "tensor([1., 7.])"),
                op("masked_scatter", "x(2, 3), m(2, 3), x(6)")
                        .shows(
                                "tensor([1., 2.]), tensor([False, True]), tensor([7.])",
                                "tensor([1., 7.])"),
                op("masked_select", "x(2, 3), m(2, 3)")
                        .shows("tensor([1., 2.]), tensor([False, True])", "tensor([2.])"),
                op("take", "x(2, 3), i(6, 4)").shows(M + ", tensor([3])", "tensor([5.])"),
                op("take_along_dim", "x(3, 2), i(3, 2, 2), 0")
                        .shows(M + ", tensor([[1], [0]]), 1", "tensor([[2.],\n        [3.]])"),
                constant("argwhere", "x(2, 3)").shows("tensor([0., 7.])", "tensor([[1]])"));
    }

    /* The same calls as the views', whose results are tensors of their own. */
    private static List<OpCase> copies() {
        List<OpCase> out = new ArrayList<>();
        List<String> views =
                List.of(
                        "as_strided",
                        "diagonal",
                        "expand",
                        "narrow",
                        "permute",
                        "select",
                        "split_with_sizes",
                        "squeeze",
                        "t",
                        "transpose",
                        "unbind",
                        "unfold",
                        "unsqueeze",
                        "view");
        for (OpCase view : ShapeCases.rows()) {
            if (views.contains(view.name())) {
                out.add(view.renamed(view.name() + "_copy"));
            }
        }
        out.add(op("alias_copy", "x(2, 3)").shows("tensor([1.])", "tensor([1.])"));
        return out;
    }
}
