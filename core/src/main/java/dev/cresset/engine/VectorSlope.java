package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Slope;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradients of relu and gelu on the vector unit. Half of all signs being negative, a loop of
 * branches is many times slower than relu's; gelu's has an error function and an exponential.
 */
final class VectorSlope {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** The elements from which on the loop is worth it. */
    private static final int LEAST = 512;

    /** The elements that are worth a task. */
    private static final int TASK = 1 << 15;

    private static final int CHUNK = 1024;

    private static final Warm RELU = new Warm(VectorSlope::warmUpRelu);
    private static final Warm GELU = new Warm(VectorSlope::warmUpGelu);
    private static final VectorLoops ERF = loops("erf");
    private static final VectorLoops EXP = loops("exp");

    private VectorSlope() {}

    /** Returns whether inputs are dense floats, and the loop is worth it and compiled. */
    static boolean takes(Slope op, DType compute, View[] in, boolean eager) {
        boolean offered = op == Slope.RELU || op == Slope.GELU;
        return offered
                && compute == DType.FLOAT32
                && dense(in[0])
                && dense(in[1])
                && (eager || (in[0].numel() >= LEAST && warm(op)));
    }

    private static boolean warm(Slope op) {
        if (op == Slope.RELU) {
            return RELU.ready();
        }
        boolean erf = ERF.isWarm();
        boolean exp = EXP.isWarm();
        return GELU.ready() && erf && exp;
    }

    private static VectorLoops loops(String kernel) {
        return Objects.requireNonNull(VectorLoops.of(kernel));
    }

    static void run(Slope op, View[] in, View out) {
        if (!dense(out)) {
            StridedLoops.run(op, DType.FLOAT32, in, out);
            return;
        }
        float[] g = ((Storage.Floats) in[0].storage()).array;
        float[] y = ((Storage.Floats) in[1].storage()).array;
        float[] to = ((Storage.Floats) out.storage()).array;
        int gi = in[0].layout().offset();
        int yi = in[1].layout().offset();
        int ti = out.layout().offset();
        int n = out.numel();
        Workers.ranges(
                n,
                Workers.tasks(n, TASK, 256),
                (a, b) -> {
                    if (op == Slope.RELU) {
                        relu(g, gi + a, y, yi + a, to, ti + a, b - a);
                    } else {
                        gelu(g, gi + a, y, yi + a, to, ti + a, b - a);
                    }
                });
    }

    private static boolean dense(View x) {
        return x.dtype() == DType.FLOAT32 && x.layout().isContiguous();
    }

    private static void relu(float[] g, int gi, float[] y, int yi, float[] to, int ti, int n) {
        int i = 0;
        for (; i < S.loopBound(n); i += S.length()) {
            FloatVector at = FloatVector.fromArray(S, y, yi + i);
            FloatVector.fromArray(S, g, gi + i)
                    .blend(0, at.compare(VectorOperators.LE, 0))
                    .intoArray(to, ti + i);
        }
        for (; i < n; i++) {
            to[ti + i] = FloatMath.reluSlope(g[gi + i], y[yi + i]);
        }
    }

    /** {@link FloatFunctions#geluSlope}, step by step over chunks that stay in the cache. */
    private static void gelu(float[] g, int gi, float[] x, int xi, float[] to, int ti, int n) {
        float[] error = new float[Math.min(CHUNK, n)];
        float[] density = new float[error.length];
        for (int i = 0; i < n; i += CHUNK) {
            int m = Math.min(CHUNK, n - i);
            arguments(x, xi + i, error, density, m);
            ERF.run(error, 0, error, 0, Elementwise.NONE, m);
            EXP.run(density, 0, density, 0, Elementwise.NONE, m);
            combine(g, gi + i, x, xi + i, error, density, to, ti + i, m);
        }
    }

    private static void arguments(float[] x, int xi, float[] error, float[] density, int n) {
        int i = 0;
        for (; i < S.loopBound(n); i += S.length()) {
            FloatVector v = FloatVector.fromArray(S, x, xi + i);
            v.mul(FloatFunctions.SQRT_HALF).intoArray(error, i);
            v.mul(-0.5f).mul(v).intoArray(density, i);
        }
        for (; i < n; i++) {
            float v = x[xi + i];
            error[i] = v * FloatFunctions.SQRT_HALF;
            density[i] = -0.5f * v * v;
        }
    }

    private static void combine(
            float[] g,
            int gi,
            float[] x,
            int xi,
            float[] error,
            float[] density,
            float[] to,
            int ti,
            int n) {
        int i = 0;
        for (; i < S.loopBound(n); i += S.length()) {
            FloatVector half = FloatVector.fromArray(S, error, i).add(1).mul(0.5f);
            FloatVector.fromArray(S, density, i)
                    .mul(FloatFunctions.DENSITY)
                    .fma(FloatVector.fromArray(S, x, xi + i), half)
                    .mul(FloatVector.fromArray(S, g, gi + i))
                    .intoArray(to, ti + i);
        }
        for (; i < n; i++) {
            float d = density[i] * FloatFunctions.DENSITY;
            to[ti + i] = g[gi + i] * Math.fma(x[xi + i], d, 0.5f * (error[i] + 1));
        }
    }

    private static boolean warmUpGelu() {
        int n = 1024;
        float[] x = new float[n];
        float[] y = new float[n];
        float[] to = new float[n];
        return Warmup.repeat(2.0 * n, i -> arguments(x, 0, y, to, n - i % 2))
                && Warmup.repeat(2.0 * n, i -> combine(x, 0, x, 0, y, y, to, 0, n - i % 2));
    }

    private static boolean warmUpRelu() {
        int n = 4096;
        float[] x = new float[n];
        float[] to = new float[n];
        return Warmup.repeat(n, i -> relu(x, 0, x, 0, to, 0, n - i % 2));
    }
}
