package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.op;

import java.util.List;

/** Cases of matrix products. */
final class MatrixCases {
    private static final String M = "tensor([[1., 2.], [3., 5.]])";

    private MatrixCases() {}

    static List<OpCase> rows() {
        return List.of(
                op(
                                "matmul",
                                "x(2, 3), x(3, 4)",
                                "x(3), x(3)",
                                "x(2, 3), x(3)",
                                "x(3), x(3, 2)",
                                "x(2, 2, 3), x(3, 2)",
                                "x(2, 1, 2, 3), x(3, 3, 2)",
                                "x(2, 0), x(0, 3)")
                        .refuses("x(2, 3), x(2, 3)", "x(), x(2)")
                        .shows(M + ", tensor([1., 10.])", "tensor([21., 53.])"),
                op("mm", "x(2, 3), x(3, 4)", "x(2, 0), x(0, 3)")
                        .refuses("x(2, 3), x(2, 3)", "x(2, 2), x(3, 2)", "x(3), x(3, 2)")
                        .shows(M + ", " + M, "tensor([[ 7., 12.],\n        [18., 31.]])"),
                op("bmm", "x(2, 2, 3), x(2, 3, 2)")
                        .refuses("x(2, 2, 3), x(3, 3, 2)")
                        .shows("tensor([[[2.]]]), tensor([[[3.]]])", "tensor([[[6.]]])"),
                op("mv", "x(2, 3), x(3)")
                        .refuses("x(2, 3), x(2)")
                        .shows(M + ", tensor([1., 10.])", "tensor([21., 53.])"),
                op("dot", "x(3), x(3)", "x(0), x(0)")
                        .refuses("x(3), x(2)")
                        .shows("tensor([1., 2.]), tensor([3., 4.])", "tensor(11.)"),
                op("outer", "x(2), x(3)")
                        .refuses("x(2, 2), x(3)")
                        .shows(
                                "tensor([1., 2.]), tensor([3., 4.])",
                                "tensor([[3., 4.],\n        [6., 8.]])"),
                op(
                                "addmm",
                                "x(4), x(2, 3), x(3, 4)",
                                "x(2, 4), x(2, 3), x(3, 4), beta=0.5, alpha=2.")
                        .refuses("x(3), x(2, 3), x(3, 4)")
                        .shows(
                                "tensor([100.]), tensor([[2.]]), tensor([[3.]]), beta=2, alpha=10",
                                "tensor([[260.]])"),
                op(
                                "baddbmm",
                                "x(2, 2, 2), x(2, 2, 3), x(2, 3, 2)",
                                "x(2), x(2, 2, 3), x(2, 3, 2), beta=0.5, alpha=2.")
                        .shows(
                                "tensor([1.]), tensor([[[2.]]]), tensor([[[3.]]])",
                                "tensor([[[7.]]])"),
                op("addmv", "x(2), x(2, 3), x(3)", "x(2), x(2, 3), x(3), beta=0.5, alpha=2.")
                        .refuses("x(3), x(2, 3), x(3)")
                        .shows(
                                "tensor([1., 2.]), " + M + ", tensor([1., 10.])",
                                "tensor([22., 55.])"));
    }
}
