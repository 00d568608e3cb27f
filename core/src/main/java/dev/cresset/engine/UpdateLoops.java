package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Update;

/** Optimisers' updates of dense float32 parameters, each in one pass and without temporaries. */
public final class UpdateLoops {
    /*
     * The arithmetic is FloatMath's, step by step that of the elementwise ops, so that the bits are
     * the same. Options that change the formula choose a loop of their own: C2 vectorises loops
     * without branches whose arrays are all indexed by the loop variable.
     */
    private UpdateLoops() {}

    /** Returns whether there is a loop for views: float32, dense, all of their own storage. */
    public static boolean supports(View... views) {
        int n = views[0].numel();
        for (int i = 0; i < views.length; i++) {
            View x = views[i];
            if (x.dtype() != DType.FLOAT32
                    || !x.layout().isContiguous()
                    || x.layout().offset() != 0
                    || x.numel() != n) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                if (views[j].storage() == x.storage()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Executes an update of views that are supported. */
    public static void run(Update update, View... views) {
        int n = views[0].numel();
        float[] p = floats(views[0]);
        float[] g = floats(views[1]);
        switch (update) {
            case Update.RootMeanSquare u -> blocks(u, n, views);
            case Update.SquareSum u -> blocks(u, n, views);
            case Update.Deltas u -> blocks(u, n, views);
            case Update.Greatest u -> blocks(u, n, views);
            case Update.NesterovMoments u -> blocks(u, n, views);
            case Update.RectifiedMoments u -> blocks(u, n, views);
            case Update.Average u -> blocks(u, n, views);
            case Update.Descent d -> descent(d, p, g, n);
            case Update.Momentum m -> momentum(m, p, g, floats(views[2]), n);
            case Update.Moments m -> {
                float[] mean = floats(views[2]);
                float[] square = floats(views[3]);
                if (m.greatest()) {
                    float[] greatest = floats(views[4]);
                    if (m.decay() == 0) {
                        greatest(m, p, g, mean, square, greatest, n);
                    } else {
                        greatestDecayed(m, p, g, mean, square, greatest, n);
                    }
                } else if (m.decay() == 0) {
                    moments(m, p, g, mean, square, n);
                } else {
                    momentsDecayed(m, p, g, mean, square, n);
                }
            }
        }
    }

    private static void blocks(Update update, int n, View... views) {
        float[][] arrays = new float[views.length][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = floats(views[i]);
        }
        UpdateBlocks.run(update, n, arrays);
    }

    private static float[] floats(View x) {
        return ((Storage.Floats) x.storage()).array;
    }

    private static void descent(Update.Descent d, float[] p, float[] g, int n) {
        float step = (float) -d.lr();
        float decay = (float) d.decay();
        if (decay == 0) {
            for (int i = 0; i < n; i++) {
                p[i] = FloatMath.addScaled(p[i], g[i], step);
            }
        } else {
            for (int i = 0; i < n; i++) {
                float s = FloatMath.addScaled(g[i], p[i], decay);
                p[i] = FloatMath.addScaled(p[i], s, step);
            }
        }
    }

    private static void momentum(Update.Momentum m, float[] p, float[] g, float[] b, int n) {
        float step = (float) -m.lr();
        float decay = (float) m.decay();
        float kept = (float) m.momentum();
        float fresh = (float) m.fresh();
        if (decay == 0 && !m.nesterov()) {
            for (int i = 0; i < n; i++) {
                float v = FloatMath.addScaled(kept * b[i], g[i], fresh);
                b[i] = v;
                p[i] = FloatMath.addScaled(p[i], v, step);
            }
        } else if (decay == 0) {
            for (int i = 0; i < n; i++) {
                float v = FloatMath.addScaled(kept * b[i], g[i], fresh);
                b[i] = v;
                p[i] = FloatMath.addScaled(p[i], FloatMath.addScaled(g[i], v, kept), step);
            }
        } else if (!m.nesterov()) {
            for (int i = 0; i < n; i++) {
                float s = FloatMath.addScaled(g[i], p[i], decay);
                float v = FloatMath.addScaled(kept * b[i], s, fresh);
                b[i] = v;
                p[i] = FloatMath.addScaled(p[i], v, step);
            }
        } else {
            for (int i = 0; i < n; i++) {
                float s = FloatMath.addScaled(g[i], p[i], decay);
                float v = FloatMath.addScaled(kept * b[i], s, fresh);
                b[i] = v;
                p[i] = FloatMath.addScaled(p[i], FloatMath.addScaled(s, v, kept), step);
            }
        }
    }

    private static void moments(
            Update.Moments o, float[] p, float[] g, float[] m, float[] v, int n) {
        float shrink = (float) o.shrink();
        float weight1 = (float) o.weight1();
        float beta2 = (float) o.beta2();
        float weight2 = (float) (1 - o.beta2());
        float root = (float) o.root();
        float eps = (float) o.eps();
        float step = (float) o.step();
        for (int i = 0; i < n; i++) {
            float s = g[i];
            float mean = FloatMath.lerp(m[i], s, weight1);
            float square = FloatMath.addcmul(v[i] * beta2, s, s, weight2);
            m[i] = mean;
            v[i] = square;
            float below = FloatMath.sqrt(square) / root + eps;
            p[i] = FloatMath.addcdiv(p[i] * shrink, mean, below, step);
        }
    }

    private static void momentsDecayed(
            Update.Moments o, float[] p, float[] g, float[] m, float[] v, int n) {
        float shrink = (float) o.shrink();
        float decay = (float) o.decay();
        float weight1 = (float) o.weight1();
        float beta2 = (float) o.beta2();
        float weight2 = (float) (1 - o.beta2());
        float root = (float) o.root();
        float eps = (float) o.eps();
        float step = (float) o.step();
        for (int i = 0; i < n; i++) {
            float x = p[i] * shrink;
            float s = FloatMath.addScaled(g[i], x, decay);
            float mean = FloatMath.lerp(m[i], s, weight1);
            float square = FloatMath.addcmul(v[i] * beta2, s, s, weight2);
            m[i] = mean;
            v[i] = square;
            float below = FloatMath.sqrt(square) / root + eps;
            p[i] = FloatMath.addcdiv(x, mean, below, step);
        }
    }

    private static void greatest(
            Update.Moments o, float[] p, float[] g, float[] m, float[] v, float[] max, int n) {
        float shrink = (float) o.shrink();
        float weight1 = (float) o.weight1();
        float beta2 = (float) o.beta2();
        float weight2 = (float) (1 - o.beta2());
        float root = (float) o.root();
        float eps = (float) o.eps();
        float step = (float) o.step();
        for (int i = 0; i < n; i++) {
            float s = g[i];
            float mean = FloatMath.lerp(m[i], s, weight1);
            float square = FloatMath.addcmul(v[i] * beta2, s, s, weight2);
            float most = FloatMath.maximum(max[i], square);
            m[i] = mean;
            v[i] = square;
            max[i] = most;
            float below = FloatMath.sqrt(most) / root + eps;
            p[i] = FloatMath.addcdiv(p[i] * shrink, mean, below, step);
        }
    }

    private static void greatestDecayed(
            Update.Moments o, float[] p, float[] g, float[] m, float[] v, float[] max, int n) {
        float shrink = (float) o.shrink();
        float decay = (float) o.decay();
        float weight1 = (float) o.weight1();
        float beta2 = (float) o.beta2();
        float weight2 = (float) (1 - o.beta2());
        float root = (float) o.root();
        float eps = (float) o.eps();
        float step = (float) o.step();
        for (int i = 0; i < n; i++) {
            float x = p[i] * shrink;
            float s = FloatMath.addScaled(g[i], x, decay);
            float mean = FloatMath.lerp(m[i], s, weight1);
            float square = FloatMath.addcmul(v[i] * beta2, s, s, weight2);
            float most = FloatMath.maximum(max[i], square);
            m[i] = mean;
            v[i] = square;
            max[i] = most;
            float below = FloatMath.sqrt(most) / root + eps;
            p[i] = FloatMath.addcdiv(x, mean, below, step);
        }
    }
}
