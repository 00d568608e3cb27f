package dev.cresset.engine;

import java.util.Arrays;

/**
 * Sums of float32 in double, where either the elements of a line or neighbouring lines lie densely.
 *
 * <p>Long lines are summed in parts of 65,536 elements, which are then added with compensation
 * (Neumaier 1974), so that the error does not grow with the length.
 */
final class FloatSum {
    private static final int PART = 1 << 16;
    private static final int WIDTH = 512;

    private final float[] x;
    private final Lines lines;
    private final RowMath rows;
    private final Runs along;
    private final Runs kept;

    FloatSum(View x, Lines lines, RowMath rows) {
        this.x = ((Storage.Floats) x.storage()).array;
        this.lines = lines;
        this.rows = rows;
        this.along = Runs.of(lines.along());
        this.kept = Runs.of(lines.kept());
    }

    /** Returns whether there are long dense rows, along the lines or across them. */
    static boolean suits(Lines lines) {
        if (lines.kept().numel() == 0) {
            return false;
        }
        Runs along = Runs.of(lines.along());
        return isAlong(along) || isAcross(along, Runs.of(lines.kept()));
    }

    private static boolean isAlong(Runs along) {
        return along.step() == 1 && along.length() >= RowMath.LANES;
    }

    /** Whether rows of neighbouring lines follow each other at one distance. */
    private static boolean isAcross(Runs along, Runs kept) {
        return kept.step() == 1 && kept.length() >= 16 && along.starts().length == 1;
    }

    /** Returns the sum of every line. */
    double[] run() {
        double[] out = new double[lines.kept().numel()];
        if (isAlong(along)) {
            along(out);
        } else {
            across(out);
        }
        return out;
    }

    private void along(double[] out) {
        int[] places = Runs.places(lines.kept());
        int n = along.length();
        int pieces = (n + PART - 1) / PART;
        int each = along.starts().length * pieces;
        double[] parts = new double[out.length * each];
        int group = Math.max(1, PART / n);
        int tasks = (parts.length + group - 1) / group;
        Workers.run(
                tasks,
                t -> {
                    double[] lanes = new double[RowMath.LANES];
                    int end = Math.min(parts.length, (t + 1) * group);
                    for (int p = t * group; p < end; p++) {
                        int piece = p % pieces;
                        int start = along.starts()[p / pieces % along.starts().length];
                        int from = places[p / each] + start + piece * PART;
                        parts[p] = rows.sum(x, from, Math.min(PART, n - piece * PART), lanes);
                    }
                });
        for (int i = 0; i < out.length; i++) {
            out[i] = total(parts, i * each, each);
        }
    }

    /** Adds parts with compensation. */
    private static double total(double[] parts, int from, int n) {
        double total = parts[from];
        double rest = 0;
        for (int i = from + 1; i < from + n; i++) {
            double part = parts[i];
            double sum = total + part;
            rest += Math.abs(total) >= Math.abs(part) ? total - sum + part : part - sum + total;
            total = sum;
        }
        return rest != 0 && Double.isFinite(total) ? total + rest : total;
    }

    private void across(double[] out) {
        int n = along.length();
        int first = along.starts()[0];
        int width = Math.min(kept.length(), WIDTH);
        int strips = (kept.length() + width - 1) / width;
        int group = Math.max(1, PART / Math.max(1, n * width));
        int all = strips * kept.starts().length;
        Workers.run(
                (all + group - 1) / group,
                t -> {
                    double[] sums = new double[width];
                    for (int s = t * group; s < Math.min(all, (t + 1) * group); s++) {
                        int from = s % strips * width;
                        int w = Math.min(width, kept.length() - from);
                        int start = kept.starts()[s / strips];
                        Arrays.fill(sums, -0.0);
                        rows.addRows(x, start + first + from, n, along.step(), w, sums);
                        System.arraycopy(sums, 0, out, s / strips * kept.length() + from, w);
                    }
                });
    }
}
