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
     * Vectors have 256 bits, since a block is eight uniforms for radii and eight for angles. The
     * work is three loops over a chunk: beyond what C2 inlines into one, vectors would be boxed. They
     * are called by way of an interface with three implementations, which C2 does not inline.
     */
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_256;
    private static final int BLOCK = 16;
    private static final int HALF = 8;
    private static final int CHUNK = 1024;
    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int SQRT_HALF_BITS = 0x3f3504f3;
    private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.length() >= S.length();

    /** One of the loops. */
    private interface Part {
        void run(float[] x, int start, int n, Scratch scratch, float mean, float std);
    }

    private static final Part[] PARTS = {
        (x, start, n, scratch, mean, std) -> radii(x, start, n, scratch.radius),
        (x, start, n, scratch, mean, std) -> angles(x, start, n, scratch),
        VectorNormal::combine
    };

    private static final Warm WARM = new Warm(VectorNormal::warmUp);

    /** What one loop leaves for the next. */
    static final class Scratch {
        final float[] radius = new float[CHUNK / 2];
        final float[] cosine = new float[CHUNK / 2];
        final float[] sine = new float[CHUNK / 2];
        final int[] octant = new int[CHUNK / 2];
    }

    private VectorNormal() {}

    /** Returns whether the loops are compiled; asks for that if need be. */
    static boolean isWarm() {
        return WIDE && WARM.ready();
    }

    /**
     * Turns uniforms in [0, 1) into normal values, in place.
     *
     * @param count a multiple of 16
     */
    static void transform(float[] x, int start, int count, float mean, float std, Scratch scratch) {
        for (int i = 0; i < count; i += CHUNK) {
            int n = Math.min(CHUNK, count - i);
            for (Part part : PARTS) {
                part.run(x, start + i, n, scratch, mean, std);
            }
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

    /** The octants of the second halves' angles, and both polynomials there. */
    private static void angles(float[] x, int start, int n, Scratch to) {
        for (int at = 0; at < n; at += BLOCK) {
            FloatVector t = FloatVector.fromArray(S, x, start + at + HALF).mul(TWO_PI);
            IntVector j =
                    ((IntVector) t.mul(1.27323954473516f).convertShape(VectorOperators.F2I, I, 0))
                            .add(1)
                            .and(~1);
            j.intoArray(to.octant, at / 2);
            FloatVector y = (FloatVector) j.convertShape(VectorOperators.I2F, S, 0);
            t = y.fma(of(-0.78515625f), t);
            t = y.fma(of(-2.4187564849853515625e-4f), t);
            t = y.fma(of(-3.77489497744594108e-8f), t);
            FloatVector z = t.mul(t);
            FloatVector c = of(2.443315711809948E-5f).fma(z, of(-1.388731625493765E-3f));
            c = c.fma(z, of(4.166664568298827E-2f)).mul(z).fma(z, z.mul(0.5f).neg());
            c.add(1).intoArray(to.cosine, at / 2);
            FloatVector s = of(-1.9515295891E-4f).fma(z, of(8.3321608736E-3f));
            s.fma(z, of(-1.6666654611E-1f)).mul(z).fma(t, t).intoArray(to.sine, at / 2);
        }
    }

    /** {@code radius cos(2 pi u)} and {@code radius sin(2 pi u)}, of the octants' polynomials. */
    private static void combine(float[] x, int start, int n, Scratch from, float mean, float std) {
        for (int at = 0; at < n; at += BLOCK) {
            IntVector j = IntVector.fromArray(I, from.octant, at / 2);
            IntVector c = FloatVector.fromArray(S, from.cosine, at / 2).reinterpretAsInts();
            IntVector s = FloatVector.fromArray(S, from.sine, at / 2).reinterpretAsInts();
            FloatVector r = FloatVector.fromArray(S, from.radius, at / 2);
            IntVector odd = j.lanewise(VectorOperators.LSHL, 30).lanewise(VectorOperators.ASHR, 31);
            IntVector swap = s.lanewise(VectorOperators.XOR, c).and(odd);
            IntVector down = j.and(4).lanewise(VectorOperators.LSHL, 29);
            IntVector left = j.sub(2).not().and(4).lanewise(VectorOperators.LSHL, 29);
            r.mul(signed(c, swap, left)).fma(of(std), of(mean)).intoArray(x, start + at);
            r.mul(signed(s, swap, down)).fma(of(std), of(mean)).intoArray(x, start + at + HALF);
        }
    }

    private static FloatVector signed(IntVector x, IntVector swap, IntVector sign) {
        return x.lanewise(VectorOperators.XOR, swap)
                .lanewise(VectorOperators.XOR, sign)
                .reinterpretAsFloats();
    }

    private static boolean warmUp() {
        float[] x = new float[CHUNK];
        Scratch scratch = new Scratch();
        return Warmup.repeat(4 * CHUNK, i -> transform(x, 0, CHUNK - i % 3 * BLOCK, 0, 1, scratch));
    }
}
