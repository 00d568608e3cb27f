package dev.cresset.testkit;

import static dev.cresset.testkit.Domain.INTEGER;
import static dev.cresset.testkit.Domain.POSITIVE;
import static dev.cresset.testkit.Domain.REAL;
import static dev.cresset.testkit.OpCases.binary;
import static dev.cresset.testkit.OpCases.comparison;
import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;
import static dev.cresset.testkit.OpCases.predicate;
import static dev.cresset.testkit.OpCases.unary;

import java.util.List;
import java.util.stream.Stream;

/** Cases of functions made of others, statistics and counting. */
final class FunctionCases {
    private FunctionCases() {}

    static List<OpCase> rows() {
        return Stream.of(functions(), pairs(), statistics(), counts())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> functions() {
        return List.of(
                unary("lgamma", POSITIVE)
                        .shows("tensor([1., 4.])", "tensor([0.0000, 1.7918])")
                        .covering("special.gammaln"),
                unary("digamma", POSITIVE)
                        .shows("tensor([1., 2.])", "tensor([-0.5772,  0.4228])")
                        .covering("special.digamma"),
                OpCase.of("polygamma", POSITIVE, true)
                        .on("1, x(2, 3)", "2, x(3)")
                        .refuses("-1, x(3)")
                        .shows("1, tensor([1., 2.])", "tensor([1.6449, 0.6449])"),
                op("fill", "x(2, 3), x()").shows("tensor([1., 2.]), 7", "tensor([7., 7.])"),
                unary("positive", REAL).shows("tensor([1., -2.])", "tensor([ 1., -2.])"),
                unary("deg2rad", REAL).shows("tensor([180., 90.])", "tensor([3.1416, 1.5708])"),
                unary("rad2deg", REAL).shows("tensor([0., 1.])", "tensor([ 0.0000, 57.2958])"),
                unary("sinc", POSITIVE)
                        .shows(
                                "tensor([0., 0.5, 1.])",
                                "tensor([ 1.0000e+00,  6.3662e-01, -2.7828e-08])")
                        .covering("special.sinc"),
                OpCase.of("logit", POSITIVE, true)
                        .on("x(2, 3) / 4", "x(2, 3), 0.1")
                        .shows("tensor([0.5, 0.75])", "tensor([0.0000, 1.0986])")
                        .shows("tensor([0., 1.]), 0.25", "tensor([-1.0986,  1.0986])")
                        .covering("special.logit"),
                predicate("signbit")
                        .shows("tensor([-1., 0., 2.])", "tensor([ True, False, False])"),
                predicate("isposinf")
                        .shows("tensor([inf, -inf, 1.])", "tensor([ True, False, False])"),
                predicate("isneginf")
                        .shows("tensor([inf, -inf, 1.])", "tensor([False,  True, False])"),
                predicate("isreal").shows("tensor([1., nan])", "tensor([True, True])"));
    }

    private static List<OpCase> pairs() {
        return List.of(
                binary("float_power", POSITIVE)
                        .on("x(3), 2")
                        .shows("tensor([2, 3]), 2", "tensor([4., 9.], dtype=torch.float64)"),
                binary("ldexp", REAL)
                        .shows("tensor([1., 3.]), tensor([2., -1.])", "tensor([4.0000, 1.5000])"),
                binary("logaddexp2", REAL)
                        .shows("tensor([0., 1.]), tensor([0., 1.])", "tensor([1., 2.])"),
                binary("gcd", INTEGER).shows("tensor([12, -9]), tensor([18, 6])", "tensor([6, 3])"),
                binary("lcm", INTEGER).shows("tensor([4, 3]), tensor([6, 5])", "tensor([12, 15])"),
                comparison("heaviside")
                        .shows(
                                "tensor([-1., 0., 2.]), tensor([0.5])",
                                "tensor([0.0000, 0.5000, 1.0000])"),
                binary("special.xlog1py", POSITIVE)
                        .on("x(3), 2.", "2., x(3)")
                        .shows("tensor([0., 2.]), tensor([5., 1.])", "tensor([0.0000, 1.3863])"));
    }

    private static List<OpCase> statistics() {
        return List.of(
                op("nansum", "x(2, 3)", "x(2, 3), 0", "x(2, 3, 2), (0, 2), True")
                        .refuses("x(2), 1")
                        .shows("tensor([1., nan, 2.])", "tensor(3.)"),
                op("nanmean", "x(2, 3)", "x(2, 3), 0", "x(2, 3, 2), (0, 2), True")
                        .refuses("x(2), 1")
                        .shows("tensor([1., nan, 2.])", "tensor(1.5000)"),
                op("std_mean", "x(2, 3)", "x(2, 3), 1", "x(4, 3), 0, correction=0, keepdim=True")
                        .refuses("x(2), 1")
                        .shows("tensor([1., 3.])", "(tensor(1.4142), tensor(2.))"),
                op("var_mean", "x(2, 3)", "x(2, 3), 1", "x(4, 3), 0, correction=0, keepdim=True")
                        .refuses("x(2), 1")
                        .shows("tensor([1., 3.])", "(tensor(2.), tensor(2.))"),
                op("aminmax", "x(2, 3)", "x(2, 3), dim=1", "x(2, 3), dim=0, keepdim=True")
                        .refuses("x(2), dim=1")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]), dim=0",
                                "torch.return_types.aminmax(\nmin=tensor([1., 2.]),\nmax=tensor([3., 5.]))"),
                op("diff", "x(5)", "x(2, 4), 2", "x(2, 4), 1, 0", "x(3), prepend=x(2), append=x(1)")
                        .refuses("x()")
                        .shows("tensor([1., 4., 9., 16.])", "tensor([3., 5., 7.])"),
                op("dist", "x(2, 3), x(2, 3)", "x(2, 3), x(3), 1", "x(3), x(3), 3")
                        .shows("tensor([1., 2.]), tensor([4., 6.])", "tensor(5.)"),
                op("renorm", "x(2, 3), 2, 0, 1.", "x(2, 3), 1, 1, 0.5", "x(2, 3), 2, 0, 100.")
                        .refuses("x(2, 3), 2, 2, 1.", "x(2, 3), 2, 0, -1.")
                        .shows(
                                "tensor([[3., 4.], [0.3, 0.4]]), 2, 0, 1",
                                "tensor([[0.6000, 0.8000],\n        [0.3000, 0.4000]])"));
    }

    private static List<OpCase> counts() {
        return List.of(
                OpCase.of("bincount", INTEGER, false)
                        .on(
                                "x(5)",
                                "x(5), minlength=9",
                                "x(5), torch.tensor([0.5, 1., 2., 1., 1.])")
                        .refuses("x(2, 2)", "torch.tensor([-1])")
                        .shows("tensor([0, 2, 2]), minlength=4", "tensor([1, 0, 2, 0])"),
                constant("histc", "x(9), 4, -3, 3", "x(2, 5), 3")
                        .refuses("x(3), 0", "x(3), 2, 3, 1")
                        .shows("tensor([1., 2., 1.]), 4, 0, 3", "tensor([0., 2., 1., 0.])"),
                OpCase.of("unique", INTEGER, false)
                        .on(
                                "x(7)",
                                "x(7), return_inverse=True, return_counts=True",
                                "x(4, 1), dim=0")
                        .shows("tensor([3, 1, 3])", "tensor([1, 3])")
                        .shows(
                                "tensor([3, 1, 3]), True, True, True",
                                "(tensor([1, 3]), tensor([1, 0, 1]), tensor([1, 2]))"),
                OpCase.of("unique_consecutive", INTEGER, false)
                        .on(
                                "x(7)",
                                "x(7), return_inverse=True, return_counts=True",
                                "x(4, 1), dim=0")
                        .shows(
                                "tensor([1, 1, 2, 1]), return_counts=True",
                                "(tensor([1, 2, 1]), tensor([2, 1, 1]))"),
                OpCase.of("searchsorted", POSITIVE, false)
                        .on(
                                "torch.cumsum(x(3), 0), x(2, 3)",
                                "torch.cumsum(x(3), 0), x(3), right=True")
                        .refuses("x(2, 3), x(3, 2)")
                        .shows("tensor([1., 2., 3.]), tensor([2., 4.])", "tensor([1, 3])")
                        .shows("tensor([1., 2., 3.]), tensor([2.]), right=True", "tensor([2])"),
                OpCase.of("bucketize", POSITIVE, false)
                        .on("x(2, 3), torch.cumsum(x(3), 0)")
                        .refuses("x(3), x(2, 2)")
                        .shows("tensor([2., 4.]), tensor([1., 2., 3.])", "tensor([1, 3])"),
                constant("isin", "x(2, 3), x(2)", "x(3), x(2), invert=True")
                        .shows(
                                "tensor([1, 2, 3]), tensor([3, 1])",
                                "tensor([ True, False,  True])"));
    }
}
