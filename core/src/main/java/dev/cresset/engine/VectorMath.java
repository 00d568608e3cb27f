package dev.cresset.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of float vectors, each the twin of the function of the same name in {@link FloatMath}:
 * the same operations in the same order, so that vectors and single elements give the same bits.
 *
 * <p>{@link VectorLoops} puts loops around them. For formulas and errors see {@link
 * FloatFunctions}. Where there is a function {@code fExponential} of the last input, f takes its
 * result as a further argument; where there is {@code fSecondExponential}, that one's too.
 */
final class VectorMath {
    /*
     * C2 inlines a loop's whole body or, beyond some 18,000 nodes, boxes vectors between the parts:
     * that is hundreds of times slower. Some forty vector operations are the limit; so functions with
     * exponentials in them are several loops, and masks (compare, blend) are few.
     */
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float ROUND = 0x1.8p23f;

    private VectorMath() {}

    private static FloatVector of(float x) {
        return FloatVector.broadcast(S, x);
    }

    /** Java's max and min of vectors, which order zeros, are several times as long as this. */
    private static FloatVector clamp(FloatVector x, float low, float high) {
        FloatVector y = x.blend(low, x.compare(VectorOperators.LT, low));
        return y.blend(high, y.compare(VectorOperators.GT, high));
    }

    static FloatVector relu(FloatVector x) {
        return x.blend(0, x.compare(VectorOperators.LT, 0));
    }

    static FloatVector exp(FloatVector x) {
        FloatVector b = clamp(x, -104f, 89f);
        FloatVector t = b.fma(of(LOG2_E), of(ROUND));
        IntVector i = t.reinterpretAsInts();
        IntVector half = i.lanewise(VectorOperators.ASHR, 1);
        return expOfRest(b, t).mul(powerOfTwo(half)).mul(powerOfTwo(i.sub(half)));
    }

    /** The exponential where it is a normal number: of x in [-87, 88]. */
    private static FloatVector normalExp(FloatVector x) {
        FloatVector t = x.fma(of(LOG2_E), of(ROUND));
        return expOfRest(x, t).mul(powerOfTwo(t.reinterpretAsInts()));
    }

