package dev.cresset.engine;

/**
 * The scalar functions of elementwise ops on floats; {@link LoopCompiler} puts loops around them.
 *
 * <p>Functions beyond arithmetic are those of {@link FloatFunctions}, or else those of {@link
 * DoubleMath}, rounded once. Sums with a factor are fused, rounded once, as PyTorch computes them.
 */
final class FloatMath {
    private FloatMath() {}

    static float clone(float x) {
        return x;
    }

    static float second(float x, float y) {
        return y;
    }

    static float neg(float x) {
        return -x;
    }

    static float abs(float x) {
        return Math.abs(x);
    }

    static float sign(float x) {
        return x > 0 ? 1 : x < 0 ? -1 : 0;
    }

    static float square(float x) {
        return x * x;
    }

    static float reciprocal(float x) {
        return 1 / x;
    }

    static float floor(float x) {
        return (float) DoubleMath.floor(x);
    }

    static float ceil(float x) {
        return (float) DoubleMath.ceil(x);
    }

    static float round(float x) {
        return (float) DoubleMath.round(x);
    }

    static float trunc(float x) {
        return (float) DoubleMath.trunc(x);
    }

    static float frac(float x) {
        return x - trunc(x);
    }

    static float exp(float x) {
        return FloatFunctions.exp(x);
    }

    static float exp2(float x) {
        return (float) DoubleMath.exp2(x);
    }

    static float expm1(float x) {
        return (float) DoubleMath.expm1(x);
    }

    static float log(float x) {
        return FloatFunctions.log(x);
    }

    static float log2(float x) {
        return (float) DoubleMath.log2(x);
    }

    static float log10(float x) {
        return (float) DoubleMath.log10(x);
    }

    static float log1p(float x) {
        return (float) DoubleMath.log1p(x);
    }

    static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    static float rsqrt(float x) {
        return (float) DoubleMath.rsqrt(x);
    }

    static float sin(float x) {
        return (float) DoubleMath.sin(x);
    }

    static float cos(float x) {
        return (float) DoubleMath.cos(x);
    }

    static float tan(float x) {
        return (float) DoubleMath.tan(x);
    }

    static float asin(float x) {
        return (float) DoubleMath.asin(x);
    }

    static float acos(float x) {
        return (float) DoubleMath.acos(x);
    }

    static float atan(float x) {
        return (float) DoubleMath.atan(x);
    }

    static float sinh(float x) {
        return (float) DoubleMath.sinh(x);
    }

    static float cosh(float x) {
        return (float) DoubleMath.cosh(x);
    }

    static float tanh(float x) {
        return FloatFunctions.tanh(x);
    }

    static float asinh(float x) {
        return (float) DoubleMath.asinh(x);
    }

    static float acosh(float x) {
        return (float) DoubleMath.acosh(x);
    }

    static float atanh(float x) {
        return (float) DoubleMath.atanh(x);
    }

    static float sigmoid(float x) {
        return FloatFunctions.sigmoid(x);
    }

    static float logSigmoid(float x) {
        return FloatFunctions.logSigmoid(x);
    }

    static float erf(float x) {
        return FloatFunctions.erf(x);
    }

    static float erfc(float x) {
        return (float) DoubleMath.erfc(x);
    }

    static float erfinv(float x) {
        return (float) DoubleMath.erfinv(x);
    }

    /** Keeps -0, as PyTorch does; half of all x being negative, a branch on that would be slow. */
    static float relu(float x) {
        return x == 0 ? x : Math.max(x, 0);
    }

    static float gelu(float x) {
        return FloatFunctions.gelu(x);
    }

    static float geluTanh(float x) {
        return FloatFunctions.geluTanh(x);
    }

    static float silu(float x) {
        return FloatFunctions.silu(x);
    }

    static float mish(float x) {
        return (float) DoubleMath.mish(x);
    }

