package dev.cresset.engine;

import dev.cresset.op.Binary;
import dev.cresset.op.Compare;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Slope;
import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;
import dev.cresset.op.Unary;

/** What elementwise ops mean on floats: one formula each, on doubles; truth is 1 and 0. */
final class ReferenceReals {
    private ReferenceReals() {}

    static double apply(Elementwise op, DType compute, double... x) {
        return switch (op) {
            case Unary u -> unary(u, compute, x[0]);
            case Binary b -> binary(b, compute, x[0], x[1]);
            case Compare c -> truth(compare(c, x[0], x[1]));
            case SpecialUnary u -> ReferenceSpecial.unary(u, x[0]);
            case SpecialBinary b -> ReferenceSpecial.binary(b, x[0], x[1]);
            case Slope s -> slope(s, x[0], x[1]);
            case Parametric p -> parametric(p, compute, x);
        };
    }

    private static double slope(Slope op, double g, double x) {
        return switch (op) {
            case RELU -> x <= 0 ? 0 : g;
            case TANH -> g * (1 - x * x);
            case SIGMOID -> g * (1 - x) * x;
            case GELU -> {
                double density = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
                double below = ReferenceErrorFunction.erfc(-x / StrictMath.sqrt(2)) / 2;
                yield g * (below + x * density);
            }
            case GELU_TANH -> {
                double scale = StrictMath.sqrt(2 / Math.PI);
                double t = StrictMath.tanh(scale * (x + 0.044715 * x * x * x));
                double inner = scale * (1 + 3 * 0.044715 * x * x);
                yield g * ((1 + t) / 2 + x / 2 * (1 - t * t) * inner);
            }
            case SILU -> {
                double s = 1 / (1 + StrictMath.exp(-x));
                yield g * (s * (1 + x * (1 - s)));
            }
        };
    }

