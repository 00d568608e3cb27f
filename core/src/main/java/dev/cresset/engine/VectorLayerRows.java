package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link LayerRows} on the vector unit. */
final class VectorLayerRows implements LayerRows {
    static final VectorLayerRows INSTANCE = new VectorLayerRows();

    /** The elements from which on this is worth it. */
    private static final int LEAST = 512;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final Warm forward = new Warm(VectorLayerRows::warmUpForward);
    private final Warm backward = new Warm(VectorLayerRows::warmUpBackward);

    private VectorLayerRows() {}

    /** Returns whether an op normalises rows, that is worth it, and the loops are compiled. */
    static boolean takes(NeuralOp.Normalization op, View[] in, boolean eager) {
        return FloatLayerNorm.suits(op, in[0], in)
                && (eager || (in[0].numel() >= LEAST && INSTANCE.forward.ready()));
    }

    /** Returns whether an op is the gradient of such an op, and its loops are compiled. */
    static boolean takes(NeuralOp.NormalizationGradient op, View[] in, boolean eager) {
        return FloatLayerNorm.suits(op.of(), in[1], in)
                && (eager || (in[1].numel() >= LEAST && INSTANCE.backward.ready()));
    }

    @Override
    public void sum(float[] x, int from, int n, float[] chains) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            for (int j = 0; j < LANES; j += S.length()) {
                add(x, from + i + j, chains, j);
            }
        }
        for (int j = 0; i <= n - S.length(); i += S.length(), j += S.length()) {
            add(x, from + i, chains, j);
        }
        LayerRows.sum(x, from, n, chains, i);
    }

    private static void add(float[] x, int at, float[] chains, int lane) {
        FloatVector.fromArray(S, x, at)
                .add(FloatVector.fromArray(S, chains, lane))
                .intoArray(chains, lane);
    }

    @Override
    public void squares(float[] x, int from, int n, float m, float[] chains) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            for (int j = 0; j < LANES; j += S.length()) {
                square(x, from + i + j, m, chains, j);
            }
        }
        for (int j = 0; i <= n - S.length(); i += S.length(), j += S.length()) {
            square(x, from + i, m, chains, j);
        }
        LayerRows.squares(x, from, n, m, chains, i);
    }

    private static void square(float[] x, int at, float m, float[] chains, int lane) {
        FloatVector d = FloatVector.fromArray(S, x, at).sub(m);
        d.fma(d, FloatVector.fromArray(S, chains, lane)).intoArray(chains, lane);
    }

    @Override
    public void apply(Row r, float[] x, float[] w, float[] b, float[] y) {
        int n = r.n();
        int at = r.at();
        int weight = r.weight();
        float mean = r.mean();
        float rest = r.rest();
        float scale = r.scale();
        int i = 0;
        for (; i <= n - S.length(); i += S.length()) {
            FloatVector.fromArray(S, x, at + i)
                    .sub(mean)
                    .add(rest)
                    .mul(scale)
                    .fma(
                            FloatVector.fromArray(S, w, weight + i),
                            FloatVector.fromArray(S, b, weight + i))
                    .intoArray(y, at + i);
        }
        LayerRows.apply(r, x, w, b, y, i);
    }

    @Override
    public void gather(Row r, float[] g, float[] x, float[] w, Sums s) {
        int n = r.n();
        int at = r.at();
        int weight = r.weight();
        float mean = r.mean();
        float rest = r.rest();
        float scale = r.scale();
        int i = 0;
        for (; i <= n - S.length(); i += S.length()) {
            int lane = i % LANES;
            FloatVector z = FloatVector.fromArray(S, x, at + i).sub(mean).add(rest).mul(scale);
            FloatVector v = FloatVector.fromArray(S, g, at + i);
            FloatVector a = v.mul(FloatVector.fromArray(S, w, weight + i));
            v.fma(z, FloatVector.fromArray(S, s.weight, weight + i))
                    .intoArray(s.weight, weight + i);
            v.add(FloatVector.fromArray(S, s.bias, weight + i)).intoArray(s.bias, weight + i);
            a.add(FloatVector.fromArray(S, s.gradients, lane)).intoArray(s.gradients, lane);
            a.fma(z, FloatVector.fromArray(S, s.products, lane)).intoArray(s.products, lane);
        }
        LayerRows.gather(r, g, x, w, s, i);
    }

    @Override
    public void slope(Row r, float[] g, float[] x, float[] w, Line line, float[] dx) {
        int n = r.n();
        int at = r.at();
        int weight = r.weight();
        FloatVector mean = FloatVector.broadcast(S, r.mean());
        FloatVector factor = FloatVector.broadcast(S, line.factor());
        float shift = line.shift();
        float scale = r.scale();
        int i = 0;
        for (; i <= n - S.length(); i += S.length()) {
            FloatVector a =
                    FloatVector.fromArray(S, g, at + i)
                            .mul(FloatVector.fromArray(S, w, weight + i))
                            .sub(shift);
            mean.sub(FloatVector.fromArray(S, x, at + i))
                    .fma(factor, a)
                    .mul(scale)
                    .intoArray(dx, at + i);
        }
        LayerRows.slope(r, g, x, w, line, dx, i);
    }

    private static boolean warmUpForward() {
        int n = 1024;
        float[] x = new float[n + 1];
        float[] y = new float[n + 1];
        float[] chains = new float[LANES];
        return Warmup.repeat(n, i -> INSTANCE.sum(x, i % 2, n - i % 50, chains))
                && Warmup.repeat(n, i -> INSTANCE.squares(x, i % 2, n - i % 50, 0, chains))
                && Warmup.repeat(n, i -> INSTANCE.apply(row(n, i), x, x, x, y));
    }

    private static boolean warmUpBackward() {
        int n = 1024;
        float[] x = new float[n + 1];
        float[] y = new float[n + 1];
        Sums sums = new Sums(n);
        Line line = new Line(0, 0);
        return Warmup.repeat(n, i -> INSTANCE.gather(row(n, i), x, x, x, sums))
                && Warmup.repeat(n, i -> INSTANCE.slope(row(n, i), x, x, x, line, y));
    }

    private static Row row(int n, int i) {
        return new Row(i % 2, 0, n - i % 50, 0, 0, 1);
    }
}
