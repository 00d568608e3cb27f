package dev.cresset.engine;

import dev.cresset.op.Update;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * Optimisers' updates of dense float32 parameters by steps of many stages: a block at a time is
 * taken through all of them in the first-level cache, so that memory is passed over once.
 *
 * <p>Each stage is one elementwise op of the composition that defines the update, in its
 * arithmetic.
 */
final class UpdateBlocks {
    /*
     * Blocks are copied to arrays of their own, all indexed from 0: C2 vectorises such loops, and need
     * not know which options an update has.
     */
    private static final int SIZE = 1024;
    private static final int ARRAYS = 7;

    private static final ThreadLocal<@Nullable SoftReference<float[][]>> SCRATCH =
            new ThreadLocal<>();

    private final float[] p;
    private final float[] g;
    private final float[] a;
    private final float[] b;
    private final float[] c;
    private final float[] t;
    private final float[] u;
    private int n;

    private UpdateBlocks(float[][] scratch) {
        p = scratch[0];
        g = scratch[1];
        a = scratch[2];
        b = scratch[3];
        c = scratch[4];
        t = scratch[5];
        u = scratch[6];
    }

    /** Executes an update of arrays of n elements, in the order of its operands. */
    static void run(Update update, int n, float[]... x) {
        SoftReference<float[][]> held = SCRATCH.get();
        float[][] scratch = held == null ? null : held.get();
        if (scratch == null) {
            scratch = new float[ARRAYS][SIZE];
            SCRATCH.set(new SoftReference<>(scratch));
        }
        UpdateBlocks block = new UpdateBlocks(scratch);
        for (int at = 0; at < n; at += SIZE) {
            block.n = Math.min(SIZE, n - at);
            for (int i = 0; i < x.length; i++) {
                System.arraycopy(x[i], at, scratch[i], 0, block.n);
            }
            block.step(update);
            for (int i = 0; i < x.length; i++) {
                if (i != 1) {
                    System.arraycopy(scratch[i], 0, x[i], at, block.n);
                }
            }
        }
    }

    private void step(Update update) {
        switch (update) {
            case Update.RootMeanSquare r -> rootMeanSquare(r);
            case Update.SquareSum s -> squareSum(s);
            case Update.Deltas d -> deltas(d);
            case Update.Greatest m -> greatest(m);
            case Update.NesterovMoments m -> nesterov(m);
            case Update.RectifiedMoments m -> rectified(m);
            case Update.Average m -> average(m);
            case Update.Descent d -> throw new IllegalArgumentException("update: " + update);
            case Update.Momentum m -> throw new IllegalArgumentException("update: " + update);
            case Update.Moments m -> throw new IllegalArgumentException("update: " + update);
        }
    }

    private void rootMeanSquare(Update.RootMeanSquare o) {
        decay(o.decay());
        squares(a, o.alpha());
        float[] buffer = b;
        if (o.centered()) {
            lerp(b, 1 - o.alpha());
            copy(a, t);
            addcmul(t, b, b, -1);
            sqrt(t, t);
            buffer = c;
        } else {
            sqrt(a, t);
        }
        add(t, o.eps());
        if (o.momentum() > 0) {
            mul(buffer, o.momentum());
            addcdiv(buffer, g, t, 1);
            addScaled(p, buffer, -o.lr());
        } else {
            addcdiv(p, g, t, -o.lr());
        }
    }

    private void squareSum(Update.SquareSum o) {
        decay(o.decay());
        addcmul(a, g, g, 1);
        sqrt(a, t);
        add(t, o.eps());
        addcdiv(p, g, t, -o.lr());
    }

    private void deltas(Update.Deltas o) {
        decay(o.decay());
        squares(a, o.rho());
        copy(b, t);
        add(t, o.eps());
        sqrt(t, t);
        copy(a, u);
        add(u, o.eps());
        sqrt(u, u);
        for (int i = 0; i < n; i++) {
            t[i] = t[i] / u[i] * g[i];
        }
        mul(b, o.rho());
        addcmul(b, t, t, 1 - o.rho());
        addScaled(p, t, -o.lr());
    }