    private static double unary(Unary op, DType compute, double x) {
        return switch (op) {
            case CLONE -> x;
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> x > 0 ? 1 : x < 0 ? -1 : 0;
            case SQUARE -> x * x;
            case RECIPROCAL -> 1 / x;
            case FLOOR -> StrictMath.floor(x);
            case CEIL -> StrictMath.ceil(x);
            case ROUND -> StrictMath.rint(x);
            case TRUNC -> towardsZero(x);
            case FRAC -> x - towardsZero(x);
            case EXP -> StrictMath.exp(x);
            case EXP2 -> StrictMath.pow(2, x);
            case EXPM1 -> StrictMath.expm1(x);
            case LOG -> StrictMath.log(x);
            case LOG2 -> log2(x);
            case LOG10 -> StrictMath.log10(x);
            case LOG1P -> StrictMath.log1p(x);
            case SQRT -> StrictMath.sqrt(x);
            case RSQRT -> 1 / StrictMath.sqrt(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TAN -> StrictMath.tan(x);
            case ASIN -> StrictMath.asin(x);
            case ACOS -> StrictMath.acos(x);
            case ATAN -> StrictMath.atan(x);
            case SINH -> StrictMath.sinh(x);
            case COSH -> StrictMath.cosh(x);
            case TANH -> StrictMath.tanh(x);
            case ASINH -> asinh(x);
            case ACOSH -> acosh(x);
            case ATANH -> (StrictMath.log1p(x) - StrictMath.log1p(-x)) / 2;
            case SIGMOID -> sigmoid(x);
            case LOG_SIGMOID -> -softplus(-x);
            case LGAMMA -> ReferenceGamma.lgamma(x);
            case DIGAMMA -> ReferenceGamma.digamma(x);
            case ERF -> ReferenceErrorFunction.erf(x);
            case ERFC -> ReferenceErrorFunction.erfc(x);
            case ERFINV -> ReferenceErrorFunction.inverse(x);
            case RELU -> x < 0 ? 0 : x;
            case GELU -> x * ReferenceErrorFunction.erfc(-x / StrictMath.sqrt(2)) / 2;
            case GELU_TANH -> geluTanh(x);
            case SILU -> x / (1 + StrictMath.exp(-x));
            case MISH -> x * StrictMath.tanh(softplus(x));
            case HARDSWISH -> x * relu6(x + 3) / 6;
            case HARDSIGMOID -> relu6(x + 3) / 6;
            case LOGICAL_NOT -> truth(x == 0);
            case BITWISE_NOT -> throw new IllegalArgumentException(op + ": refuses " + compute);
            case ISNAN -> truth(Double.isNaN(x));
            case ISINF -> truth(Double.isInfinite(x));
            case ISFINITE -> truth(Double.isFinite(x));
        };
    }

    private static double binary(Binary op, DType compute, double x, double y) {
        return switch (op) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case FLOOR_DIVIDE -> floorDivide(compute, x, y);
            case TRUNC_DIVIDE -> towardsZero(single(compute, x / y));
            case REMAINDER -> remainder(x, y);
            case FMOD -> x % y;
            case POW -> pow(x, y);
            case MAXIMUM -> Math.max(x, y);
            case MINIMUM -> Math.min(x, y);
            case FMAX -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y);
            case FMIN -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y);
            case ATAN2 -> StrictMath.atan2(x, y);
            case HYPOT -> StrictMath.hypot(x, y);
            case COPYSIGN -> StrictMath.copySign(x, y);
            case XLOGY -> Double.isNaN(y) ? y : x == 0 ? 0 : x * StrictMath.log(y);
            case LOGADDEXP -> x == y ? x + StrictMath.log(2) : logAddExp(x, y);
            case GCD,
                    LCM,
                    BITWISE_AND,
                    BITWISE_OR,
                    BITWISE_XOR,
                    BITWISE_LEFT_SHIFT,
                    BITWISE_RIGHT_SHIFT ->
                    throw new IllegalArgumentException(op + ": refuses " + compute);
        };
    }

    private static boolean compare(Compare op, double x, double y) {
        return switch (op) {
            case EQ -> x == y;
            case NE -> x != y;
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
            case LOGICAL_AND -> x != 0 && y != 0;
            case LOGICAL_OR -> x != 0 || y != 0;
            case LOGICAL_XOR -> (x != 0) != (y != 0);
        };
    }

    private static double parametric(Parametric op, DType compute, double... v) {
        double x = v[0];
        return switch (op) {
            case Parametric.Contiguous c -> x;
            case Parametric.Cast c -> x;
            case Parametric.Copy c -> v[1];
            case Parametric.Fill f -> v[1];
            case Parametric.AddScaled a -> x + single(compute, a.alpha()) * v[1];
            case Parametric.SubScaled s -> x - single(compute, s.alpha()) * v[1];
            case Parametric.PowOfNumber p -> pow(v[0], v[1]);
            case Parametric.Rsub r -> v[1] - single(compute, r.alpha()) * v[0];
            case Parametric.PowScalar p -> powScalar(x, single(compute, p.exponent()));
            case Parametric.Clamp c -> clamp(x, single(compute, c.min()), single(compute, c.max()));
            case Parametric.ClampBetween c -> clamp(x, v[1], v[2]);
            case Parametric.ClampMin c -> Math.max(x, v[1]);
            case Parametric.ClampMax c -> Math.min(x, v[1]);
            case Parametric.Round r -> {
                double power = single(compute, StrictMath.pow(10, Math.abs(r.decimals())));
                yield r.decimals() < 0
                        ? StrictMath.rint(single(compute, x / power)) * power
                        : StrictMath.rint(single(compute, x * power)) / power;
            }
            case Parametric.Hardtanh h ->
                    clamp(x, single(compute, h.min()), single(compute, h.max()));
            case Parametric.LeakyRelu l -> x > 0 ? x : x * single(compute, l.slope());
            case Parametric.Elu e -> {
                double inner = x * single(compute, e.inputScale());
                double scale = single(compute, e.scale());
                double curve = single(compute, e.alpha()) * StrictMath.expm1(inner);
                yield scale * (x <= 0 ? curve : x);
            }
            case Parametric.Softplus s -> {
                double beta = single(compute, s.beta());
                boolean linear = x * beta > single(compute, s.threshold());
                yield linear ? x : softplus(x * beta) / beta;
            }
            case Parametric.Threshold t ->
                    x <= single(compute, t.threshold()) ? single(compute, t.value()) : x;
            case Parametric.Hardshrink h -> Math.abs(x) <= single(compute, h.lambda()) ? 0 : x;
            case Parametric.Softshrink s -> {
                double lambda = single(compute, s.lambda());
                yield x > lambda ? x - lambda : x < -lambda ? x + lambda : x * 0;
            }
            case Parametric.Where w -> x != 0 ? v[1] : v[2];
            case Parametric.MaskedFill m -> v[1] != 0 ? v[2] : x;
            case Parametric.Lerp l ->
                    Math.abs(v[2]) < 0.5 ? x + v[2] * (v[1] - x) : v[1] - (v[1] - x) * (1 - v[2]);
            case Parametric.Difference d -> single(compute, d.factor()) * (x - v[1]) * v[2];
            case Parametric.Addcmul a -> x + single(compute, a.value()) * v[1] * v[2];
            case Parametric.Addcdiv a -> x + single(compute, a.value()) * v[1] / v[2];
            case Parametric.Polygamma p -> ReferenceGamma.polygamma(p.n(), x);
            case Parametric.NanToNum n -> {
                double bound = x > 0 ? n.posInf() : n.negInf();
                double other = Double.isNaN(x) ? n.nan() : bound;
                yield Double.isFinite(x) ? x : single(compute, other);
            }
        };
    }

    /** Attributes take part in the arithmetic as floats unless that is in float64. */
    private static double single(DType compute, double x) {
        return compute == DType.FLOAT64 ? x : (float) x;
    }

    private static double truth(boolean b) {
        return b ? 1 : 0;
    }

    private static double towardsZero(double x) {
        return StrictMath.copySign(StrictMath.floor(Math.abs(x)), x);
    }

    private static double relu6(double x) {
        return Double.isNaN(x) ? x : x < 0 ? 0 : x > 6 ? 6 : x;
    }

    private static double clamp(double x, double min, double max) {
        return Math.min(Math.max(x, min), max);
    }

    private static double sigmoid(double x) {
        return x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x));
    }

    /** log(1 + e^x) without overflow. */
    private static double softplus(double x) {
        return x > 0
                ? x + StrictMath.log1p(StrictMath.exp(-x))
                : StrictMath.log1p(StrictMath.exp(x));
    }

    private static double logAddExp(double x, double y) {
        double larger = Math.max(x, y);
        return larger + StrictMath.log1p(StrictMath.exp(Math.min(x, y) - larger));
    }

    private static double geluTanh(double x) {
        double inner = StrictMath.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
        return x * (1 + StrictMath.tanh(inner)) / 2;
    }

    /** Splits x into a power of two and a rest near 1, so that powers of two are exact. */
    private static double log2(double x) {
        if (!(x > 0) || Double.isInfinite(x)) {
            return StrictMath.log(x);
        }
        int exponent = 0;
        double rest = x;
        for (; rest > 1.4142; exponent++) {
            rest /= 2;
        }
        for (; rest < 0.7072; exponent--) {
            rest *= 2;
        }
        return exponent + StrictMath.log(rest) / StrictMath.log(2);
    }

    private static double asinh(double x) {
        double a = Math.abs(x);
        double r;
        if (a < 0.03) {
            double q = a * a;
            r = a * (1 - q / 6 * (1 - q * 9 / 20 * (1 - q * 25 / 42 * (1 - q * 49 / 72))));
            r += a * (q * q * q * q * q) * -63 / 2816;
        } else {
            r = a > 1e150 ? StrictMath.log(a) + StrictMath.log(2) : logOfSum(a, hypot1(a));
        }
        return StrictMath.copySign(r, x);
    }

    private static double hypot1(double a) {
        return StrictMath.hypot(a, 1);
    }

    private static double logOfSum(double a, double root) {
        return StrictMath.log1p(a + a * a / (1 + root));
    }

    private static double acosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        return x > 1e150
                ? StrictMath.log(x) + StrictMath.log(2)
                : StrictMath.log1p((x - 1) + StrictMath.sqrt((x - 1) * (x + 1)));
    }

    /** C's pow: 1 for 1^NaN and (-1)^±infinity. */
    private static double pow(double x, double y) {
        boolean one = x == 1 || (x == -1 && Double.isInfinite(y));
        return one ? 1 : StrictMath.pow(x, y);
    }

    /** PyTorch takes roots by sqrt, which differs from pow at -0 and minus infinity. */
    private static double powScalar(double x, double exponent) {
        if (exponent == 0.5) {
            return StrictMath.sqrt(x);
        }
        return exponent == -0.5 ? 1 / StrictMath.sqrt(x) : pow(x, exponent);
    }

    private static double remainder(double x, double y) {
        double mod = x % y;
        return mod != 0 && y < 0 != mod < 0 ? mod + y : mod;
    }

    /** (x - mod) / y is whole but for rounding. */
    private static double floorDivide(DType compute, double x, double y) {
        if (y == 0) {
            return x / y;
        }
        double mod = x % y;
        double whole = (x - mod) / y;
        if (mod != 0 && y < 0 != mod < 0) {
            whole -= 1;
        }
        return whole == 0 ? StrictMath.copySign(0, x / y) : StrictMath.rint(single(compute, whole));
    }
}
