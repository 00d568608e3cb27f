package dev.cresset.testkit.table;

import dev.cresset.RoundingMode;
import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import org.jspecify.annotations.Nullable;

/** Ops of two operands: sums, products, powers, remainders, bits. */
final class ArithmeticOps {
    private static final String TWO = "input, other";

    private ArithmeticOps() {}

    static void addTo(TorchTable t) {
        t.op("add", TWO + ", *, alpha=1", ArithmeticOps::add);
        t.alias("add", "__radd__");
        t.op("sub", TWO + ", *, alpha=1", ArithmeticOps::sub);
        t.alias("sub", "subtract");
        t.op("rsub", TWO + ", *, alpha=1", ArithmeticOps::rsub);
        t.alias("rsub", "__rsub__");
        t.op("mul", TWO, a -> Operand.apply(a, Tensor::mul, Tensor::mul));
        t.alias("mul", "multiply", "__rmul__");
        t.op("div", TWO + ", *, rounding_mode=None", ArithmeticOps::div);
        t.alias("div", "divide");
        t.op("true_divide", TWO, a -> Operand.apply(a, Tensor::div, Tensor::div)).called("div");
        t.op(
                        "__rdiv__",
                        TWO,
                        a ->
                                a.raw("other") instanceof Tensor y
                                        ? y.div(a.tensor("input"))
                                        : a.tensor("input").rdiv(a.scalar("other")))
                .called("div");
        t.op("floor_divide", TWO, a -> Operand.apply(a, Tensor::floorDivide, Tensor::floorDivide));
        t.op("remainder", TWO, a -> Operand.apply(a, Tensor::remainder, Tensor::remainder));
        t.op("__rmod__", TWO, a -> Operand.tensor(a, "other").remainder(a.tensor("input")))
                .called("remainder");
        t.op("fmod", TWO, a -> Operand.apply(a, Tensor::fmod, Tensor::fmod));
        t.op("pow", "input, exponent", ArithmeticOps::pow);
        t.op("__rpow__", TWO, ArithmeticOps::rpow).called("pow");
        t.op("maximum", TWO, a -> a.tensor("input").maximum(a.tensor("other")));
        t.op("minimum", TWO, a -> a.tensor("input").minimum(a.tensor("other")));
        t.op("fmax", TWO, a -> a.tensor("input").fmax(a.tensor("other")));
        t.op("fmin", TWO, a -> a.tensor("input").fmin(a.tensor("other")));
        t.op("atan2", TWO, a -> a.tensor("input").atan2(a.tensor("other")));
        t.alias("atan2", "arctan2");
        t.op("hypot", TWO, a -> a.tensor("input").hypot(a.tensor("other")));
        t.op("copysign", TWO, a -> Operand.apply(a, Tensor::copysign, Tensor::copysign));
        t.op("xlogy", TWO, a -> a.tensor("input").xlogy(a.tensor("other")));
        t.op("logaddexp", TWO, a -> a.tensor("input").logaddexp(a.tensor("other")));
        t.op("bitwise_and", TWO, a -> Operand.apply(a, Tensor::bitwiseAnd, Tensor::bitwiseAnd));
        t.alias("bitwise_and", "__and__", "__rand__");
        t.op("bitwise_or", TWO, a -> Operand.apply(a, Tensor::bitwiseOr, Tensor::bitwiseOr));
        t.alias("bitwise_or", "__or__", "__ror__");
        t.op("bitwise_xor", TWO, a -> Operand.apply(a, Tensor::bitwiseXor, Tensor::bitwiseXor));
        t.alias("bitwise_xor", "__xor__", "__rxor__");
        t.op(
                "bitwise_left_shift",
                TWO,
                a -> Operand.apply(a, Tensor::bitwiseLeftShift, Tensor::bitwiseLeftShift));
        t.op(
                "bitwise_right_shift",
                TWO,
                a -> Operand.apply(a, Tensor::bitwiseRightShift, Tensor::bitwiseRightShift));
    }

    private static Tensor add(Arguments a) {
        if (a.given("alpha")) {
            return a.tensor("input").add(Operand.tensor(a, "other"), a.scalar("alpha"));
        }
        return Operand.apply(a, Tensor::add, Tensor::add);
    }

    private static Tensor sub(Arguments a) {
        if (a.given("alpha")) {
            return a.tensor("input").sub(Operand.tensor(a, "other"), a.scalar("alpha"));
        }
        return Operand.apply(a, Tensor::sub, Tensor::sub);
    }

    private static Tensor rpow(Arguments a) {
        return a.raw("other") instanceof Tensor base
                ? base.pow(a.tensor("input"))
                : Tensor.pow(a.scalar("other"), a.tensor("input"));
    }

    private static Tensor rsub(Arguments a) {
        if (a.raw("other") instanceof Tensor y) {
            return a.tensor("input").rsub(y, a.scalar("alpha"));
        }
        return a.tensor("input").rsub(a.scalar("other"));
    }

    private static Tensor div(Arguments a) {
        if (a.isNone("rounding_mode")) {
            return Operand.apply(a, Tensor::div, Tensor::div);
        }
        RoundingMode mode = rounding(a);
        return Operand.apply(a, (x, y) -> x.div(y, mode), (x, y) -> x.div(y, mode));
    }

    static @Nullable RoundingMode rounding(Arguments a) {
        return switch (a.raw("rounding_mode")) {
            case null -> null;
            case String m when m.equals("trunc") -> RoundingMode.TRUNC;
            case String m when m.equals("floor") -> RoundingMode.FLOOR;
            default -> throw a.unsupported("rounding_mode");
        };
    }

    private static Tensor pow(Arguments a) {
        if (a.raw("exponent") instanceof Boolean b) {
            return a.tensor("input").pow(b);
        }
        if (a.raw("input") instanceof Tensor) {
            return Operand.apply(a, "input", "exponent", Tensor::pow, Tensor::pow);
        }
        return Operand.tensor(a, "input").pow(a.tensor("exponent"));
    }
}
