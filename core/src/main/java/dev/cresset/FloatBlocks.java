package dev.cresset;

/**
 * The float32 Box-Muller transform of PyTorch's vectorised normal fill: logarithm, sine and cosine
 * are the polynomials of Cephes' single-precision {@code logf}, {@code sinf} and {@code cosf}
 * (Moshier 1992, in the form of Pommier's avx_mathfun), every step rounded to float32 or fused.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the constants as Cephes prints them
final class FloatBlocks {
    /*
     * Elements of blocks are first parted into u1 (places 0-7 of a block) and u2 (places 8-15). The
     * polynomials then run over plain arrays without a branch, which the JIT vectorises; what needs
     * the bits of a float is kept in loops of its own.
     */
    private static final int HALF = 8;
    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.707106781186547524f);

    private final float[] mantissa;
    private final float[] exponent;
    private final float[] angle;
    private final float[] sine;
    private final float[] cosine;
    private final int[] octant;

    /** Returns a transform of at most {@code elements} elements at once. */
    FloatBlocks(int elements) {
        int pairs = elements / 2;
        mantissa = new float[pairs];
        exponent = new float[pairs];
        angle = new float[pairs];
        sine = new float[pairs];
        cosine = new float[pairs];
        octant = new int[pairs];
    }

    /**
     * Turns uniforms in [0, 1) into normal values, in place.
     *
     * @param count the number of elements, a multiple of 16
     */
    void transform(float[] x, int start, int count, float mean, float std) {
        int pairs = count / 2;
        part(x, start, pairs);
        radii(mantissa, exponent, pairs);
        angles(angle, octant, sine, cosine, pairs);
        float[] radius = mantissa;
        for (int p = 0; p < pairs; p++) {
            int j = octant[p];
            int s = Float.floatToRawIntBits(sine[p]);
            int c = Float.floatToRawIntBits(cosine[p]);
            int swap = -((j >> 1) & 1) & (s ^ c);
            sine[p] = Float.intBitsToFloat(s ^ swap ^ ((j & 4) << 29));
            cosine[p] = Float.intBitsToFloat(c ^ swap ^ ((~(j - 2) & 4) << 29));
        }
        for (int p = 0; p < pairs; p += HALF) {
            int at = start + 2 * p;
            for (int k = 0; k < HALF; k++) {
                x[at + k] = Math.fma(radius[p + k] * cosine[p + k], std, mean);
                x[at + HALF + k] = Math.fma(radius[p + k] * sine[p + k], std, mean);
            }
        }
    }

    /** Parts blocks, splitting 1 - u1 as m * 2^e with m in [sqrt(1/2), sqrt(2)); keeps m - 1. */
    private void part(float[] x, int start, int pairs) {
        for (int p = 0; p < pairs; p += HALF) {
            int at = start + 2 * p;
            for (int k = 0; k < HALF; k++) {
                int bits = Float.floatToRawIntBits(1 - x[at + k]);
                int half = (bits & 0x007fffff) | 0x3f000000;
                int below = (half - SQRT_HALF_BITS) >> 31;
                float m = Float.intBitsToFloat(half);
                exponent[p + k] = (bits >>> 23) - 126 + below;
                mantissa[p + k] = m - 1 + Float.intBitsToFloat(half & below);
                angle[p + k] = TWO_PI * x[at + HALF + k];
            }
        }
    }

    /** Replaces x = m - 1 by sqrt(-2 * (log(m) + e * log(2))). */
    private static void radii(float[] m, float[] e, int n) {
        for (int i = 0; i < n; i++) {
            float x = m[i];
            float z = x * x;
            float y = Math.fma(7.0376836292E-2f, x, -1.1514610310E-1f);
            y = Math.fma(y, x, 1.1676998740E-1f);
            y = Math.fma(y, x, -1.2420140846E-1f);
            y = Math.fma(y, x, 1.4249322787E-1f);
            y = Math.fma(y, x, -1.6668057665E-1f);
            y = Math.fma(y, x, 2.0000714765E-1f);
            y = Math.fma(y, x, -2.4999993993E-1f);
            y = Math.fma(y, x, 3.3333331174E-1f);
            y = y * x;
            y = Math.fma(y, z, e[i] * -2.12194440e-4f);
            y = Math.fma(-z, 0.5f, y);
            m[i] = (float) Math.sqrt(-2 * Math.fma(e[i], 0.693359375f, x + y));
        }
    }

    /** Computes both polynomials of the angle reduced to [-pi/4, pi/4], and its octant. */
    private static void angles(float[] th, int[] octant, float[] sine, float[] cosine, int n) {
        for (int i = 0; i < n; i++) {
            float x = th[i];
            int j = ((int) (x * 1.27323954473516f) + 1) & ~1;
            float y = j;
            octant[i] = j;
            x = Math.fma(y, -0.78515625f, x);
            x = Math.fma(y, -2.4187564849853515625e-4f, x);
            x = Math.fma(y, -3.77489497744594108e-8f, x);
            float z = x * x;
            float c = Math.fma(2.443315711809948E-5f, z, -1.388731625493765E-3f);
            c = Math.fma(c, z, 4.166664568298827E-2f) * z;
            cosine[i] = Math.fma(c, z, -(z * 0.5f)) + 1;
            float s = Math.fma(-1.9515295891E-4f, z, 8.3321608736E-3f);
            s = Math.fma(s, z, -1.6666654611E-1f) * z;
            sine[i] = Math.fma(s, x, x);
        }
    }
}