    /** {@code e^(x - n ln 2)}, with the whole number {@code n = t - ROUND} next to x / ln 2. */
    private static FloatVector expOfRest(FloatVector x, FloatVector t) {
        FloatVector n = t.sub(ROUND);
        FloatVector r = n.fma(of(-FloatFunctions.LN2_LOW), n.fma(of(-FloatFunctions.LN2_HIGH), x));
        FloatVector p = of(1.9875691500e-4f).fma(r, of(1.3981999507e-3f));
        p = p.fma(r, of(8.3334519073e-3f));
        p = p.fma(r, of(4.1665795894e-2f));
        p = p.fma(r, of(1.6666665459e-1f));
        p = p.fma(r, of(5.0000001201e-1f));
        return p.fma(r.mul(r), r).add(1);
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.lanewise(VectorOperators.LSHL, 23).add(0x3f800000).reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector y = logOfNormal(x.blend(x.mul(0x1p23f), small), of(0).blend(-23, small));
        y = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.compare(VectorOperators.LT, 0));
        return y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
    }

    private static FloatVector logOfNormal(FloatVector x, FloatVector n) {
        IntVector i = x.reinterpretAsInts();
        IntVector e = i.sub(0x3f3504f3).lanewise(VectorOperators.ASHR, 23);
        FloatVector m = i.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
        FloatVector f = m.sub(1);
        FloatVector power = ((FloatVector) e.convertShape(VectorOperators.I2F, S, 0)).add(n);
        FloatVector s = f.mul(f);
        FloatVector y = logPolynomial(f).mul(f).fma(s, power.mul(FloatFunctions.LN2_LOW));
        y = s.fma(of(-0.5f), y);
        return power.fma(of(FloatFunctions.LN2_HIGH), f.add(y));
    }

    private static FloatVector logPolynomial(FloatVector f) {
        FloatVector p = of(7.0376836292e-2f).fma(f, of(-1.1514610310e-1f));
        p = p.fma(f, of(1.1676998740e-1f));
        p = p.fma(f, of(-1.2420140846e-1f));
        p = p.fma(f, of(1.4249322787e-1f));
        p = p.fma(f, of(-1.6668057665e-1f));
        p = p.fma(f, of(2.0000714765e-1f));
        p = p.fma(f, of(-2.4999993993e-1f));
        return p.fma(f, of(3.3333331174e-1f));
    }

    private static FloatVector log1pOfUnit(FloatVector y) {
        FloatVector u = y.add(1);
        FloatVector rest = y.sub(u.sub(1));
        return rest.div(u).add(logOfNormal(u, of(0)));
    }

    /** {@code e^(2 |x|)}, or something so large that tanh is 1. */
    static FloatVector tanhExponential(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector b = a.add(a);
        return normalExp(b.blend(80, b.compare(VectorOperators.GT, 80)));
    }

    static FloatVector tanh(FloatVector x, FloatVector e) {
        FloatVector s = x.mul(x);
        FloatVector p = of(-5.70498872745e-3f).fma(s, of(2.06390887954e-2f));
        p = p.fma(s, of(-5.37397155531e-2f));
        p = p.fma(s, of(1.33314422036e-1f));
        p = p.fma(s, of(-3.33332819422e-1f));
        FloatVector low = p.mul(s).fma(x, x);
        FloatVector high = of(1).sub(of(2).div(e.add(1)));
        return signed(low, high, x, 0.625f);
    }

    /** {@code high} with the sign of x where |x| is above a limit, else {@code low}. */
    private static FloatVector signed(
            FloatVector low, FloatVector high, FloatVector x, float limit) {
        FloatVector y = high.blend(high.neg(), x.compare(VectorOperators.LT, 0));
        return low.blend(y, x.abs().compare(VectorOperators.GT, limit));
    }

    static FloatVector sigmoid(FloatVector x) {
        return sigmoid(x, exp(x.abs().neg()));
    }

    static FloatVector silu(FloatVector x) {
        return x.mul(sigmoid(x));
    }

    static FloatVector logSigmoidExponential(FloatVector x) {
        return exp(x.abs().neg());
    }

    static FloatVector logSigmoid(FloatVector x, FloatVector e) {
        FloatVector low = x.blend(0, x.compare(VectorOperators.GT, 0));
        return low.sub(log1pOfUnit(e));
    }

    static FloatVector softplusExponential(FloatVector x, float beta, float threshold) {
        return exp(x.mul(beta).abs().neg());
    }

    static FloatVector softplus(FloatVector x, FloatVector e, float beta, float threshold) {
        FloatVector t = x.mul(beta);
        FloatVector high = of(0).blend(t, t.compare(VectorOperators.GT, 0));
        FloatVector y = high.add(log1pOfUnit(e)).div(beta);
        return y.blend(x, t.compare(VectorOperators.GT, threshold));
    }

    /** What erf subtracts from 1, or something too small for that. */
    static FloatVector erfExponential(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector q = of(-3.88396438e-3f).fma(a, of(2.42546219e-2f));
        FloatVector p = of(-1.72853470e-5f).fma(a, of(3.83197126e-4f)).fma(x.mul(x), q);
        p = p.fma(a, of(-1.06777877e-1f));
        p = p.fma(a, of(-6.34846687e-1f));
        p = p.fma(a, of(-1.28717512e-1f));
        p = p.fma(a, a.neg());
        return normalExp(p.blend(-80, p.compare(VectorOperators.LT, -80)));
    }

    static FloatVector erf(FloatVector x, FloatVector e) {
        FloatVector high = of(1).sub(e).blend(1, x.abs().compare(VectorOperators.GT, 4));
        FloatVector s = x.mul(x);
        FloatVector r = of(-5.96761703e-4f).fma(s, of(4.99119423e-3f));
        r = r.fma(s, of(-2.67681349e-2f));
        r = r.fma(s, of(1.12819925e-1f));
        r = r.fma(s, of(-3.76125336e-1f));
        r = r.fma(s, of(1.28379166e-1f));
        return signed(r.fma(x, x), high, x, 0.927734375f);
    }

    static FloatVector geluExponential(FloatVector x) {
        return erfExponential(x.mul(FloatFunctions.SQRT_HALF));
    }

    static FloatVector gelu(FloatVector x, FloatVector e) {
        return x.mul(0.5f).mul(erf(x.mul(FloatFunctions.SQRT_HALF), e).add(1));
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector inner = x.mul(x).mul(0.044715f).fma(x, x);
        return x.mul(sigmoid(inner.mul(1.5957691f)));
    }

    static FloatVector reluSlope(FloatVector g, FloatVector y) {
        return g.blend(0, y.compare(VectorOperators.LE, 0));
    }

    static FloatVector geluSlopeExponential(FloatVector x) {
        return geluExponential(x);
    }

    static FloatVector geluSlopeSecondExponential(FloatVector x) {
        return exp(x.mul(-0.5f).mul(x));
    }

    static FloatVector geluSlope(FloatVector g, FloatVector x, FloatVector e, FloatVector density) {
        FloatVector half = erf(x.mul(FloatFunctions.SQRT_HALF), e).add(1).mul(0.5f);
        return density.mul(FloatFunctions.DENSITY).fma(x, half).mul(g);
    }

    static FloatVector siluSlopeExponential(FloatVector x) {
        return exp(x.abs().neg());
    }

    static FloatVector siluSlope(FloatVector g, FloatVector x, FloatVector e) {
        FloatVector s = sigmoid(x, e);
        return s.mul(x.fma(of(1).sub(s), of(1))).mul(g);
    }

    private static FloatVector sigmoid(FloatVector x, FloatVector e) {
        return of(1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    static FloatVector geluTanhSlopeExponential(FloatVector x) {
        FloatVector b = bounded(x);
        FloatVector inner = b.mul(b).mul(0.044715f).fma(b, b);
        FloatVector t = inner.mul(1.5957691f).abs();
        FloatVector e = normalExp(t.neg());
        return e.blend(0, t.compare(VectorOperators.GT, FloatFunctions.GELU_SATURATED));
    }

    static FloatVector geluTanhSlope(FloatVector g, FloatVector x, FloatVector e) {
        FloatVector s = sigmoid(x, e);
        FloatVector rest = e.blend(1, x.compare(VectorOperators.LT, 0)).div(e.add(1));
        FloatVector b = bounded(x);
        FloatVector inner = b.mul(b).fma(of(0.134145f), of(1)).mul(1.5957691f);
        return s.mul(x.mul(rest).fma(inner, of(1))).mul(g);
    }

    private static FloatVector bounded(FloatVector x) {
        return clamp(x, -FloatFunctions.GELU_BOUND, FloatFunctions.GELU_BOUND);
    }
}
