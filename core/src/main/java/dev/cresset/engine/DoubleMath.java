package dev.cresset.engine;

/**
 * The scalar functions of elementwise ops on doubles; {@link LoopCompiler} puts loops around them.
 */
final class DoubleMath {
    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double LN2 = 0.6931471805599453;
    private static final double ONE_OVER_SQRT_2_PI = 0.3989422804014327;
    private static final double TWO_OVER_SQRT_PI_HALF = 0.7978845608028654; // sqrt(2 / pi)

    private DoubleMath() {}

    static double clone(double x) {
        return x;
    }

    static double second(double x, double y) {
        return y;
    }

    static double neg(double x) {
        return -x;
    }

    static double abs(double x) {
        return Math.abs(x);
    }

    static double sign(double x) {
        return x > 0 ? 1 : x < 0 ? -1 : 0;
    }

    static double square(double x) {
        return x * x;
    }

    static double reciprocal(double x) {
        return 1 / x;
    }

    static double floor(double x) {
        return Math.floor(x);
    }

    static double ceil(double x) {
        return Math.ceil(x);
    }

    static double round(double x) {
        return Math.rint(x);
    }

    static double trunc(double x) {
        return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    static double frac(double x) {
        return x - trunc(x);
    }

    static double exp(double x) {
        return Math.exp(x);
    }

    static double exp2(double x) {
        return Math.pow(2, x);
    }

    static double expm1(double x) {
        return Math.expm1(x);
    }

    static double log(double x) {
        return Math.log(x);
    }

    static double log2(double x) {
        int exponent = Math.getExponent(x);
        if (exponent < Double.MIN_EXPONENT || exponent > Double.MAX_EXPONENT || x <= 0) {
            return Math.log(x) / LN2; // 0, subnormal, negative, infinite or NaN
        }
        double rest = Math.scalb(x, -exponent); // exact for powers of two, accurate near 1
        return rest > 1.5
                ? exponent + 1 + Math.log(rest / 2) / LN2
                : exponent + Math.log(rest) / LN2;
    }

    static double log10(double x) {
        return Math.log10(x);
    }

    static double log1p(double x) {
        return Math.log1p(x);
    }

    static double sqrt(double x) {
        return Math.sqrt(x);
    }

    static double rsqrt(double x) {
        return 1 / Math.sqrt(x);
    }

    static double sin(double x) {
        return Math.sin(x);
    }

    static double cos(double x) {
        return Math.cos(x);
    }

    static double tan(double x) {
        return Math.tan(x);
    }

    static double asin(double x) {
        return Math.asin(x);
    }

    static double acos(double x) {
        return Math.acos(x);
    }

    static double atan(double x) {
        return Math.atan(x);
    }

    static double sinh(double x) {
        return Math.sinh(x);
    }

    static double cosh(double x) {
        return Math.cosh(x);
    }

    static double tanh(double x) {
        return Math.tanh(x);
    }

    static double asinh(double x) {
        double a = Math.abs(x);
        double r =
                a > 0x1p28 ? Math.log(a) + LN2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(r, x);
    }

    static double acosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        double t = x - 1;
        return x > 0x1p28 ? Math.log(x) + LN2 : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double logSigmoid(double x) {
        return (x < 0 ? x : Double.isNaN(x) ? x : 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double erf(double x) {
        return ErrorFunction.erf(x);
    }

    static double erfc(double x) {
        return ErrorFunction.erfc(x);
    }

    static double erfinv(double x) {
        return ErrorFunction.inverse(x);
    }

    /** Keeps -0, as PyTorch does; half of all x being negative, a branch on that would be slow. */
    static double relu(double x) {
        return x == 0 ? x : Math.max(x, 0);
    }

    static double gelu(double x) {
        return x * 0.5 * erfc(-x * SQRT_HALF);
    }

    static double geluTanh(double x) {
        double inner = TWO_OVER_SQRT_PI_HALF * (x + 0.044715 * x * x * x);
        return 0.5 * x * (1 + Math.tanh(inner));
    }

    static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    static double mish(double x) {
        return x * Math.tanh(softplus(x, 1, 20));
    }

    static double hardswish(double x) {
        return x * Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    static double hardsigmoid(double x) {
        return Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    static boolean logicalNot(double x) {
        return x == 0;
    }

    static boolean isnan(double x) {
        return Double.isNaN(x);
    }

    static boolean isinf(double x) {
        return Double.isInfinite(x);
    }

    static boolean isfinite(double x) {
        return Double.isFinite(x);
    }

    static double add(double x, double y) {
        return x + y;
    }

    static double sub(double x, double y) {
        return x - y;
    }

    static double mul(double x, double y) {
        return x * y;
    }

    static double div(double x, double y) {
        return x / y;
    }

    /** Python's floor division, with its care for rounding: CPython, floatobject.c. */
    static double floorDivide(double x, double y) {
        if (y == 0) {
            return x / y;
        }
        double mod = x % y;
        double div = (x - mod) / y;
        if (mod != 0 && (y < 0) != (mod < 0)) {
            div -= 1;
        }
        if (div == 0) {
            return Math.copySign(0, x / y);
        }
        double floor = Math.floor(div);
        return div - floor > 0.5 ? floor + 1 : floor;
    }

    static double truncDivide(double x, double y) {
        return trunc(x / y);
    }

    static double remainder(double x, double y) {
        double mod = x % y;
        return mod != 0 && (y < 0) != (mod < 0) ? mod + y : mod;
    }

    static double fmod(double x, double y) {
        return x % y;
    }

    static double pow(double x, double y) {
        // C's pow is 1 for 1^NaN and (-1)^±inf, Java's is not.
        return x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
    }

    static double maximum(double x, double y) {
        return Math.max(x, y);
    }

    static double minimum(double x, double y) {
        return Math.min(x, y);
    }

    static double fmax(double x, double y) {
        return Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y);
    }

    static double fmin(double x, double y) {
        return Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y);
    }

    static double atan2(double x, double y) {
        return Math.atan2(x, y);
    }

    static double hypot(double x, double y) {
        return Math.hypot(x, y);
    }

    static double copysign(double x, double y) {
        return Math.copySign(x, y);
    }

    static double xlogy(double x, double y) {
        return Double.isNaN(y) ? y : x == 0 ? 0 : x * Math.log(y);
    }

    static double logaddexp(double x, double y) {
        if (Double.isInfinite(x) && x == y) {
            return x;
        }
        double m = Math.max(x, y);
        return m + Math.log1p(Math.exp(-Math.abs(x - y)));
    }

    static boolean eq(double x, double y) {
        return x == y;
    }

    static boolean ne(double x, double y) {
        return x != y;
    }

    static boolean lt(double x, double y) {
        return x < y;
    }

    static boolean le(double x, double y) {
        return x <= y;
    }

    static boolean gt(double x, double y) {
        return x > y;
    }

    static boolean ge(double x, double y) {
        return x >= y;
    }

    static boolean logicalAnd(double x, double y) {
        return x != 0 && y != 0;
    }

    static boolean logicalOr(double x, double y) {
        return x != 0 || y != 0;
    }

    static boolean logicalXor(double x, double y) {
        return (x != 0) != (y != 0);
    }

    static double addScaled(double x, double y, double alpha) {
        return Math.fma(alpha, y, x);
    }

    static double rsub(double x, double y, double alpha) {
        return Math.fma(-alpha, x, y);
    }

    static double subScaled(double x, double y, double alpha) {
        return Math.fma(-alpha, y, x);
    }

    static double clamp(double x, double min, double max) {
        return Math.min(Math.max(x, min), max);
    }

    /** Rounds {@code x * factor / unit}, of which one is 1, to a whole number, and scales back. */
    static double roundDecimals(double x, double factor, double unit) {
        return Math.rint(x * factor / unit) * unit / factor;
    }

    static double leakyRelu(double x, double slope) {
        return x > 0 ? x : x * slope;
    }

    static double elu(double x, double alpha, double scale, double inputScale) {
        return x <= 0 ? Math.expm1(x * inputScale) * (alpha * scale) : x * scale;
    }

    static double softplus(double x, double beta, double threshold) {
        double t = x * beta;
        return t > threshold ? x : Math.log1p(Math.exp(t)) / beta;
    }

    static double threshold(double x, double threshold, double value) {
        return x <= threshold ? value : x;
    }

    static double hardshrink(double x, double lambda) {
        return x >= -lambda && x <= lambda ? 0 : x;
    }

    static double softshrink(double x, double lambda) {
        return x > lambda ? x - lambda : x < -lambda ? x + lambda : x * 0;
    }

    static double where(boolean condition, double x, double y) {
        return condition ? x : y;
    }

    static double maskedFill(double x, boolean mask, double y) {
        return mask ? y : x;
    }

    static double lerp(double x, double y, double weight) {
        double d = y - x;
        return Math.abs(weight) < 0.5 ? Math.fma(weight, d, x) : Math.fma(-d, 1 - weight, y);
    }

    static double difference(double x, double y, double g, double factor) {
        return factor * (x - y) * g;
    }

    static double reluSlope(double g, double y) {
        return y <= 0 ? 0 : g;
    }

    static double tanhSlope(double g, double y) {
        return g * Math.fma(-y, y, 1);
    }

    static double sigmoidSlope(double g, double y) {
        return g * (1 - y) * y;
    }

    static double geluSlope(double g, double x) {
        double density = Math.exp(-0.5 * x * x) * ONE_OVER_SQRT_2_PI;
        return g * (0.5 * erfc(-x * SQRT_HALF) + x * density);
    }

    static double geluTanhSlope(double g, double x) {
        double t = Math.tanh(TWO_OVER_SQRT_PI_HALF * (x + 0.044715 * x * x * x));
        double inner = TWO_OVER_SQRT_PI_HALF * (1 + 3 * 0.044715 * x * x);
        return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner);
    }

    static double siluSlope(double g, double x) {
        double s = 1 / (1 + Math.exp(-x));
        return g * (s * (1 + x * (1 - s)));
    }

    static double addcmul(double x, double y, double z, double value) {
        return Math.fma(value * y, z, x);
    }

    static double addcdiv(double x, double y, double z, double value) {
        return x + value * y / z;
    }

    static double nanToNum(double x, double nan, double posInf, double negInf) {
        return Double.isNaN(x)
                ? nan
                : x == Double.POSITIVE_INFINITY
                        ? posInf
                        : x == Double.NEGATIVE_INFINITY ? negInf : x;
    }

    static double lgamma(double x) {
        return GammaFunctions.lgamma(x);
    }

    static double digamma(double x) {
        return GammaFunctions.digamma(x);
    }

    static double polygamma(double x, double n) {
        return GammaFunctions.polygamma((int) n, x);
    }
}
