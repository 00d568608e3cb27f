package dev.cresset.testkit.table;

import dev.cresset.Generator;
import dev.cresset.RoundingMode;
import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ops that write into their input. Random fills go by the name of the op that recordings test. */
final class InPlaceOps {
    private static final String TWO = "input, other";

    private InPlaceOps() {}

    static void addTo(TorchTable t) {
        arithmetic(t);
        unaries(t);
        fills(t);
    }

    private static void arithmetic(TorchTable t) {
        t.op("add_", TWO + ", *, alpha=1", InPlaceOps::add).called("add");
        t.op("sub_", TWO + ", *, alpha=1", InPlaceOps::sub).called("sub");
        t.op("mul_", TWO, a -> Operand.apply(a, Tensor::mul_, Tensor::mul_)).called("mul");
        t.op("div_", TWO + ", *, rounding_mode=None", InPlaceOps::div).called("div");
        t.op(
                        "floor_divide_",
                        TWO,
                        a -> Operand.apply(a, Tensor::floorDivide_, Tensor::floorDivide_))
                .called("floor_divide");
        t.op("remainder_", TWO, a -> Operand.apply(a, Tensor::remainder_, Tensor::remainder_))
                .called("remainder");
        t.op("fmod_", TWO, a -> Operand.apply(a, Tensor::fmod_, Tensor::fmod_)).called("fmod");
        t.op("bitwise_and_", TWO, a -> Operand.apply(a, Tensor::bitwiseAnd_, Tensor::bitwiseAnd_))
                .called("bitwise_and");
        t.op("bitwise_or_", TWO, a -> Operand.apply(a, Tensor::bitwiseOr_, Tensor::bitwiseOr_))
                .called("bitwise_or");
        t.op("bitwise_xor_", TWO, a -> Operand.apply(a, Tensor::bitwiseXor_, Tensor::bitwiseXor_))
                .called("bitwise_xor");
        t.op(
                        "pow_",
                        "input, exponent",
                        a -> Operand.apply(a, "input", "exponent", Tensor::pow_, Tensor::pow_))
                .called("pow");
        t.op(
                        "addcmul_",
                        "input, tensor1, tensor2, *, value=1",
                        a ->
                                a.tensor("input")
                                        .addcmul_(
                                                a.tensor("tensor1"),
                                                a.tensor("tensor2"),
                                                a.scalar("value")))
                .called("addcmul");
        t.op(
                        "addcdiv_",
                        "input, tensor1, tensor2, *, value=1",
                        a ->
                                a.tensor("input")
                                        .addcdiv_(
                                                a.tensor("tensor1"),
                                                a.tensor("tensor2"),
                                                a.scalar("value")))
                .called("addcdiv");
        t.op(
                        "scatter_add_",
                        "input, dim, index, src",
                        a ->
                                a.tensor("input")
                                        .scatterAdd_(
                                                a.index("dim"), a.tensor("index"), a.tensor("src")))
                .called("scatter_add");
    }

    private static Tensor round(Arguments a) {
        return a.given("decimals")
                ? a.tensor("input").round_(a.index("decimals"))
                : a.tensor("input").round_();
    }

    private static Tensor add(Arguments a) {
        return a.given("alpha")
                ? a.tensor("input").add_(Operand.tensor(a, "other"), a.scalar("alpha"))
                : Operand.apply(a, Tensor::add_, Tensor::add_);
    }

    private static Tensor sub(Arguments a) {
        return a.given("alpha")
                ? a.tensor("input").sub_(Operand.tensor(a, "other"), a.scalar("alpha"))
                : Operand.apply(a, Tensor::sub_, Tensor::sub_);
    }

    private static void unaries(TorchTable t) {
        unary(t, "neg_", Tensor::neg_);
        unary(t, "abs_", Tensor::abs_);
        unary(t, "sign_", Tensor::sign_);
        unary(t, "square_", Tensor::square_);
        unary(t, "reciprocal_", Tensor::reciprocal_);
        unary(t, "floor_", Tensor::floor_);
        unary(t, "ceil_", Tensor::ceil_);
        unary(t, "trunc_", Tensor::trunc_);
        unary(t, "frac_", Tensor::frac_);
        unary(t, "exp_", Tensor::exp_);
        unary(t, "exp2_", Tensor::exp2_);
        unary(t, "expm1_", Tensor::expm1_);
        unary(t, "log_", Tensor::log_);
        unary(t, "log2_", Tensor::log2_);
        unary(t, "log10_", Tensor::log10_);
        unary(t, "log1p_", Tensor::log1p_);
        unary(t, "sqrt_", Tensor::sqrt_);
        unary(t, "rsqrt_", Tensor::rsqrt_);
        unary(t, "sin_", Tensor::sin_);
        unary(t, "cos_", Tensor::cos_);
        unary(t, "tan_", Tensor::tan_);
        unary(t, "asin_", Tensor::asin_);
        unary(t, "acos_", Tensor::acos_);
        unary(t, "atan_", Tensor::atan_);
        unary(t, "sinh_", Tensor::sinh_);
        unary(t, "cosh_", Tensor::cosh_);
        unary(t, "tanh_", Tensor::tanh_);
        unary(t, "asinh_", Tensor::asinh_);
        unary(t, "acosh_", Tensor::acosh_);
        unary(t, "atanh_", Tensor::atanh_);
        unary(t, "sigmoid_", Tensor::sigmoid_);
        unary(t, "erf_", Tensor::erf_);
        unary(t, "erfc_", Tensor::erfc_);
        unary(t, "erfinv_", Tensor::erfinv_);
        unary(t, "relu_", Tensor::relu_);
        unary(t, "bitwise_not_", Tensor::bitwiseNot_);
        unary(t, "logical_not_", Tensor::logicalNot_);
        t.op("zero_", "input", a -> a.tensor("input").zero_()).recordedOnClone();
    }

