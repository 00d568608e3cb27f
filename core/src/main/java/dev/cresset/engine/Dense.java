package dev.cresset.engine;

/** Whole views as row-major arrays of doubles, for kernels that compute in double throughout. */
final class Dense {
    private Dense() {}

    /** Returns a view's elements. */
    static double[] load(View x) {
        double[] out = new double[x.numel()];
        Runs runs = Runs.of(x.layout());
        if (runs.starts().length == 1) {
            Chunk.load(x, runs.starts()[0], runs.step(), out.length, out);
            return out;
        }
        double[] run = new double[runs.length()];
        int at = 0;
        for (int start : runs.starts()) {
            Chunk.load(x, start, runs.step(), run.length, run);
            System.arraycopy(run, 0, out, at, run.length);
            at += run.length;
        }
        return out;
    }

    /** Writes a view's elements, rounding once. */
    static void store(double[] from, View x) {
        Runs runs = Runs.of(x.layout());
        if (runs.starts().length == 1) {
            Chunk.store(from, from.length, x, runs.starts()[0], runs.step());
            return;
        }
        double[] run = new double[runs.length()];
        int at = 0;
        for (int start : runs.starts()) {
            System.arraycopy(from, at, run, 0, run.length);
            Chunk.store(run, run.length, x, start, runs.step());
            at += run.length;
        }
    }
}
