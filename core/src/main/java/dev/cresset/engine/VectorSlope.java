package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Slope;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of relu on the vector unit: half of all signs being negative, a loop of branches is
 * many times slower. The other slopes have no branches.
 */
final class VectorSlope {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** The elements from which on the loop is worth it. */
    private static final int LEAST = 512;

    /** The elements that are worth a task. */
    private static final int TASK = 1 << 15;

    private static final Warm WARM = new Warm(VectorSlope::warmUp);

    private VectorSlope() {}

    /** Returns whether inputs are dense floats, and the loop is worth it and compiled. */
    static boolean takes(Slope op, DType compute, View[] in, boolean eager) {
        return op == Slope.RELU
                && compute == DType.FLOAT32
                && dense(in[0])
                && dense(in[1])
                && (eager || (in[0].numel() >= LEAST && WARM.ready()));
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
                (a, b) -> relu(g, gi + a, y, yi + a, to, ti + a, b - a));
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

    private static boolean warmUp() {
        int n = 4096;
        float[] x = new float[n];
        float[] to = new float[n];
        return Warmup.repeat(n, i -> relu(x, 0, x, 0, to, 0, n - i % 2));
    }
}