    private static void unary(TorchTable t, String name, UnaryOperator<Tensor> op) {
        t.op(name, "input", a -> op.apply(a.tensor("input")))
                .called(name.substring(0, name.length() - 1));
    }

    private static @Nullable Generator generator(Arguments a) {
        return a.orNull(Generator.class, "generator");
    }

    private static void fills(TorchTable t) {
        t.op(
                "copy_",
                "input, src, non_blocking=False",
                a -> a.tensor("input").copy_(a.tensor("src")));
        t.op("fill_", "input, value", InPlaceOps::fill).called("fill");
        t.op("masked_fill_", "input, mask, value", InPlaceOps::maskedFill).called("masked_fill");
        t.op("clamp_", "input, min=None, max=None", InPlaceOps::clamp).called("clamp");
        t.op("round_", "input, *, decimals=0", InPlaceOps::round).called("round");
        t.op(
                "uniform_",
                "input, a=0, b=1, *, generator=None",
                a -> a.tensor("input").uniform_(a.real("a"), a.real("b"), generator(a)));
        t.alias("uniform_", "uniform");
        t.op(
                "normal_",
                "input, mean=0, std=1, *, generator=None",
                a -> a.tensor("input").normal_(a.real("mean"), a.real("std"), generator(a)));
        t.op(
                "bernoulli_",
                "input, p=0.5, *, generator=None",
                a ->
                        a.raw("p") instanceof Tensor p
                                ? a.tensor("input").bernoulli_(p, generator(a))
                                : a.tensor("input").bernoulli_(a.real("p"), generator(a)));
        t.op(
                "bernoulli",
                "input, p=None, *, generator=None",
                a ->
                        a.given("p") && a.raw("p") != null
                                ? a.tensor("input").bernoulli(a.real("p"), generator(a))
                                : a.tensor("input").bernoulli(generator(a)));
        t.op("random_", "input, from_=None, to=None, *, generator=None", InPlaceOps::random);
        t.op(
                "exponential_",
                "input, lambd=1, *, generator=None",
                a -> a.tensor("input").exponential_(a.real("lambd"), generator(a)));
        t.alias("exponential_", "exponential");
        t.op(
                "log_normal_",
                "input, mean=1, std=2, *, generator=None",
                a -> a.tensor("input").logNormal_(a.real("mean"), a.real("std"), generator(a)));
        t.alias("log_normal_", "log_normal");
        t.op(
                "cauchy_",
                "input, median=0, sigma=1, *, generator=None",
                a -> a.tensor("input").cauchy_(a.real("median"), a.real("sigma"), generator(a)));
        t.alias("cauchy_", "cauchy");
        t.op(
                "geometric_",
                "input, p, *, generator=None",
                a -> a.tensor("input").geometric_(a.real("p"), generator(a)));
        t.alias("geometric_", "geometric");
    }

    private static Tensor fill(Arguments a) {
        Tensor x = a.tensor("input");
        return switch (a.raw("value")) {
            case Tensor v -> x.fill_(v);
            case Boolean b -> x.fill_(b);
            case null, default -> x.fill_(a.scalar("value"));
        };
    }

    private static Tensor maskedFill(Arguments a) {
        Tensor x = a.tensor("input");
        return a.raw("value") instanceof Tensor v
                ? x.maskedFill_(a.tensor("mask"), v)
                : x.maskedFill_(a.tensor("mask"), a.scalar("value"));
    }

    /* random_(), random_(to) and random_(from, to). */
    private static Tensor random(Arguments a) {
        Tensor x = a.tensor("input");
        if (a.isNone("from_")) {
            return x.random_(generator(a));
        }
        long from = a.isNone("to") ? 0 : a.integer("from_");
        long to = a.isNone("to") ? a.integer("from_") : a.integer("to");
        return x.random_(from, to, generator(a));
    }

    private static Tensor div(Arguments a) {
        RoundingMode mode = ArithmeticOps.rounding(a);
        return Operand.apply(a, (x, y) -> x.div_(y, mode), (x, y) -> x.div_(y, mode));
    }

    private static Tensor clamp(Arguments a) {
        if (a.raw("min") instanceof Tensor || a.raw("max") instanceof Tensor) {
            return a.tensor("input").clamp_(a.tensorOrNull("min"), a.tensorOrNull("max"));
        }
        return a.tensor("input").clamp_(a.scalarOrNull("min"), a.scalarOrNull("max"));
    }
}
