package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;

/** Cases of views, joins, indexing and gathering. */
final class ShapeCases {
    private static final String M = "tensor([[1., 2.], [3., 5.]])";

    private ShapeCases() {}

    static List<OpCase> rows() {
        return List.of(
                op("T", "x(2, 3)").shows(M, "tensor([[1., 3.],\n        [2., 5.]])"),
                op("mT", "x(2, 3)", "x(2, 2, 3)")
                        .refuses("x(3)")
                        .shows(M, "tensor([[1., 3.],\n        [2., 5.]])"),
                op(
                                "as_strided",
                                "x(2, 3).contiguous(), (2, 2), (1, 1)",
                                "x(6).contiguous(), (2,), (2,), 1")
                        .refuses("x(3), (4,), (4,)")
                        .shows(M + ", (2,), (3,)", "tensor([1., 5.])"),
                op("copy_", "x(2, 3).clone(), x(3)")
                        .refuses("x(3), x(2, 3)")
                        .shows("tensor([1., 2.]), tensor([7])", "tensor([7., 7.])"),
                op("fill_", "x(2, 3).clone(), 2.", "x(2).clone(), x()")
                        .refuses("x(3), x(3)")
                        .shows("tensor([1., 2.]), 7", "tensor([7., 7.])"),
                op("zero_", "x(2, 3).clone()").shows("tensor([1., 2.])", "tensor([0., 0.])"),
                op("reshape", "x(2, 3), 3, 2", "x(2, 3), (-1,)", "x(0, 3), (3, 0)")
                        .refuses("x(2, 3), 4")
                        .shows(M + ", 4", "tensor([1., 2., 3., 5.])"),
                op("view_as", "x(2, 3).contiguous(), x(3, 2)")
                        .shows(M + ", tensor([1., 2., 3., 4.])", "tensor([1., 2., 3., 5.])"),
                op("reshape_as", "x(2, 3), x(3, 2)")
                        .shows(M + ", tensor([1., 2., 3., 4.])", "tensor([1., 2., 3., 5.])"),
                op("view", "x(2, 3).contiguous(), 3, 2", "x(2, 3).contiguous(), (-1,)")
                        .refuses("x(2, 3).contiguous(), 4")
                        .shows(M + ", -1", "tensor([1., 2., 3., 5.])"),
                op("flatten", "x(2, 3, 2)", "x(2, 3, 2), 1", "x(2, 3, 2), 0, 1", "x()")
                        .refuses("x(2, 3), 1, 0")
                        .shows(M, "tensor([1., 2., 3., 5.])"),
                op("ravel", "x(2, 3)").shows(M, "tensor([1., 2., 3., 5.])"),
                op("unflatten", "x(6, 2), 0, (2, 3)")
                        .refuses("x(6, 2), 0, (4, 2)")
                        .shows("tensor([1., 2.]), 0, (2, 1)", "tensor([[1.],\n        [2.]])"),
                op("transpose", "x(2, 3), 0, 1", "x(2, 3, 2), -1, 0")
                        .refuses("x(2), 0, 1")
                        .shows(M + ", 0, 1", "tensor([[1., 3.],\n        [2., 5.]])"),
                op("t", "x(2, 3)", "x(3)")
                        .refuses("x(2, 2, 2)")
                        .shows(M, "tensor([[1., 3.],\n        [2., 5.]])"),
                op("permute", "x(2, 3, 2), (2, 0, 1)")
                        .refuses("x(2, 3), (0, 0)")
                        .shows(M + ", (1, 0)", "tensor([[1., 3.],\n        [2., 5.]])"),
                op("movedim", "x(2, 3, 2), 0, 2")
                        .shows(M + ", 0, 1", "tensor([[1., 3.],\n        [2., 5.]])"),
                op("expand", "x(2, 1), 2, 3", "x(3), 2, 3", "x(), 2")
                        .refuses("x(2), 3")
                        .shows("tensor([1.]), 2", "tensor([1., 1.])"),
                op("expand_as", "x(2, 1), x(2, 3)")
                        .shows("tensor([1.]), tensor([3., 4.])", "tensor([1., 1.])"),
                op("broadcast_to", "x(2, 1), (2, 3)")
                        .shows("tensor([1.]), (2,)", "tensor([1., 1.])"),
                op("squeeze", "x(2, 1, 3)", "x(2, 1, 3), 1", "x(2, 1, 3), 0")
                        .shows("tensor([[1.]])", "tensor(1.)"),
                op("unsqueeze", "x(2, 3), 1", "x(), 0")
                        .refuses("x(2), 3")
                        .shows("tensor([1.]), 0", "tensor([[1.]])"),
                op("select", "x(2, 3), 0, 1", "x(2, 3), -1, -1")
                        .refuses("x(2, 3), 0, 2")
                        .shows(M + ", 1, 0", "tensor([1., 3.])"),
                op("narrow", "x(4, 3), 0, 1, 2", "x(4, 3), -1, 0, 0")
                        .refuses("x(4), 0, 3, 2")
                        .shows("tensor([1., 2., 3.]), 0, 1, 2", "tensor([2., 3.])"),
                op("split", "x(5, 2), 2", "x(5, 2), [1, 4]", "x(2, 4), 3, 1")
                        .refuses("x(5), [1, 1]")
                        .shows("tensor([1., 2., 3.]), 2", "(tensor([1., 2.]), tensor([3.]))"),
                op("split_with_sizes", "x(5, 2), [1, 4]")
                        .shows("tensor([1., 2., 3.]), [1, 2]", "(tensor([1.]), tensor([2., 3.]))"),
                op("chunk", "x(5, 2), 2", "x(2, 4), 3, 1")
                        .shows("tensor([1., 2., 3.]), 2", "(tensor([1., 2.]), tensor([3.]))"),
                op("unbind", "x(2, 3)", "x(2, 3), 1")
                        .shows("tensor([1., 2.])", "(tensor(1.), tensor(2.))"),
                op("diagonal", "x(3, 3)", "x(3, 4), 1", "x(2, 3, 3), -1, 1, 2")
                        .shows(M, "tensor([1., 5.])"),
                op("unfold", "x(6), 0, 3, 2", "x(2, 5), 1, 2, 1")
                        .refuses("x(3), 0, 4, 1")
                        .shows(
                                "tensor([1., 2., 3.]), 0, 2, 1",
                                "tensor([[1., 2.],\n        [2., 3.]])"),
                op("contiguous", "x(2, 3).t()").shows(M, "tensor([[1., 2.],\n        [3., 5.]])"),
                op("cat", "[x(2, 3), x(1, 3)]", "[x(2, 1), x(2, 3)], 1", "[x(0), x(2)]")
                        .refuses("[x(2, 3), x(2, 2)]", "[x(2, 2), x(2, 3)]", "[x(2, 3), x(2)]")
                        .shows("[tensor([1.]), tensor([2., 3.])]", "tensor([1., 2., 3.])"),
                op("stack", "[x(2, 3), x(2, 3)]", "[x(2), x(2)], -1")
                        .refuses("[x(2), x(3)]")
                        .shows("[tensor(1.), tensor(2.)]", "tensor([1., 2.])"),
                op(
                                "__getitem__",
                                "x(4, 3), 1",
                                "x(4, 3), (1, -1)",
                                "x(4, 3), (None, 0)",
                                "x(4, 3), i(4, 5)",
                                "x(2, 3), m(2, 3)")
                        .refuses("x(4), 4")
                        .shows("tensor([1., 2., 3.]), -1", "tensor(3.)"),
                op("gather", "x(3, 2), 0, i(3, 2, 2)", "x(3, 2), 1, i(2, 3, 4)")
                        .refuses("x(3, 2), 2, i(2, 3, 2)")
                        .shows(M + ", 1, tensor([[1], [0]])", "tensor([[2.],\n        [3.]])"),
                op(
                                "scatter_add",
                                "x(3, 2), 0, i(3, 2, 2), x(2, 2)",
                                "x(3, 2), 1, i(2, 3, 2), x(3, 3)")
                        .shows(
                                "tensor([1., 1.]), 0, tensor([0, 0]), tensor([2., 3.])",
                                "tensor([6., 1.])"),
                constant("nonzero", "x(2, 3)")
                        .shows("tensor([0., 7., 8.])", "tensor([[1],\n        [2]])"));
    }
}
