package dev.cresset.testkit;

import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;

/** Cases of reductions and of ops along a dimension. */
final class ReductionCases {
    private static final String[] DIMS = {
        "x(2, 3)",
        "x(2, 3), 0",
        "x(2, 3), (0, 1), True",
        "x(2, 3, 2), -1",
        "x(2, 3, 2), (0, 2)",
        "x()"
    };
    private static final String[] DIM = {"x(2, 3)", "x(2, 3), 0", "x(2, 3, 2), -1, True", "x()"};
    private static final String M = "tensor([[1., 2.], [3., 5.]])";

    private ReductionCases() {}

    static List<OpCase> rows() {
        return List.of(
                op("sum", DIMS)
                        .on("x(0, 2), 0")
                        .refuses("x(2), 1")
                        .shows("tensor([True, True])", "tensor(2)")
                        .shows(M + ", 0", "tensor([4., 7.])"),
                op("mean", DIMS).refuses("x(2), 1").shows(M + ", 1", "tensor([1.5000, 4.0000])"),
                op("prod", DIM).on("x(0, 2), 0").refuses("x(2), 1").shows(M, "tensor(30.)"),
                op("amax", DIMS)
                        .refuses("x(2), 1", "x(0, 2), 0")
                        .shows(M + ", 0", "tensor([3., 5.])"),
                op("amin", DIMS)
                        .refuses("x(2), 1", "x(0, 2), 0")
                        .shows(M + ", 0", "tensor([1., 2.])"),
                constant("all", DIMS).refuses("x(2), 1").shows("tensor([1., 0.])", "tensor(False)"),
                constant("any", DIMS).refuses("x(2), 1").shows("tensor([1., 0.])", "tensor(True)"),
                op("logsumexp", "x(2, 3), 0", "x(2, 3), (0, 1), True", "x(2, 3, 2), -1")
                        .shows("tensor([0., 0.]), 0", "tensor(0.6931)"),
                op(
                                "var",
                                "x(2, 3)",
                                "x(2, 3), 1",
                                "x(2, 3), 1, correction=0",
                                "x(4, 3), 0, keepdim=True")
                        .refuses("x(2), 1")
                        .shows("tensor([1., 3.])", "tensor(2.)"),
                op(
                                "std",
                                "x(2, 3)",
                                "x(2, 3), 1",
                                "x(2, 3), 1, correction=0",
                                "x(4, 3), 0, keepdim=True")
                        .refuses("x(2), 1")
                        .shows("tensor([1., 3.])", "tensor(1.4142)"),
                op(
                                "norm",
                                "x(2, 3)",
                                "x(2, 3), 1, 1",
                                "x(2, 3), 3, 0, True",
                                "x(2, 3), 0.5, 1",
                                "x(2, 3), inf, 1",
                                "x(2, 3), 1.5")
                        .shows("tensor([3., 4.])", "tensor(5.)"),
                constant("argmax", DIM)
                        .refuses("x(2), 1")
                        .shows("tensor([1., 5., 2.])", "tensor(1)"),
                constant("argmin", DIM)
                        .refuses("x(2), 1")
                        .shows("tensor([3., 1., 2.])", "tensor(1)"),
                op("max", DIM).on("x(2, 3), x(3)").refuses("x(2), 1").shows(M, "tensor(5.)"),
                op("min", DIM).on("x(2, 3), x(3)").refuses("x(2), 1").shows(M, "tensor(1.)"),
                constant("count_nonzero", "x(2, 3)", "x(2, 3), 0")
                        .shows("tensor([1, 0, 3])", "tensor(2)"),
                op("sum_to_size", "x(2, 3), 3", "x(2, 3), (2, 1)")
                        .refuses("x(2, 3), 4")
                        .shows(M + ", 1, 2", "tensor([[4., 7.]])"),
                op("cumsum", "x(2, 3), 0", "x(2, 3), -1", "x(), 0", "x(0, 2), 0")
                        .refuses("x(2), 1")
                        .shows(M + ", 1", "tensor([[1., 3.],\n        [3., 8.]])"),
                op("softmax", "x(2, 3), 0", "x(2, 3), -1", "x(0, 2), 1")
                        .refuses("x(2), 1")
                        .shows("tensor([0., 0.]), 0", "tensor([0.5000, 0.5000])"),
                op("log_softmax", "x(2, 3), 0", "x(2, 3), -1")
                        .refuses("x(2), 1")
                        .shows("tensor([0., 0.]), 0", "tensor([-0.6931, -0.6931])"));
    }
}