    private void greatest(Update.Greatest o) {
        decay(o.decay());
        lerp(a, o.weight1());
        mul(b, o.beta2());
        float eps = (float) o.eps();
        for (int i = 0; i < n; i++) {
            b[i] = FloatMath.maximum(b[i], FloatMath.abs(g[i]) + eps);
        }
        addcdiv(p, a, b, o.step());
    }

    private void nesterov(Update.NesterovMoments o) {
        mul(p, o.shrink());
        decay(o.decay());
        lerp(a, o.weight1());
        squares(b, o.beta2());
        copy(b, t);
        div(t, o.bias2());
        sqrt(t, t);
        add(t, o.eps());
        addcdiv(p, g, t, o.gradientStep());
        addcdiv(p, a, t, o.meanStep());
    }

    private void rectified(Update.RectifiedMoments o) {
        mul(p, o.shrink());
        decay(o.decay());
        lerp(a, o.weight1());
        squares(b, o.beta2());
        copy(a, t);
        div(t, o.bias1());
        mul(t, o.lr());
        if (o.rectified() != 0) {
            sqrt(b, u);
            add(u, o.eps());
            for (int i = 0; i < n; i++) {
                u[i] = FloatMath.reciprocal(u[i]);
            }
            mul(u, o.root());
            for (int i = 0; i < n; i++) {
                t[i] = t[i] * u[i];
            }
            mul(t, o.rectified());
        }
        for (int i = 0; i < n; i++) {
            p[i] = p[i] - t[i];
        }
    }

    private void average(Update.Average o) {
        decay(o.decay());
        mul(p, o.shrink());
        addScaled(p, g, -o.eta());
        if (o.mu() == 1) {
            copy(p, a);
            return;
        }
        float mu = (float) o.mu();
        for (int i = 0; i < n; i++) {
            a[i] = a[i] + (p[i] - a[i]) * mu;
        }
    }

    // ---- stages

    private void decay(double decay) {
        if (decay != 0) {
            addScaled(g, p, decay);
        }
    }

    /** {@code v = kept * v + (1 - kept) * g^2}. */
    private void squares(float[] v, double kept) {
        mul(v, kept);
        addcmul(v, g, g, 1 - kept);
    }

    private void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, n);
    }

    private void mul(float[] x, double factor) {
        float f = (float) factor;
        for (int i = 0; i < n; i++) {
            x[i] = x[i] * f;
        }
    }

    private void div(float[] x, double divisor) {
        float f = (float) divisor;
        for (int i = 0; i < n; i++) {
            x[i] = x[i] / f;
        }
    }

    private void add(float[] x, double term) {
        float f = (float) term;
        for (int i = 0; i < n; i++) {
            x[i] = x[i] + f;
        }
    }

    private void sqrt(float[] from, float[] to) {
        for (int i = 0; i < n; i++) {
            to[i] = FloatMath.sqrt(from[i]);
        }
    }

    private void addScaled(float[] x, float[] y, double alpha) {
        float f = (float) alpha;
        for (int i = 0; i < n; i++) {
            x[i] = FloatMath.addScaled(x[i], y[i], f);
        }
    }

    /** Moves a mean towards the gradient. */
    private void lerp(float[] mean, double weight) {
        float w = (float) weight;
        for (int i = 0; i < n; i++) {
            mean[i] = FloatMath.lerp(mean[i], g[i], w);
        }
    }

    private void addcmul(float[] x, float[] y, float[] z, double value) {
        float f = (float) value;
        for (int i = 0; i < n; i++) {
            x[i] = FloatMath.addcmul(x[i], y[i], z[i], f);
        }
    }

    private void addcdiv(float[] x, float[] y, float[] z, double value) {
        float f = (float) value;
        for (int i = 0; i < n; i++) {
            x[i] = FloatMath.addcdiv(x[i], y[i], z[i], f);
        }
    }
}
