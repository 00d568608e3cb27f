package dev.cresset.engine;

/**
 * The scalar functions of elementwise ops on integers and bool; {@link LoopCompiler} puts loops
 * around them. Narrower types are widened, computed and wrapped around when they are stored.
 */
final class LongMath {
    private LongMath() {}

    static long clone(long x) {
        return x;
    }

    static long second(long x, long y) {
        return y;
    }

    static long neg(long x) {
        return -x;
    }

    static long abs(long x) {
        return Math.abs(x);
    }

    static long sign(long x) {
        return Long.signum(x);
    }

    static long square(long x) {
        return x * x;
    }

    static long floor(long x) {
        return x;
    }

    static long ceil(long x) {
        return x;
    }

    static long round(long x) {
        return x;
    }

    static long trunc(long x) {
        return x;
    }

    static long relu(long x) {
        return Math.max(x, 0);
    }

    static long bitwiseNot(long x) {
        return ~x;
    }

    static boolean logicalNot(long x) {
        return x == 0;
    }

    static boolean isnan(long x) {
        return false;
    }

    static boolean isinf(long x) {
        return false;
    }

    static boolean isfinite(long x) {
        return true;
    }

    static long add(long x, long y) {
        return x + y;
    }

    static long sub(long x, long y) {
        return x - y;
    }

    static long mul(long x, long y) {
        return x * y;
    }

    static long floorDivide(long x, long y) {
        return Math.floorDiv(x, divisor("floor_divide", x, y));
    }

    static long truncDivide(long x, long y) {
        return x / divisor("trunc_divide", x, y);
    }

    static long remainder(long x, long y) {
        return Math.floorMod(x, divisor("remainder", x, y));
    }

    static long fmod(long x, long y) {
        return x % divisor("fmod", x, y);
    }

    private static long divisor(String op, long x, long y) {
        if (y == 0) {
            throw new IllegalArgumentException(op + ": ZeroDivisionError: " + x + " by 0");
        }
        return y;
    }

    /** Repeated squaring, wrapping around; negative exponents give 0 unless the base is 1 or -1. */
    static long pow(long x, long y) {
        if (y < 0) {
            return x == 1 ? 1 : x == -1 ? ((y & 1) == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        long base = x;
        for (long e = y; e != 0; e >>= 1) {
            if ((e & 1) != 0) {
                result *= base;
            }
            base *= base;
        }
        return result;
    }

    static long maximum(long x, long y) {
        return Math.max(x, y);
    }

    static long minimum(long x, long y) {
        return Math.min(x, y);
    }

    static long fmax(long x, long y) {
        return Math.max(x, y);
    }

    static long fmin(long x, long y) {
        return Math.min(x, y);
    }

    static long bitwiseAnd(long x, long y) {
        return x & y;
    }

    static long bitwiseOr(long x, long y) {
        return x | y;
    }

    static long bitwiseXor(long x, long y) {
        return x ^ y;
    }

    static long bitwiseLeftShift(long x, long y) {
        return y < 0 || y > 63 ? 0 : x << y;
    }

    static long bitwiseRightShift(long x, long y) {
        return y < 0 || y > 63 ? (x < 0 ? -1 : 0) : x >> y;
    }

    static boolean eq(long x, long y) {
        return x == y;
    }

    static boolean ne(long x, long y) {
        return x != y;
    }

    static boolean lt(long x, long y) {
        return x < y;
    }

    static boolean le(long x, long y) {
        return x <= y;
    }

    static boolean gt(long x, long y) {
        return x > y;
    }

    static boolean ge(long x, long y) {
        return x >= y;
    }

    static boolean logicalAnd(long x, long y) {
        return x != 0 && y != 0;
    }

    static boolean logicalOr(long x, long y) {
        return x != 0 || y != 0;
    }

    static boolean logicalXor(long x, long y) {
        return (x != 0) != (y != 0);
    }

    static long addScaled(long x, long y, long alpha) {
        return x + alpha * y;
    }

    static long rsub(long x, long y, long alpha) {
        return y - alpha * x;
    }

    static long subScaled(long x, long y, long alpha) {
        return x - alpha * y;
    }

    static long clamp(long x, long min, long max) {
        return Math.min(Math.max(x, min), max);
    }

    static long threshold(long x, long threshold, long value) {
        return x <= threshold ? value : x;
    }

    static long where(boolean condition, long x, long y) {
        return condition ? x : y;
    }

    static long maskedFill(long x, boolean mask, long y) {
        return mask ? y : x;
    }

    static long addcmul(long x, long y, long z, long value) {
        return x + value * y * z;
    }

    static long nanToNum(long x, double nan, double posInf, double negInf) {
        return x;
    }

    static long gcd(long x, long y) {
        long a = Math.abs(x);
        long b = Math.abs(y);
        while (a != 0) {
            long rest = b % a;
            b = a;
            a = rest;
        }
        return b;
    }

    static long lcm(long x, long y) {
        long g = gcd(x, y);
        return g == 0 ? 0 : Math.abs(x / g * y);
    }
}
