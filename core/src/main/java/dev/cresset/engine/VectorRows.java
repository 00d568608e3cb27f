package dev.cresset.engine;

import dev.cresset.op.Elementwise;
import java.util.Objects;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Rows of floats on the vector unit. */
final class VectorRows implements RowMath {
    static final VectorRows INSTANCE = new VectorRows();

    private static final LaneSum ALONG = LaneSumCompiler.compile();
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

    private final Warm sums = new Warm(VectorRows::warmUpSums);
    private final Warm maxima = new Warm(VectorRows::warmUpMax);

    private VectorRows() {}

    /** Returns whether sums are compiled; asks for that if need be. */
    boolean sumsAreWarm() {
        return sums.ready();
    }

    /** Returns whether all that a softmax needs is compiled; asks for that if need be. */
    boolean softmaxIsWarm() {
        boolean exp = exponential().isWarm();
        boolean max = maxima.ready();
        return sums.ready() && max && exp;
    }

    private static VectorLoops exponential() {
        return Objects.requireNonNull(VectorLoops.of("exp"));
    }

    @Override
    public void exp(float[] x, float[] e, int n) {
        exponential().run(x, 0, e, 0, Elementwise.NONE, n);
    }

    @Override
    public float max(float[] x, int from, int n) {
        return maximum(x, from, n);
    }

    @Override
    public void maxRows(float[] x, int rows, int n, float[] most) {
        maxima(x, rows, n, most);
    }

    @Override
    public void addRows(float[] x, int from, int rows, int step, int n, double[] to) {
        add(x, from, rows, step, n, to);
    }

    @Override
    public void addLanes(float[] x, int from, int n, double[] lanes) {
        ALONG.run(x, from, n, lanes);
    }

    private static float maximum(float[] x, int from, int n) {
        int lanes = S.length();
        float max = x[from];
        int j = 0;
        if (n >= 2 * lanes) {
            FloatVector a = FloatVector.fromArray(S, x, from);
            FloatVector b = FloatVector.fromArray(S, x, from + lanes);
            for (j = 2 * lanes; j + 2 * lanes <= n; j += 2 * lanes) {
                a = a.max(FloatVector.fromArray(S, x, from + j));
                b = b.max(FloatVector.fromArray(S, x, from + j + lanes));
            }
            max = a.max(b).reduceLanes(VectorOperators.MAX);
        }
        for (; j < n; j++) {
            max = Math.max(max, x[from + j]);
        }
        return max;
    }

    private static void maxima(float[] x, int rows, int n, float[] most) {
        int lanes = S.length();
        int j = 0;
        for (; j + lanes <= n; j += lanes) {
            FloatVector max = FloatVector.fromArray(S, most, j);
            for (int r = 0; r < rows; r++) {
                max = max.max(FloatVector.fromArray(S, x, r * n + j));
            }
            max.intoArray(most, j);
        }
        for (; j < n; j++) {
            for (int r = 0; r < rows; r++) {
                most[j] = Math.max(most[j], x[r * n + j]);
            }
        }
    }

    private static void add(float[] x, int from, int rows, int step, int n, double[] to) {
        int lanes = S.length();
        int half = D.length();
        for (int r = 0; r < rows; r++) {
            int at = from + r * step;
            int j = 0;
            for (; j + lanes <= n; j += lanes) {
                FloatVector v = FloatVector.fromArray(S, x, at + j);
                DoubleVector low = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
                DoubleVector high = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 1);
                DoubleVector.fromArray(D, to, j).add(low).intoArray(to, j);
                DoubleVector.fromArray(D, to, j + half).add(high).intoArray(to, j + half);
            }
            for (; j < n; j++) {
                to[j] += x[at + j];
            }
        }
    }

    private static boolean warmUpSums() {
        float[] x = new float[4096];
        double[] to = new double[512];
        int[] lengths = {64, 67, 64, 33};
        return Warmup.repeat(64, i -> ALONG.run(x, i % 7, 32 + 32 * (i % 3), to))
                && Warmup.repeat(4096, i -> ALONG.run(x, 0, 4096, to))
                && Warmup.repeat(300, i -> add(x, i % 2, 4, 70, lengths[i % 4], to))
                && Warmup.repeat(4096, i -> add(x, 0, 64, 64, 64, to))
                && Warmup.repeat(4096, i -> add(x, 0, 8, 512, 500 + i % 13, to));
    }

    private static boolean warmUpMax() {
        float[] x = new float[4096];
        float[] most = new float[64];
        return Warmup.repeat(512, i -> maxima(x, 8, 64 - i % 5, most))
                && Warmup.repeat(4096, i -> maxima(x, 128, 32, most))
                && Warmup.repeat(512, i -> maximum(x, i % 3, 100 + i % 32))
                && Warmup.repeat(4096, i -> maximum(x, 0, 4096));
    }
}
