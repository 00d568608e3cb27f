package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import java.util.function.UnaryOperator;

/** Ops on each element of one tensor, and where, clamp, lerp and their like. */
final class PointwiseOps {
    private PointwiseOps() {}

    static void addTo(TorchTable t) {
        unary(t, "neg", Tensor::neg);
        t.alias("neg", "negative");
        unary(t, "abs", Tensor::abs);
        t.alias("abs", "absolute");
        unary(t, "sign", Tensor::sign);
        t.alias("sign", "sgn");
        unary(t, "square", Tensor::square);
        unary(t, "reciprocal", Tensor::reciprocal);
        unary(t, "floor", Tensor::floor);
        unary(t, "ceil", Tensor::ceil);
        t.op("round", "input, *, decimals=0", PointwiseOps::round);
        unary(t, "trunc", Tensor::trunc);
        t.alias("trunc", "fix");
        unary(t, "frac", Tensor::frac);
        unary(t, "exp", Tensor::exp);
        unary(t, "exp2", Tensor::exp2);
        unary(t, "expm1", Tensor::expm1);
        unary(t, "log", Tensor::log);
        unary(t, "log2", Tensor::log2);
        unary(t, "log10", Tensor::log10);
        unary(t, "log1p", Tensor::log1p);
        unary(t, "sqrt", Tensor::sqrt);
        unary(t, "rsqrt", Tensor::rsqrt);
        unary(t, "sin", Tensor::sin);
        unary(t, "cos", Tensor::cos);
        unary(t, "tan", Tensor::tan);
        unary(t, "asin", Tensor::asin);
        t.alias("asin", "arcsin");
        unary(t, "acos", Tensor::acos);
        t.alias("acos", "arccos");
        unary(t, "atan", Tensor::atan);
        t.alias("atan", "arctan");
        unary(t, "sinh", Tensor::sinh);
        unary(t, "cosh", Tensor::cosh);
        unary(t, "tanh", Tensor::tanh);
        unary(t, "asinh", Tensor::asinh);
        unary(t, "acosh", Tensor::acosh);
        unary(t, "atanh", Tensor::atanh);
        unary(t, "sigmoid", Tensor::sigmoid);
        unary(t, "erf", Tensor::erf);
        unary(t, "erfc", Tensor::erfc);
        unary(t, "erfinv", Tensor::erfinv);
        unary(t, "relu", Tensor::relu);
        unary(t, "logical_not", Tensor::logicalNot);
        unary(t, "bitwise_not", Tensor::bitwiseNot);
        unary(t, "isnan", Tensor::isnan);
        unary(t, "isinf", Tensor::isinf);
        unary(t, "isfinite", Tensor::isfinite);
        t.op(
                "clone",
                "input, *, memory_format=None",
                a ->
                        a.isNone("memory_format")
                                ? a.tensor("input").clone()
                                : a.tensor("input").clone(TensorMembers.format(a)));
        t.op("clamp", "input, min=None, max=None", PointwiseOps::clamp);
        t.alias("clamp", "clip");
        t.op(
                        "clamp_min",
                        "input, min",
                        a ->
                                Operand.apply(
                                        a,
                                        "input",
                                        "min",
                                        (x, y) -> x.clamp(y, null),
                                        Tensor::clampMin))
                .called("clamp");
        t.op(
                        "clamp_max",
                        "input, max",
                        a ->
                                Operand.apply(
                                        a,
                                        "input",
                                        "max",
                                        (x, y) -> x.clamp(null, y),
                                        Tensor::clampMax))
                .called("clamp");
        t.op("nan_to_num", "input, nan=None, posinf=None, neginf=None", PointwiseOps::nanToNum);
        t.op(
                "masked_fill",
                "input, mask, value",
                a ->
                        a.raw("value") instanceof Tensor v
                                ? a.tensor("input").maskedFill(a.tensor("mask"), v)
                                : a.tensor("input")
                                        .maskedFill(a.tensor("mask"), a.scalar("value")));
        t.op("where", "condition, input, other", PointwiseOps::where)
                .recordedAs("input, condition, other");
        t.op(
                "lerp",
                "input, end, weight",
                a ->
                        a.raw("weight") instanceof Tensor w
                                ? a.tensor("input").lerp(a.tensor("end"), w)
                                : a.tensor("input").lerp(a.tensor("end"), a.scalar("weight")));
        t.op(
                "addcmul",
                "input, tensor1, tensor2, *, value=1",
                a ->
                        a.tensor("input")
                                .addcmul(
                                        a.tensor("tensor1"),
                                        a.tensor("tensor2"),
                                        a.scalar("value")));
        t.op(
                "addcdiv",
                "input, tensor1, tensor2, *, value=1",
                a ->
                        a.tensor("input")
                                .addcdiv(
                                        a.tensor("tensor1"),
                                        a.tensor("tensor2"),
                                        a.scalar("value")));
        t.op(
                "softmax",
                "input, dim, dtype=None",
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").softmax(a.index("dim"))
                                : a.tensor("input")
                                        .softmax(a.index("dim"), TensorMembers.dtype(a)));
        t.op(
                "log_softmax",
                "input, dim, dtype=None",
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").logSoftmax(a.index("dim"))
                                : a.tensor("input")
                                        .logSoftmax(a.index("dim"), TensorMembers.dtype(a)));
    }

    private static void unary(TorchTable t, String name, UnaryOperator<Tensor> op) {
        t.op(name, "input", a -> op.apply(a.tensor("input")));
    }

    private static Tensor round(Arguments a) {
        if (a.given("decimals")) {
            return a.tensor("input").round(a.index("decimals"));
        }
        return a.tensor("input").round();
    }

    private static Tensor clamp(Arguments a) {
        if (a.raw("min") instanceof Tensor || a.raw("max") instanceof Tensor) {
            return a.tensor("input").clamp(a.tensorOrNull("min"), a.tensorOrNull("max"));
        }
        return a.tensor("input").clamp(a.scalarOrNull("min"), a.scalarOrNull("max"));
    }

    private static Tensor nanToNum(Arguments a) {
        if (a.isNone("nan") && a.isNone("posinf") && a.isNone("neginf")) {
            return a.tensor("input").nanToNum();
        }
        return a.tensor("input")
                .nanToNum(
                        a.isNone("nan") ? 0.0 : a.scalar("nan"),
                        a.scalarOrNull("posinf"),
                        a.scalarOrNull("neginf"));
    }

    private static Tensor where(Arguments a) {
        return a.raw("other") instanceof Tensor other
                ? Operand.tensor(a, "input").where(a.tensor("condition"), other)
                : a.tensor("input").where(a.tensor("condition"), a.scalar("other"));
    }
}
