package dev.cresset.engine;

import java.util.Arrays;

/**
 * Convolutions with one channel and few results for each group: line by line of the results, in
 * loops that C2 vectorises.
 */
final class DepthwiseConvolution {
    /** Up to so many results for each channel, they are computed line by line. */
    private static final int FEW_ROWS = 4;

    /** The multiplications that are worth a task. */
    private static final long TASK = 1 << 18;

    private DepthwiseConvolution() {}

    static boolean suits(int channels, int results) {
        return channels == 1 && results <= FEW_ROWS;
    }

    /**
     * Computes the results of a group for some examples.
     *
     * @param weights where the group's weights are, a row for each result
     * @param to where its results begin in y
     * @param outs the number of an example's planes in y
     * @param onto whether products are added to what y holds
     */
    static void run(
            ConvolutionGeometry geometry,
            WindowPacker windows,
            float[] w,
            Grid weights,
            float[] y,
            int to,
            int outs,
            boolean onto) {
        int length = geometry.out()[2];
        int results = geometry.results();
        int step = geometry.stride()[2];
        int[] terms = windows.terms();
        int rows = weights.rows();
        int examples = windows.lines().length / results;
        long work = (long) examples * rows * results * terms.length;
        Workers.ranges(
                examples,
                Workers.tasks(work, TASK, examples),
                (from, end) -> {
                    float[] sums = new float[length];
                    float[] run = new float[length];
                    for (int row = from * rows; row < end * rows; row++) {
                        int n = row / rows;
                        int r = row % rows;
                        int at = to + (n * outs + r) * results;
                        for (int i = 0; i < results; i += length) {
                            if (onto) {
                                System.arraycopy(y, at + i, sums, 0, length);
                            } else {
                                Arrays.fill(sums, -0f);
                            }
                            int line = windows.start() + windows.lines()[n * results + i];
                            for (int k = 0; k < terms.length; k++) {
                                load(windows.planes(), line + terms[k], step, run);
                                addProduct(w[weights.offset() + r * terms.length + k], run, sums);
                            }
                            System.arraycopy(sums, 0, y, at + i, length);
                        }
                    }
                });
    }

    private static void load(float[] planes, int from, int step, float[] run) {
        if (step == 1) {
            System.arraycopy(planes, from, run, 0, run.length);
            return;
        }
        for (int i = 0; i < run.length; i++) {
            run[i] = planes[from + i * step];
        }
    }

    private static void addProduct(float f, float[] x, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.fma(f, x[i], sums[i]);
        }
    }
}
