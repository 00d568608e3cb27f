package dev.cresset.engine;

/**
 * Transcendental functions of floats in float arithmetic, one element at a time: the twins of
 * {@link VectorMath}'s, operation for operation, so that both give the same bits.
 *
 * <p>Errors against the exact values, over all floats with a finite result (tested): {@link #exp},
 * {@link #log} 1 ulp; {@link #tanh}, {@link #erf}, {@link #sigmoid}, {@link #silu} 2 ulp; {@link
 * #softplus} and {@link #logSigmoid} 2 ulp; {@link #gelu} and {@link #geluTanh} 4 ulp of x, as in
 * PyTorch. NaN gives NaN.
 */
final class FloatFunctions {
    /*
     * exp: x = n ln 2 + r, |r| <= ln 2 / 2, and a polynomial for e^r (Cephes, expf); adding 1.5 * 2^23
     * rounds to a whole number, which then stands in the low bits. 2^n is multiplied in two steps,
     * since results may be subnormal.
     * log: x = 2^e m, m in [sqrt(1/2), sqrt(2)), and a polynomial for log m (Cephes, logf).
     * tanh: a polynomial below 0.625 (Cephes, tanhf), else 1 - 2 / (e^2x + 1).
     * log(1 + y), for y <= 1: the logarithm of the rounded u = 1 + y, and (y - (u - 1)) / u for what
     * the rounding took (Goldberg 1991, theorem 4, in another form).
     * erf: polynomials, with an exponential from 0.9277 on (N. Juffa, public domain).
     */
    private static final float ROUND = 0x1.8p23f;
    private static final float LOG2_E = 0x1.715476p0f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;

    /** The bits of sqrt(1/2). */
    private static final int ROOT_HALF = 0x3f3504f3;

    /** The bits of 1. */
    private static final int ONE = 0x3f800000;

    static final float SQRT_HALF = 0.70710677f;

    /** {@code 1 / sqrt(2 pi)}, the height of the normal density. */
    static final float DENSITY = 0.3989423f;

    /** Beyond, the slope of gelu's approximation by tanh is exactly 0 or 1. */
    static final float GELU_BOUND = 9.5f;

    /** Twice the argument from which on tanh, in double, is 1: so the slope there is 0 or 1. */
    static final float GELU_SATURATED = 38.123f;

    private FloatFunctions() {}

