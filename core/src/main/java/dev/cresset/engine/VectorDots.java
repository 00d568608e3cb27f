package dev.cresset.engine;

/**
 * A few rows times a matrix whose columns are dense, as a {@code Linear} multiplies a few examples:
 * dot products on the vector unit, with the bits of {@link FloatProduct}.
 */
final class VectorDots {
    private static final int LANES = TransposeCompiler.LANES;
    private static final DotsKernel KERNEL = TransposeCompiler.compileDots();
    private static final Warm WARM = new Warm(VectorDots::warmUp);

    /** The multiplications that are worth a task. */
    private static final long TASK = 1 << 20;

    private VectorDots() {}

    /**
     * Returns whether a product is of the kind that this is for and large enough, and the kernel is
     * compiled; asks for that if need be.
     */
    static boolean takes(Grid x, Grid y) {
        return suits(x, y)
                && (long) x.rows() * x.columns() * y.columns() >= VectorProduct.LEAST
                && WARM.ready();
    }

    /** Returns whether factors are of the kind that this is for. */
    static boolean suits(Grid x, Grid y) {
        return x.rows() <= FloatProduct.FEW_ROWS
                && LANES >= VectorPacker.LEAST_LANES
                && x.columnStep() == 1
                && y.rowStep() == 1
                && y.columnStep() != 1
                && x.columns() >= LANES
                && y.columns() >= LANES;
    }

    /** {@code c = a b}, or {@code c = c + a b} if {@code onto}; the rows of c are dense. */
    static void multiply(float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
        int blocks = y.columns() / LANES;
        long work = (long) x.rows() * x.columns() * y.columns();
        Workers.ranges(
                blocks,
                Workers.tasks(work, TASK, blocks),
                (from, until) -> {
                    for (int i = 0; i < x.rows(); i++) {
                        int end = until == blocks ? y.columns() : until * LANES;
                        row(a, x, i, b, y, c, to, onto, from * LANES, end);
                    }
                });
    }

    /** Computes the results [from, until) of a row. */
    private static void row(
            float[] a,
            Grid x,
            int i,
            float[] b,
            Grid y,
            float[] c,
            Grid to,
            boolean onto,
            int from,
            int until) {
        int whole = x.columns() / LANES * LANES;
        int ai = x.offset() + i * x.rowStep();
        int ci = to.offset() + i * to.rowStep();
        int bs = y.columnStep();
        int j = from;
        for (; j + LANES <= until; j += LANES) {
            int bj = y.offset() + j * bs;
            KERNEL.run(whole, a, ai, b, bj, bs, c, ci + j, onto);
            for (int l = 0; l < LANES && whole < x.columns(); l++) {
                int rest = bj + l * bs + whole;
                c[ci + j + l] =
                        FloatProduct.dot(
                                a, ai + whole, b, rest, x.columns() - whole, c[ci + j + l]);
            }
        }
        for (; j < until; j++) {
            float first = onto ? c[ci + j] : -0f;
            c[ci + j] = FloatProduct.dot(a, ai, b, y.offset() + j * bs, x.columns(), first);
        }
    }

    private static boolean warmUp() {
        int terms = 8 * LANES;
        float[] a = new float[terms];
        float[] b = new float[terms * LANES];
        float[] c = new float[LANES];
        return Warmup.repeat(
                (double) terms * LANES,
                i -> KERNEL.run(terms, a, 0, b, 0, terms, c, 0, i % 2 == 0));
    }
}
