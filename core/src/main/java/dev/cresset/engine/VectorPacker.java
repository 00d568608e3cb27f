package dev.cresset.engine;

/**
 * A strided matrix in panels, as {@link GridPacker} packs it, but for lines of floats whose terms
 * are neighbours: squares of those are transposed on the vector unit, once that is compiled.
 */
record VectorPacker(GridPacker matrix) implements Packer {
    /** Narrower vectors cannot select from two others fast everywhere. */
    static final int LEAST_LANES = 8;

    private static final int LANES = TransposeCompiler.LANES;

    private static final TransposeKernel KERNEL = TransposeCompiler.compile();
    private static final Warm WARM = new Warm(VectorPacker::warmUp);

    VectorPacker(Object array, Grid grid) {
        this(new GridPacker(array, grid));
    }

    @Override
    public boolean linesInPlace() {
        return matrix.linesInPlace();
    }

    @Override
    public boolean termsInPlace() {
        return matrix.termsInPlace();
    }

    @Override
    public Object array() {
        return matrix.array();
    }

    @Override
    public int index(int line, int k) {
        return matrix.index(line, k);
    }

    @Override
    public int step() {
        return matrix.step();
    }

    @Override
    public void packAll(int line, int lines, int k, int depth, Object panels, int at, int width) {
        if (linesInPlace()) {
            Packer.super.packAll(line, lines, k, depth, panels, at, width);
        } else {
            matrix.packAll(line, lines, k, depth, panels, at, width);
        }
    }

    @Override
    public void pack(int line, int count, int k, int depth, Object panel, int at, int width) {
        int lines = count / LANES * LANES;
        int terms = depth / LANES * LANES;
        if (lines == 0
                || terms == 0
                || LANES < LEAST_LANES
                || !linesInPlace()
                || !(array() instanceof float[] from && panel instanceof float[] to)
                || !WARM.ready()) {
            matrix.pack(line, count, k, depth, panel, at, width);
            return;
        }
        for (int i = 0; i < lines; i += LANES) {
            KERNEL.run(terms, from, index(line + i, k), step(), to, at + i, width);
        }
        int below = at + terms * width;
        matrix.copyLines(line, lines, k + terms, depth - terms, panel, below, width);
        matrix.copyLines(line + lines, count - lines, k, depth, panel, at + lines, width);
        GridPacker.clear(count, depth, panel, at, width);
    }

    private static boolean warmUp() {
        int n = 8 * LANES * LANES;
        float[] x = new float[n];
        float[] to = new float[n];
        return Warmup.repeat(n, i -> KERNEL.run(8 * LANES, x, 0, 8 * LANES, to, 0, LANES));
    }
}
