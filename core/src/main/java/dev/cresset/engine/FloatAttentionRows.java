package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Blocks of float32 scores: float arithmetic, with sums in double. */
final class FloatAttentionRows extends AttentionRows {
    /*
     * A block is worked on as a whole: the loops below, all of whose arrays are indexed from 0, are ones
     * that C2 vectorises. What is the same for all keys of a query is repeated for that.
     */
    private final float scale;
    private final Products products;
    private final RowMath math;
    private final float[] each;
    private final float[] whole;
    private final double[] sums;

    FloatAttentionRows(
            Block largest, double scale, @Nullable View mask, Products products, RowMath math) {
        super(mask);
        each = new float[largest.queries()];
        sums = new double[largest.queries()];
        whole = new float[largest.size()];
        this.scale = (float) scale;
        this.products = products;
        this.math = math;
    }

    @Override
    Object array(int n) {
        return new float[n];
    }

    @Override
    void multiply(Object a, Grid x, Object b, Grid y, Object c, Grid to, boolean onto) {
        products.multiply((float[]) a, x, (float[]) b, y, (float[]) c, to, onto);
    }

    @Override
    void weights(
            Object scores,
            Block block,
            int maskAt,
            Object statistics,
            int at,
            int step,
            boolean known) {
        float[] x = (float[]) scores;
        float[] maxAndSum = (float[]) statistics;
        int queries = block.queries();
        multiply(x, scale, block.size());
        mask(x, block, maskAt);
        for (int j = block.first(); j < block.keys(); j++) {
            int row = j * queries;
            Arrays.fill(x, row, row + block.blind(j), Float.NEGATIVE_INFINITY);
        }
        if (!known) {
            Arrays.fill(each, 0, queries, Float.NEGATIVE_INFINITY);
            math.maxRows(x, block.keys(), queries, each);
            for (int i = 0; i < queries; i++) {
                maxAndSum[at + i * step] = each[i] == Float.NEGATIVE_INFINITY ? 0 : each[i];
            }
        }
        for (int i = 0; i < queries; i++) {
            each[i] = maxAndSum[at + i * step];
        }
        repeat(block);
        subtract(x, whole, block.size());
        math.exp(x, x, block.size());
        if (!known) {
            addUp(x, block);
            for (int i = 0; i < queries; i++) {
                float sum = (float) sums[i];
                maxAndSum[at + i * step + 1] = sum == 0 ? 1 : sum;
            }
        }
        for (int i = 0; i < queries; i++) {
            each[i] = 1 / maxAndSum[at + i * step + 1];
        }
        repeat(block);
        multiply(x, whole, x, block.size());
    }

    @Override
    void slopes(Object weights, Object slopes, Block block) {
        float[] w = (float[]) weights;
        float[] d = (float[]) slopes;
        multiply(w, d, whole, block.size());
        addUp(whole, block);
        for (int i = 0; i < block.queries(); i++) {
            each[i] = (float) sums[i];
        }
        repeat(block);
        slopes(w, d, whole, scale, block.size());
    }

    /** Adds up what belongs to each query. */
    private void addUp(float[] x, Block block) {
        Arrays.fill(sums, 0, block.queries(), 0);
        math.addRows(x, 0, block.keys(), block.queries(), block.queries(), sums);
    }

    /** Fills the array for a whole block with the queries' numbers, once for each key. */
    private void repeat(Block block) {
        int size = block.size();
        int done = Math.min(block.queries(), size);
        System.arraycopy(each, 0, whole, 0, done);
        while (done > 0 && done < size) {
            int more = Math.min(done, size - done);
            System.arraycopy(whole, 0, whole, done, more);
            done += more;
        }
    }

    private static void multiply(float[] x, float y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] *= y;
        }
    }

    private static void multiply(float[] x, float[] y, float[] z, int n) {
        for (int j = 0; j < n; j++) {
            z[j] = x[j] * y[j];
        }
    }

    private static void subtract(float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] -= y[j];
        }
    }

    private static void slopes(float[] w, float[] d, float[] sum, float scale, int n) {
        for (int j = 0; j < n; j++) {
            d[j] = w[j] * (d[j] - sum[j]) * scale;
        }
    }

    @Override
    void zero(Object x, int from, int to) {
        Arrays.fill((float[]) x, from, to, 0);
    }
}