    /** {@code e^x}; 0 from -104 down, infinite above 88.7228. */
    static float exp(float x) {
        float b = Math.min(Math.max(x, -104f), 89f);
        float t = Math.fma(b, LOG2_E, ROUND);
        float n = t - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, b));
        float p = 1.9875691500e-4f;
        p = Math.fma(p, r, 1.3981999507e-3f);
        p = Math.fma(p, r, 8.3334519073e-3f);
        p = Math.fma(p, r, 4.1665795894e-2f);
        p = Math.fma(p, r, 1.6666665459e-1f);
        p = Math.fma(p, r, 5.0000001201e-1f);
        p = Math.fma(p, r * r, r) + 1;
        int i = Float.floatToRawIntBits(t); // n in the low bits, no other in the lowest 20
        int half = i >> 1;
        float y = p * Float.intBitsToFloat((half << 23) + ONE);
        return y * Float.intBitsToFloat(((i - half) << 23) + ONE);
    }

    /** The natural logarithm; NaN below 0, negative infinity at 0. */
    static float log(float x) {
        boolean small = x < Float.MIN_NORMAL;
        float n = small ? -23f : 0f;
        float y = logOfNormal(small ? x * 0x1p23f : x, n);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x < 0 ? Float.NaN : y;
        return x == 0 ? Float.NEGATIVE_INFINITY : y;
    }

    /** {@code log(x) + n log(2)} for a normal number x. */
    private static float logOfNormal(float x, float n) {
        int i = Float.floatToRawIntBits(x);
        int e = (i - ROOT_HALF) >> 23;
        float f = Float.intBitsToFloat(i - (e << 23)) - 1;
        float power = e + n;
        float p = 7.0376836292e-2f;
        p = Math.fma(p, f, -1.1514610310e-1f);
        p = Math.fma(p, f, 1.1676998740e-1f);
        p = Math.fma(p, f, -1.2420140846e-1f);
        p = Math.fma(p, f, 1.4249322787e-1f);
        p = Math.fma(p, f, -1.6668057665e-1f);
        p = Math.fma(p, f, 2.0000714765e-1f);
        p = Math.fma(p, f, -2.4999993993e-1f);
        p = Math.fma(p, f, 3.3333331174e-1f);
        float s = f * f;
        float y = Math.fma(p * f, s, power * LN2_LOW);
        y = Math.fma(s, -0.5f, y);
        return Math.fma(power, LN2_HIGH, f + y);
    }

    /** {@code log(1 + y)} for y in [0, 1]. */
    private static float log1pOfUnit(float y) {
        float u = y + 1;
        float rest = y - (u - 1);
        return rest / u + logOfNormal(u, 0);
    }

    /** The hyperbolic tangent. */
    static float tanh(float x) {
        float a = Math.abs(x);
        float s = x * x;
        float p = -5.70498872745e-3f;
        p = Math.fma(p, s, 2.06390887954e-2f);
        p = Math.fma(p, s, -5.37397155531e-2f);
        p = Math.fma(p, s, 1.33314422036e-1f);
        p = Math.fma(p, s, -3.33332819422e-1f);
        float low = Math.fma(p * s, x, x);
        float high = 1 - 2 / (exp(a + a) + 1);
        return a > 0.625f ? (x < 0 ? -high : high) : low;
    }

    /** {@code 1 / (1 + e^-x)}. */
    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0 ? e : 1f) / (e + 1);
    }

    /** {@code x sigmoid(x)}. */
    static float silu(float x) {
        return x * sigmoid(x);
    }

    /** {@code log(sigmoid(x))}. */
    static float logSigmoid(float x) {
        float low = x > 0 ? 0 : x;
        return low - log1pOfUnit(exp(-Math.abs(x)));
    }

    /** {@code log(1 + e^(beta x)) / beta}, and x where beta x is above the threshold. */
    static float softplus(float x, float beta, float threshold) {
        float t = x * beta;
        float high = t > 0 ? t : 0;
        float y = (high + log1pOfUnit(exp(-Math.abs(t)))) / beta;
        return t > threshold ? x : y;
    }

    /** The error function. */
    static float erf(float x) {
        float a = Math.abs(x);
        float s = x * x;
        float p = Math.fma(-1.72853470e-5f, a, 3.83197126e-4f);
        float q = Math.fma(-3.88396438e-3f, a, 2.42546219e-2f);
        p = Math.fma(p, s, q);
        p = Math.fma(p, a, -1.06777877e-1f);
        p = Math.fma(p, a, -6.34846687e-1f);
        p = Math.fma(p, a, -1.28717512e-1f);
        p = Math.fma(p, a, -a);
        float high = a > 4 ? 1 : 1 - exp(p);
        float r = -5.96761703e-4f;
        r = Math.fma(r, s, 4.99119423e-3f);
        r = Math.fma(r, s, -2.67681349e-2f);
        r = Math.fma(r, s, 1.12819925e-1f);
        r = Math.fma(r, s, -3.76125336e-1f);
        r = Math.fma(r, s, 1.28379166e-1f);
        float low = Math.fma(r, x, x);
        return a > 0.927734375f ? (x < 0 ? -high : high) : low;
    }

    /** {@code x (1 + erf(x / sqrt(2))) / 2}. */
    static float gelu(float x) {
        return x * 0.5f * (erf(x * SQRT_HALF) + 1);
    }

    /** {@code x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3))}. */
    static float geluTanh(float x) {
        float inner = Math.fma(x * x * 0.044715f, x, x);
        return x * sigmoid(inner * 1.5957691f);
    }

    /** {@code g (Phi(x) + x phi(x))}, with the normal distribution and its density. */
    static float geluSlope(float g, float x) {
        float density = exp(-0.5f * x * x) * DENSITY;
        return g * Math.fma(x, density, 0.5f * (erf(x * SQRT_HALF) + 1));
    }

    /** {@code g s (1 + x (1 - s))} for {@code s = sigmoid(x)}. */
    static float siluSlope(float g, float x) {
        float s = sigmoid(x);
        return g * (s * Math.fma(x, 1 - s, 1));
    }

    /** {@code g s (1 + x (1 - s) 2 sqrt(2 / pi) (1 + 3 * 0.044715 x^2))}, s as in geluTanh. */
    static float geluTanhSlope(float g, float x) {
        float b = Math.min(Math.max(x, -GELU_BOUND), GELU_BOUND);
        float t = Math.fma(b * b * 0.044715f, b, b) * 1.5957691f;
        float e = Math.abs(t) > GELU_SATURATED ? 0 : exp(-Math.abs(t));
        float s = (x < 0 ? e : 1f) / (e + 1);
        float rest = (x < 0 ? 1f : e) / (e + 1); // 1 - s, to its last digit
        float inner = Math.fma(b * b, 0.134145f, 1) * 1.5957691f;
        return g * (s * Math.fma(x * rest, inner, 1));
    }
}
