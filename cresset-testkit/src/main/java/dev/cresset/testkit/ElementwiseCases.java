package dev.cresset.testkit;

import static dev.cresset.testkit.Domain.ABOVE_ONE;
import static dev.cresset.testkit.Domain.INTEGER;
import static dev.cresset.testkit.Domain.POSITIVE;
import static dev.cresset.testkit.Domain.REAL;
import static dev.cresset.testkit.Domain.UNIT;
import static dev.cresset.testkit.OpCases.binary;
import static dev.cresset.testkit.OpCases.comparison;
import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;
import static dev.cresset.testkit.OpCases.predicate;
import static dev.cresset.testkit.OpCases.unary;

import java.util.List;
import java.util.stream.Stream;

/** Cases of ops on each element. */
final class ElementwiseCases {
    private ElementwiseCases() {}

    static List<OpCase> rows() {
        return Stream.of(functions(), arithmetic(), bits(), comparisons(), choices())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> functions() {
        return List.of(
                unary("neg", REAL).shows("tensor([1., -2.])", "tensor([-1.,  2.])"),
                unary("abs", REAL).shows("tensor([1., -2.])", "tensor([1., 2.])"),
                unary("sign", REAL).shows("tensor([3., -2., 0.])", "tensor([ 1., -1.,  0.])"),
                unary("square", REAL).shows("tensor([3., -2.])", "tensor([9., 4.])"),
                unary("reciprocal", POSITIVE)
                        .shows("tensor([4., -2.])", "tensor([ 0.2500, -0.5000])"),
                unary("floor", REAL).shows("tensor([1.5, -1.5])", "tensor([ 1., -2.])"),
                unary("ceil", REAL).shows("tensor([1.5, -1.5])", "tensor([ 2., -1.])"),
                unary("round", REAL).shows("tensor([0.5, 1.5, 2.4])", "tensor([0., 2., 2.])"),
                unary("trunc", REAL).shows("tensor([1.5, -1.5])", "tensor([ 1., -1.])"),
                unary("frac", REAL).shows("tensor([1.5, -1.25])", "tensor([ 0.5000, -0.2500])"),
                unary("exp", REAL).shows("tensor([0., 1.])", "tensor([1.0000, 2.7183])"),
                unary("exp2", REAL).shows("tensor([0., 3.])", "tensor([1., 8.])"),
                unary("expm1", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 1.7183])"),
                unary("log", POSITIVE).shows("tensor([1., 10.])", "tensor([0.0000, 2.3026])"),
                unary("log2", POSITIVE).shows("tensor([1., 8.])", "tensor([0., 3.])"),
                unary("log10", POSITIVE).shows("tensor([1., 100.])", "tensor([0., 2.])"),
                unary("log1p", POSITIVE).shows("tensor([0., 1.])", "tensor([0.0000, 0.6931])"),
                unary("sqrt", POSITIVE).shows("tensor([4., 2.])", "tensor([2.0000, 1.4142])"),
                unary("rsqrt", POSITIVE).shows("tensor([4., 1.])", "tensor([0.5000, 1.0000])"),
                unary("sin", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 0.8415])"),
                unary("cos", REAL).shows("tensor([0., 1.])", "tensor([1.0000, 0.5403])"),
                unary("tan", UNIT).shows("tensor([0., 1.])", "tensor([0.0000, 1.5574])"),
                unary("asin", UNIT).shows("tensor([0., 1.])", "tensor([0.0000, 1.5708])"),
                unary("acos", UNIT).shows("tensor([1., 0.])", "tensor([0.0000, 1.5708])"),
                unary("atan", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 0.7854])"),
                unary("sinh", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 1.1752])"),
                unary("cosh", REAL).shows("tensor([0., 1.])", "tensor([1.0000, 1.5431])"),
                unary("tanh", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 0.7616])"),
                unary("asinh", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 0.8814])"),
                unary("acosh", ABOVE_ONE).shows("tensor([1., 2.])", "tensor([0.0000, 1.3170])"),
                unary("atanh", UNIT).shows("tensor([0., 0.5])", "tensor([0.0000, 0.5493])"),
                unary("sigmoid", REAL).shows("tensor([0., 1.])", "tensor([0.5000, 0.7311])"),
                unary("erf", REAL).shows("tensor([0., 1.])", "tensor([0.0000, 0.8427])"),
                unary("erfc", REAL).shows("tensor([0., 1.])", "tensor([1.0000, 0.1573])"),
                unary("erfinv", UNIT).shows("tensor([0., 0.5])", "tensor([0.0000, 0.4769])"),
                unary("relu", REAL).shows("tensor([-1., 2.])", "tensor([0., 2.])"),
                unary("clone", REAL).shows("tensor([1., 2.])", "tensor([1., 2.])"),
                predicate("isnan").shows("tensor([1., nan])", "tensor([False,  True])"),
                predicate("isinf").shows("tensor([1., inf])", "tensor([False,  True])"),
                predicate("isfinite").shows("tensor([1., inf])", "tensor([ True, False])"),
                predicate("logical_not").shows("tensor([0., 2.])", "tensor([ True, False])"),
                unary("nan_to_num", REAL)
                        .on("x(3), nan=1., posinf=2., neginf=-2.")
                        .shows("tensor([nan, 1.]), 7.", "tensor([7., 1.])"));
    }

    private static List<OpCase> arithmetic() {
        return List.of(
                binary("add", REAL)
                        .on("x(2, 3), x(3), alpha=2.5", "x(3), 2")
                        .shows(
                                "tensor([1., 2.]), tensor([10., 20.]), alpha=2",
                                "tensor([21., 42.])"),
                binary("sub", REAL)
                        .on("x(2, 3), x(3), alpha=2.5", "x(3), 2")
                        .shows("tensor([1., 2.]), tensor([10., 20.])", "tensor([ -9., -18.])"),
                binary("rsub", REAL)
                        .on("x(3), 2")
                        .shows("tensor([1., 2.]), 10", "tensor([9., 8.])"),
                binary("mul", REAL)
                        .on("x(3), 2.5")
                        .shows(
                                "tensor([[1.], [2.]]), tensor([3., 4.])",
                                "tensor([[3., 4.],\n        [6., 8.]])"),
                binary("div", ABOVE_ONE)
                        .on("x(3), 2.5")
                        .shows("tensor([1, 2]), 4", "tensor([0.2500, 0.5000])"),
                binary("true_divide", ABOVE_ONE)
                        .shows("tensor([1., 2.]), 4", "tensor([0.2500, 0.5000])"),
                binary("floor_divide", REAL)
                        .on("x(3), 2")
                        .shows("tensor([7, -7]), 2", "tensor([ 3, -4])"),
                binary("remainder", REAL)
                        .on("x(3), 2")
                        .shows("tensor([7, -7]), 3", "tensor([1, 2])"),
                binary("fmod", REAL).on("x(3), 2").shows("tensor([7, -7]), 3", "tensor([ 1, -1])"),
                binary("pow", POSITIVE)
                        .on("x(3), 2", "x(3), 0.5", "2., x(3)")
                        .shows("tensor([2., 3.]), tensor([3., 2.])", "tensor([8., 9.])"),
                binary("maximum", REAL)
                        .shows("tensor([1., 5.]), tensor([3., 2.])", "tensor([3., 5.])"),
                binary("minimum", REAL)
                        .shows("tensor([1., 5.]), tensor([3., 2.])", "tensor([1., 2.])"),
                binary("fmax", REAL)
                        .shows("tensor([1., nan]), tensor([3., 2.])", "tensor([3., 2.])"),
                binary("fmin", REAL)
                        .shows("tensor([1., nan]), tensor([3., 2.])", "tensor([1., 2.])"),
                binary("atan2", REAL)
                        .shows("tensor([0., 1.]), tensor([1., 0.])", "tensor([0.0000, 1.5708])"),
                op("__rdiv__", "x(2, 3), 2.", "x(3), 3")
                        .shows("tensor([1., 4.]), 2", "tensor([2.0000, 0.5000])"),
                binary("hypot", REAL).shows("tensor([3.]), tensor([4.])", "tensor([5.])"),
                binary("copysign", REAL).shows("tensor([3.]), tensor([-4.])", "tensor([-3.])"),
                binary("xlogy", POSITIVE)
                        .shows("tensor([0., 2.]), tensor([0., 1.])", "tensor([0., 0.])"),
                binary("logaddexp", REAL).shows("tensor([0.]), tensor([0.])", "tensor([0.6931])"));
    }

    private static List<OpCase> bits() {
        return List.of(
                binary("bitwise_and", INTEGER).shows("tensor([6]), 3", "tensor([2])"),
                binary("bitwise_or", INTEGER).shows("tensor([6]), 3", "tensor([7])"),
                binary("bitwise_xor", INTEGER).shows("tensor([6]), 3", "tensor([5])"),
                binary("bitwise_left_shift", INTEGER).shows("tensor([3]), 2", "tensor([12])"),
                binary("bitwise_right_shift", INTEGER).shows("tensor([-8]), 1", "tensor([-4])"),
                unary("bitwise_not", INTEGER).shows("tensor([5])", "tensor([-6])"));
    }

    private static List<OpCase> comparisons() {
        return List.of(
                comparison("eq")
                        .on("x(3), 1")
                        .shows("tensor([1., 2.]), 2", "tensor([False,  True])"),
                comparison("ne")
                        .on("x(3), 1")
                        .shows("tensor([1., 2.]), 2", "tensor([ True, False])"),
                comparison("lt")
                        .on("x(3), 1")
                        .shows("tensor([1., 2.]), 2", "tensor([ True, False])"),
                comparison("le")
                        .on("x(3), 1")
                        .shows("tensor([1., 3.]), 2", "tensor([ True, False])"),
                comparison("gt")
                        .on("x(3), 1")
                        .shows("tensor([1., 3.]), 2", "tensor([False,  True])"),
                comparison("ge")
                        .on("x(3), 1")
                        .shows("tensor([1., 2.]), 2", "tensor([False,  True])"),
                comparison("logical_and")
                        .shows("tensor([1., 0.]), tensor([2., 2.])", "tensor([ True, False])"),
                comparison("logical_or")
                        .shows("tensor([1., 0.]), tensor([0., 0.])", "tensor([ True, False])"),
                comparison("logical_xor")
                        .shows("tensor([1., 0.]), tensor([2., 2.])", "tensor([False,  True])"),
                comparison("isclose")
                        .shows(
                                "tensor([1., 2.]), tensor([1.000001, 3.])",
                                "tensor([ True, False])"),
                constant("equal", "x(2), x(2)", "x(2), x(3)")
                        .shows("tensor([1, 2]), tensor([1, 2])", "True"),
                constant("allclose", "x(2), x(2)").shows("tensor([1.]), tensor([2.])", "False"));
    }

    private static List<OpCase> choices() {
        return List.of(
                op(
                                "clamp",
                                "x(2, 3), -1., 1.",
                                "x(3), min=0.",
                                "x(3), max=0.",
                                "x(2, 3), x(3), None")
                        .refuses("x(3)")
                        .shows(
                                "tensor([-2., 0.5, 2.]), -1, 1",
                                "tensor([-1.0000,  0.5000,  1.0000])"),
                op("clamp_min", "x(2, 3), 0.5", "x(2, 3), x(3)")
                        .shows("tensor([1., 3.]), 2", "tensor([2., 3.])"),
                op("clamp_max", "x(2, 3), 0.5", "x(2, 3), x(3)")
                        .shows("tensor([1., 3.]), 2", "tensor([1., 2.])"),
                op("masked_fill", "x(2, 3), m(2, 3), 7.", "x(2, 3), m(3), x()")
                        .refuses("x(2, 3), x(2, 3), 1.")
                        .shows("tensor([1., 2.]), tensor([True, False]), 9", "tensor([9., 2.])"),
                op("where", "m(2, 3), x(2, 3), x(3)", "m(2, 1), x(3), x()", "m(0), x(1), x(0)")
                        .refuses("m(3), x(2), x(2)")
                        .shows("tensor([True, False]), tensor([1., 2.]), 0.", "tensor([1., 0.])"),
                op("lerp", "x(2, 3), x(3), 0.3", "x(2, 3), x(3), x(2, 1)")
                        .shows("tensor([0.]), tensor([10.]), 0.25", "tensor([2.5000])"),
                op("addcmul", "x(2, 3), x(3), x(2, 1)", "x(3), x(3), x(3), value=0.5")
                        .shows(
                                "tensor([1.]), tensor([2.]), tensor([3.]), value=10",
                                "tensor([61.])"),
                OpCase.of("addcdiv", ABOVE_ONE, true)
                        .on("x(2, 3), x(3), x(2, 1)", "x(3), x(3), x(3), value=0.5")
                        .shows(
                                "tensor([1.]), tensor([6.]), tensor([3.]), value=10",
                                "tensor([21.])"));
    }
}
