package dev.cresset;

import dev.cresset.engine.Element;
import dev.cresset.engine.NormalBlocks;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;

/**
 * Fills a view with normal values by the Box-Muller transform, with PyTorch's numbers.
 *
 * <p>Fewer than 16 elements, or a view that is not contiguous: one by one in double, in pairs of
 * which the second is kept in the generator. Otherwise in blocks of 16: from uniforms {@code
 * d[0..15]}, {@code rad = sqrt(-2 * log(1 - d[j]))} and {@code th = 2 * pi * d[j + 8]} give the
 * elements {@code rad * cos(th)} and {@code rad * sin(th)}, 8 places apart. A tail shorter than 16
 * is covered by transforming 16 new uniforms into the last 16 elements.
 *
 * <p>float32 blocks are exact to the bit; float64 values are {@link StrictMath}'s, within 4 ulp of
 * max(|value|, |mean|) of PyTorch's.
 */
final class NormalFill {
    private static final int BLOCK = 16;
    private static final int HALF = 8;

    /** Elements that are transformed at once: a whole number of blocks. */
    private static final int CHUNK = 1024;

    private NormalFill() {}

    /**
     * Fills with normal values of this mean and standard deviation.
     *
     * @throws IllegalArgumentException if the dtype is not floating or std is negative or NaN
     */
    static void normal(View out, double mean, double std, Generator g) {
        RandomFill.checkFloating("normal_", out.dtype());
        if (!(std >= 0)) {
            throw new IllegalArgumentException("normal_: expects std >= 0.0, but found std=" + std);
        }
        if (out.numel() < BLOCK || !out.layout().isContiguous()) {
            serial(out, mean, std, g);
            return;
        }
        int start = out.layout().offset();
        int n = out.numel();
        synchronized (g) {
            switch (out.storage()) {
                case Storage.Floats f -> floats(f.array, start, n, (float) mean, (float) std, g);
                case Storage.Doubles d -> doubles(d.array, start, n, mean, std, g);
                case Storage.Shorts s -> halves(out, s, start, (float) mean, (float) std, g);
                case Storage.Longs _, Storage.Ints _, Storage.Bytes _ ->
                        throw new IllegalArgumentException(
                                "normal_: a storage of "
                                        + out.storage().getClass().getSimpleName()
                                        + " cannot hold "
                                        + out.dtype());
            }
        }
    }

    /** Draws one standard normal value; the caller holds the generator's lock. */
    static double next(Generator g) {
        if (g.hasCachedNormal()) {
            return g.takeCachedNormal();
        }
        double u1 = g.u53();
        double u2 = g.u53();
        double radius = Math.sqrt(-2 * StrictMath.log1p(-u2));
        double theta = 2 * Math.PI * u1;
        g.cacheNormal(radius * StrictMath.sin(theta));
        return radius * StrictMath.cos(theta);
    }

    private static void serial(View out, double mean, double std, Generator g) {
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    for (int i = 0; i < n; i++) {
                        v[i] = Math.fma(next(gen), std, mean);
                    }
                });
    }

    private static void floats(float[] x, int start, int n, float mean, float std, Generator g) {
        FloatBlocks blocks = new FloatBlocks(Math.min(CHUNK, n / BLOCK * BLOCK));
        NormalBlocks vectors = NormalBlocks.of(n);
        int[] words = new int[Math.min(CHUNK, n)];
        for (int done = 0, count; done < n; done += count) {
            count = Math.min(CHUNK, n - done);
            Fill.u24(g, words, x, start + done, count);
            int whole = count / BLOCK * BLOCK;
            if (vectors != null) {
                vectors.transform(x, start + done, whole, mean, std);
            } else {
                blocks.transform(x, start + done, whole, mean, std);
            }
        }
        if (n % BLOCK != 0) {
            Fill.u24(g, words, x, start + n - BLOCK, BLOCK);
            blocks.transform(x, start + n - BLOCK, BLOCK, mean, std);
        }
    }

    /** Draws as float32 does, but each block's uniforms just before it, and rounds at the end. */
    private static void halves(
            View out, Storage.Shorts storage, int start, float mean, float std, Generator g) {
        int n = out.numel();
        int whole = n / BLOCK * BLOCK;
        FloatBlocks blocks = new FloatBlocks(CHUNK);
        float[] x = new float[Math.min(CHUNK, whole)];
        for (int done = 0, count; done < whole; done += count) {
            count = Math.min(CHUNK, whole - done);
            halfBlocks(out, storage, start + done, x, count, blocks, mean, std, g);
        }
        if (whole < n) {
            halfBlocks(out, storage, start + n - BLOCK, x, BLOCK, blocks, mean, std, g);
        }
    }

    private static void halfBlocks(
            View out,
            Storage.Shorts storage,
            int start,
            float[] x,
            int count,
            FloatBlocks blocks,
            float mean,
            float std,
            Generator g) {
        Fill.u24(g, x, 0, count);
        blocks.transform(x, 0, count, mean, std);
        for (int i = 0; i < count; i++) {
            Element.setDouble(out.dtype(), storage, start + i, x[i]);
        }
    }

    private static void doubles(
            double[] x, int start, int n, double mean, double std, Generator g) {
        double[] tail = new double[BLOCK];
        for (int i = 0; i < n; i++) {
            x[start + i] = g.u53();
        }
        int whole = n / BLOCK * BLOCK;
        for (int done = 0; done < whole; done += BLOCK) {
            block(x, start + done, mean, std);
        }
        if (whole < n) {
            Fill.u53(g, tail, BLOCK);
            block(tail, 0, mean, std);
            System.arraycopy(tail, 0, x, start + n - BLOCK, BLOCK);
        }
    }

    private static void block(double[] x, int at, double mean, double std) {
        for (int j = at; j < at + HALF; j++) {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - x[j]));
            double theta = 2 * Math.PI * x[j + HALF];
            x[j] = Math.fma(radius * StrictMath.cos(theta), std, mean);
            x[j + HALF] = Math.fma(radius * StrictMath.sin(theta), std, mean);
        }
    }
}
