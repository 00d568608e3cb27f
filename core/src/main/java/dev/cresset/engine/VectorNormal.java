package dev.cresset.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Box-Muller transform of blocks of 16 uniforms on the vector unit, with the arithmetic of the
 * plain loops, operation for operation.
 */
final class VectorNormal {
    /*
     * Vectors have 256 bits, since a block is eight uniforms for radii and eight for angles. A block's
     * radii, then its angles are loops of their own: beyond what C2 inlines, vectors would be boxed.
     */
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_256;
    private static final int BLOCK = 16;
    private static final int HALF = 8;
    private static final int CHUNK = 1024;
    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int SQRT_HALF_BITS = 0x3f3504f3;
    private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.length() >= S.length();

    private static final Warm WARM = new Warm(VectorNormal::warmUp);

    private VectorNormal() {}

    /** Returns whether the loops are compiled; asks for that if need be. */
    static boolean isWarm() {
        return WIDE && WARM.ready();
    }

    /**
     * Turns uniforms in [0, 1) into normal values, in place.
     *
     * @param count a multiple of 16
     * @param scratch for 512 numbers
     */
    static void transform(
            float[] x, int start, int count, float mean, float std, float[] scratch) {
        for (int i = 0; i < count; i += CHUNK) {
            int n = Math.min(CHUNK, count - i);
            radii(x, start + i, n, scratch);
            angles(x, start + i, n, scratch, mean, std);
        }
    }

    private static FloatVector of(float x) {
        return FloatVector.broadcast(S, x);
    }

    /** {@code sqrt(-2 log(1 - u))} of the first half of each block. */
    private static void radii(float[] x, int start, int n, float[] radius) {
        for (int at = 0; at < n; at += BLOCK) {
            FloatVector u = FloatVector.fromArray(S, x, start + at);
            radius(of(1).sub(u).reinterpretAsInts()).intoArray(radius, at / 2);
        }
    }

    private static FloatVector radius(IntVector bits) {
        IntVector half = bits.and(0x007fffff).or(0x3f000000);
        IntVector below = half.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 31);
        IntVector power = bits.lanewise(VectorOperators.LSHR, 23).sub(126).add(below);
        FloatVector e = (FloatVector) power.convertShape(VectorOperators.I2F, S, 0);
        FloatVector x =
                half.reinterpretAsFloats().sub(1).add(half.and(below).reinterpretAsFloats());
        FloatVector z = x.mul(x);
        FloatVector y = of(7.0376836292E-2f).fma(x, of(-1.1514610310E-1f));
        y = y.fma(x, of(1.1676998740E-1f));
        y = y.fma(x, of(-1.2420140846E-1f));
        y = y.fma(x, of(1.4249322787E-1f));
        y = y.fma(x, of(-1.6668057665E-1f));
        y = y.fma(x, of(2.0000714765E-1f));
        y = y.fma(x, of(-2.4999993993E-1f));
        y = y.fma(x, of(3.3333331174E-1f)).mul(x);
        y = y.fma(z, e.mul(-2.12194440e-4f));
        y = z.neg().fma(of(0.5f), y);
        return e.fma(of(0.693359375f), x.add(y)).mul(-2).sqrt();
    }

    /** {@code radius cos(2 pi u)} and {@code radius sin(2 pi u)} of the second half's u. */
    private static void angles(
            float[] x, int start, int n, float[] radius, float mean, float std) {
        for (int at = 0; at < n; at += BLOCK) {
            FloatVector t = FloatVector.fromArray(S, x, start + at + HALF).mul(TWO_PI);
            IntVector j =
                    ((IntVector) t.mul(1.27323954473516f).convertShape(VectorOperators.F2I, I, 0))
                            .add(1)
                            .and(~1);
            FloatVector y = (FloatVector) j.convertShape(VectorOperators.I2F, S, 0);
            t = y.fma(of(-0.78515625f), t);
            t = y.fma(of(-2.4187564849853515625e-4f), t);
            t = y.fma(of(-3.77489497744594108e-8f), t);
            FloatVector z = t.mul(t);
            FloatVector c = of(2.443315711809948E-5f).fma(z, of(-1.388731625493765E-3f));
            c = c.fma(z, of(4.166664568298827E-2f)).mul(z).fma(z, z.mul(0.5f).neg()).add(1);
            FloatVector s = of(-1.9515295891E-4f).fma(z, of(8.3321608736E-3f));
            s = s.fma(z, of(-1.6666654611E-1f)).mul(z).fma(t, t);
            IntVector cosine = c.reinterpretAsInts();
            IntVector sine = s.reinterpretAsInts();
            IntVector odd = j.lanewise(VectorOperators.LSHL, 30).lanewise(VectorOperators.ASHR, 31);
            IntVector swap = sine.lanewise(VectorOperators.XOR, cosine).and(odd);
            IntVector down = j.and(4).lanewise(VectorOperators.LSHL, 29);
            IntVector left = j.sub(2).not().and(4).lanewise(VectorOperators.LSHL, 29);
            sine = sine.lanewise(VectorOperators.XOR, swap).lanewise(VectorOperators.XOR, down);
            cosine = cosine.lanewise(VectorOperators.XOR, swap).lanewise(VectorOperators.XOR, left);
            FloatVector r = FloatVector.fromArray(S, radius, at / 2);
            r.mul(cosine.reinterpretAsFloats())
                    .fma(of(std), of(mean))
                    .intoArray(x, start + at);
            r.mul(sine.reinterpretAsFloats())
                    .fma(of(std), of(mean))
                    .intoArray(x, start + at + HALF);
        }
    }

    private static boolean warmUp() {
        float[] x = new float[CHUNK];
        float[] radius = new float[CHUNK / 2];
        return Warmup.repeat(4 * CHUNK, i -> radii(x, 0, CHUNK - i % 3 * BLOCK, radius))
                && Warmup.repeat(4 * CHUNK, i -> angles(x, 0, CHUNK - i % 3 * BLOCK, radius, 0, 1));
    }
}
