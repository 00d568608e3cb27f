package dev.cresset.engine;

/**
 * {@code tanh} and the logistic function of float32 arrays, in loops that C2 vectorises.
 *
 * <p>{@code tanh x = x P(x^2) / Q(x^2)} with P of degree 6 and Q of degree 3, within 4 ulp for |x|
 * below 7.9, where it is 1 but for rounding; beyond, ±1. {@code sigmoid x = (1 + tanh(x / 2)) / 2},
 * within 1e-7. NaN stays NaN.
 */
final class RationalTanh {
    /* Minimax coefficients of Eigen's ptanh (Eigen 3.4, MathFunctionsImpl.h). */
    private static final float END = 7.90531110763549805f;
    private static final float P1 = 4.89352455891786e-03f;
    private static final float P3 = 6.37261928875436e-04f;
    private static final float P5 = 1.48572235717979e-05f;
    private static final float P7 = 5.12229709037114e-08f;
    private static final float P9 = -8.60467152213735e-11f;
    private static final float P11 = 2.00018790482477e-13f;
    private static final float P13 = -2.76076847742355e-16f;
    private static final float Q0 = 4.89352518554385e-03f;
    private static final float Q2 = 2.26843463243900e-03f;
    private static final float Q4 = 1.18534705686654e-04f;
    private static final float Q6 = 1.19825839466702e-06f;

    private RationalTanh() {}

    static float tanh(float v) {
        float x = Math.max(-END, Math.min(END, v));
        float s = x * x;
        float p = Math.fma(s, P13, P11);
        p = Math.fma(s, p, P9);
        p = Math.fma(s, p, P7);
        p = Math.fma(s, p, P5);
        p = Math.fma(s, p, P3);
        p = Math.fma(s, p, P1);
        float q = Math.fma(s, Q6, Q4);
        q = Math.fma(s, q, Q2);
        q = Math.fma(s, q, Q0);
        return x * p / q;
    }

    /** Replaces the first n numbers by their {@code tanh}. */
    static void tanh(float[] a, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = tanh(a[i]);
        }
    }

    /** Leaves in {@code to} the {@code tanh} of the first n numbers. */
    static void tanh(float[] a, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = tanh(a[i]);
        }
    }

    /** Replaces the first n numbers by {@code 1 / (1 + exp(-a))}. */
    static void sigmoid(float[] a, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = Math.fma(tanh(0.5f * a[i]), 0.5f, 0.5f);
        }
    }
}
