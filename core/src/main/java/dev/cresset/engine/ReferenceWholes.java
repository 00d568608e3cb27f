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
import java.math.BigInteger;

/** What elementwise ops mean on integers and bool: one formula each, on longs; truth is 1 and 0. */
final class ReferenceWholes {
    private ReferenceWholes() {}

    static long apply(Elementwise op, DType compute, long... x) {
        return switch (op) {
            case Unary u -> unary(u, compute, x[0]);
            case Binary b -> binary(b, compute, x[0], x[1]);
            case Compare c -> truth(compare(c, x[0], x[1]));
            case SpecialUnary u -> throw refused(op, compute);
            case SpecialBinary b -> throw refused(op, compute);
            case Slope s -> throw refused(op, compute);
            case Parametric p -> parametric(p, compute, x);
        };
    }

    private static long unary(Unary op, DType compute, long x) {
        return switch (op) {
            case CLONE, FLOOR, CEIL, ROUND, TRUNC -> x;
            case NEG -> -x;
            case ABS -> x < 0 ? -x : x;
            case SIGN -> Long.compare(x, 0);
            case SQUARE -> x * x;
            case RELU -> x < 0 ? 0 : x;
            case LOGICAL_NOT -> truth(x == 0);
            case BITWISE_NOT -> compute == DType.BOOL ? truth(x == 0) : -1 - x;
            case ISNAN, ISINF -> 0;
            case ISFINITE -> 1;
            case RECIPROCAL, FRAC, EXP, EXP2, EXPM1, LOG, LOG2, LOG10, LOG1P, SQRT, RSQRT ->
                    throw refused(op, compute);
            case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH ->
                    throw refused(op, compute);
            case SIGMOID, LOG_SIGMOID, ERF, ERFC, ERFINV, LGAMMA, DIGAMMA ->
                    throw refused(op, compute);
            case GELU, GELU_TANH, SILU, MISH, HARDSWISH, HARDSIGMOID -> throw refused(op, compute);
        };
    }

    private static long binary(Binary op, DType compute, long x, long y) {
        return switch (op) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case FLOOR_DIVIDE -> Math.floorDiv(x, divisor(op, x, y));
            case TRUNC_DIVIDE -> x / divisor(op, x, y);
            case REMAINDER -> x - Math.floorDiv(x, divisor(op, x, y)) * y;
            case FMOD -> x - x / divisor(op, x, y) * y;
            case POW -> pow(x, y);
            case MAXIMUM, FMAX -> x < y ? y : x;
            case MINIMUM, FMIN -> x < y ? x : y;
            case GCD -> BigInteger.valueOf(x).gcd(BigInteger.valueOf(y)).longValue();
            case LCM -> {
                BigInteger g = BigInteger.valueOf(x).gcd(BigInteger.valueOf(y));
                yield g.signum() == 0
                        ? 0
                        : Math.abs(BigInteger.valueOf(x).divide(g).longValue() * y);
            }
            case BITWISE_AND -> x & y;
            case BITWISE_OR -> x | y;
            case BITWISE_XOR -> x ^ y;
            case BITWISE_LEFT_SHIFT -> y < 0 || y >= 8L * compute.bytes() ? 0 : x << y;
            case BITWISE_RIGHT_SHIFT ->
                    y < 0 || y >= 8L * compute.bytes() ? (x < 0 ? -1 : 0) : x >> y;
            case DIV, ATAN2, HYPOT, COPYSIGN, XLOGY, LOGADDEXP -> throw refused(op, compute);
        };
    }

    private static boolean compare(Compare op, long x, long y) {
        return switch (op) {
            case EQ -> x == y;
            case NE -> x != y;
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
            case LOGICAL_AND -> x != 0 && y != 0;
            case LOGICAL_OR -> x != 0 || y != 0;
            case LOGICAL_XOR -> x == 0 != (y == 0);
        };
    }

    private static long parametric(Parametric op, DType compute, long... v) {
        long x = v[0];
        return switch (op) {
            case Parametric.Contiguous c -> x;
            case Parametric.Cast c -> x;
            case Parametric.Copy c -> v[1];
            case Parametric.Fill f -> v[1];
            case Parametric.AddScaled a -> x + ((long) a.alpha()) * v[1];
            case Parametric.SubScaled s -> x - ((long) s.alpha()) * v[1];
            case Parametric.PowOfNumber p -> pow(v[0], v[1]);
            case Parametric.Rsub r -> v[1] - ((long) r.alpha()) * v[0];
            case Parametric.PowScalar p -> pow(x, (long) p.exponent());
            case Parametric.Clamp c -> clamp(x, c.min(), c.max());
            case Parametric.ClampBetween c -> Math.min(Math.max(x, v[1]), v[2]);
            case Parametric.ClampMin c -> Math.max(x, v[1]);
            case Parametric.ClampMax c -> Math.min(x, v[1]);
            case Parametric.Round r -> throw refused(op, compute);
            case Parametric.Hardtanh h -> clamp(x, h.min(), h.max());
            case Parametric.Threshold t -> x <= (long) t.threshold() ? (long) t.value() : x;
            case Parametric.Where w -> x != 0 ? v[1] : v[2];
            case Parametric.MaskedFill m -> v[1] != 0 ? v[2] : x;
            case Parametric.Difference d -> throw refused(op, compute);
            case Parametric.Addcmul a -> x + ((long) a.value()) * v[1] * v[2];
            case Parametric.NanToNum n -> x;
            case Parametric.LeakyRelu l -> throw refused(op, compute);
            case Parametric.Elu e -> throw refused(op, compute);
            case Parametric.Softplus s -> throw refused(op, compute);
            case Parametric.Hardshrink h -> throw refused(op, compute);
            case Parametric.Softshrink s -> throw refused(op, compute);
            case Parametric.Lerp l -> throw refused(op, compute);
            case Parametric.Polygamma p -> throw refused(op, compute);
            case Parametric.Addcdiv a -> throw refused(op, compute);
        };
    }

    private static long truth(boolean b) {
        return b ? 1 : 0;
    }

    /** The casts saturate: an infinite bound is none. */
    private static long clamp(long x, double min, double max) {
        return Math.min(Math.max(x, (long) min), (long) max);
    }

    private static long divisor(Binary op, long x, long y) {
        if (y == 0) {
            throw new IllegalArgumentException(op + ": ZeroDivisionError: " + x + " by 0");
        }
        return y;
    }

    private static long pow(long x, long y) {
        if (y >= 0) {
            return BigInteger.valueOf(x)
                    .modPow(BigInteger.valueOf(y), BigInteger.ONE.shiftLeft(64))
                    .longValue();
        }
        return x == 1 || (x == -1 && y % 2 == 0) ? 1 : x == -1 ? -1 : 0;
    }

    private static IllegalArgumentException refused(Elementwise op, DType compute) {
        return new IllegalArgumentException(op + ": refuses " + compute);
    }
}