    static float hardswish(float x) {
        return x * Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    static float hardsigmoid(float x) {
        return Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    static boolean logicalNot(float x) {
        return x == 0;
    }

    static boolean isnan(float x) {
        return Float.isNaN(x);
    }

    static boolean isinf(float x) {
        return Float.isInfinite(x);
    }

    static boolean isfinite(float x) {
        return Float.isFinite(x);
    }

    static float add(float x, float y) {
        return x + y;
    }

    static float sub(float x, float y) {
        return x - y;
    }

    static float mul(float x, float y) {
        return x * y;
    }

    static float div(float x, float y) {
        return x / y;
    }

    /** Python's floor division, with its care for rounding: CPython, floatobject.c. */
    static float floorDivide(float x, float y) {
        if (y == 0) {
            return x / y;
        }
        float mod = x % y;
        float div = (x - mod) / y;
        if (mod != 0 && (y < 0) != (mod < 0)) {
            div -= 1;
        }
        if (div == 0) {
            return Math.copySign(0f, x / y);
        }
        float floor = (float) Math.floor(div);
        return div - floor > 0.5f ? floor + 1 : floor;
    }

    static float truncDivide(float x, float y) {
        return trunc(x / y);
    }

    static float remainder(float x, float y) {
        float mod = x % y;
        return mod != 0 && (y < 0) != (mod < 0) ? mod + y : mod;
    }

    static float fmod(float x, float y) {
        return x % y;
    }

    static float pow(float x, float y) {
        return (float) DoubleMath.pow(x, y);
    }

    static float maximum(float x, float y) {
        return Math.max(x, y);
    }

    static float minimum(float x, float y) {
        return Math.min(x, y);
    }

    static float fmax(float x, float y) {
        return Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.max(x, y);
    }

    static float fmin(float x, float y) {
        return Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.min(x, y);
    }

    static float atan2(float x, float y) {
        return (float) DoubleMath.atan2(x, y);
    }

    static float hypot(float x, float y) {
        return (float) DoubleMath.hypot(x, y);
    }

    static float copysign(float x, float y) {
        return Math.copySign(x, y);
    }

    static float xlogy(float x, float y) {
        return (float) DoubleMath.xlogy(x, y);
    }

    static float logaddexp(float x, float y) {
        return (float) DoubleMath.logaddexp(x, y);
    }

    static boolean eq(float x, float y) {
        return x == y;
    }

    static boolean ne(float x, float y) {
        return x != y;
    }

    static boolean lt(float x, float y) {
        return x < y;
    }

    static boolean le(float x, float y) {
        return x <= y;
    }

    static boolean gt(float x, float y) {
        return x > y;
    }

    static boolean ge(float x, float y) {
        return x >= y;
    }

    static boolean logicalAnd(float x, float y) {
        return x != 0 && y != 0;
    }

    static boolean logicalOr(float x, float y) {
        return x != 0 || y != 0;
    }

    static boolean logicalXor(float x, float y) {
        return (x != 0) != (y != 0);
    }

    static float addScaled(float x, float y, float alpha) {
        return Math.fma(alpha, y, x);
    }

    static float rsub(float x, float y, float alpha) {
        return Math.fma(-alpha, x, y);
    }

    static float subScaled(float x, float y, float alpha) {
        return Math.fma(-alpha, y, x);
    }

    static float clamp(float x, float min, float max) {
        return Math.min(Math.max(x, min), max);
    }

    /** Rounds {@code x * factor / unit}, of which one is 1, to a whole number, and scales back. */
    static float roundDecimals(float x, float factor, float unit) {
        return (float) Math.rint(x * factor / unit) * unit / factor;
    }

    static float leakyRelu(float x, float slope) {
        return x > 0 ? x : x * slope;
    }

    static float elu(float x, float alpha, float scale, float inputScale) {
        return (float) DoubleMath.elu(x, alpha, scale, inputScale);
    }

    static float softplus(float x, float beta, float threshold) {
        return FloatFunctions.softplus(x, beta, threshold);
    }

    static float threshold(float x, float threshold, float value) {
        return x <= threshold ? value : x;
    }

    static float hardshrink(float x, float lambda) {
        return x >= -lambda && x <= lambda ? 0 : x;
    }

    static float softshrink(float x, float lambda) {
        return x > lambda ? x - lambda : x < -lambda ? x + lambda : x * 0;
    }

    static float where(boolean condition, float x, float y) {
        return condition ? x : y;
    }

    static float maskedFill(float x, boolean mask, float y) {
        return mask ? y : x;
    }

    static float lerp(float x, float y, float weight) {
        float d = y - x;
        return Math.abs(weight) < 0.5f ? Math.fma(weight, d, x) : Math.fma(-d, 1 - weight, y);
    }

    static float difference(float x, float y, float g, float factor) {
        return factor * (x - y) * g;
    }

    static float reluSlope(float g, float y) {
        return y <= 0 ? 0 : g;
    }

    static float tanhSlope(float g, float y) {
        return g * Math.fma(-y, y, 1f);
    }

    static float sigmoidSlope(float g, float y) {
        return g * (1 - y) * y;
    }

    static float geluSlope(float g, float x) {
        return FloatFunctions.geluSlope(g, x);
    }

    static float geluTanhSlope(float g, float x) {
        return FloatFunctions.geluTanhSlope(g, x);
    }

    static float siluSlope(float g, float x) {
        return FloatFunctions.siluSlope(g, x);
    }

    static float addcmul(float x, float y, float z, float value) {
        return Math.fma(value * y, z, x);
    }

    static float addcdiv(float x, float y, float z, float value) {
        return x + value * y / z;
    }

    static float nanToNum(float x, float nan, float posInf, float negInf) {
        return Float.isNaN(x)
                ? nan
                : x == Float.POSITIVE_INFINITY ? posInf : x == Float.NEGATIVE_INFINITY ? negInf : x;
    }

    static float lgamma(float x) {
        return (float) GammaFunctions.lgamma(x);
    }

    static float digamma(float x) {
        return (float) GammaFunctions.digamma(x);
    }

    static float polygamma(float x, double n) {
        return (float) GammaFunctions.polygamma((int) n, x);
    }
}
