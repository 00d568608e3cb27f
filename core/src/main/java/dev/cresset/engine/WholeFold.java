package dev.cresset.engine;

import java.util.Arrays;

/** One pass of a reduction of integers or bool, in int64 arithmetic that wraps around. */
final class WholeFold {
    private final View x;
    private final Lines lines;
    private final Combine how;
    private final boolean truth;
    private final long[] buffer;

    /** {@code truth} tells whether elements count as 1 or 0. */
    WholeFold(View x, Lines lines, Combine how, boolean truth) {
        this.x = x;
        this.lines = lines;
        this.how = how;
        this.truth = truth;
        this.buffer = new long[Math.min(Chunk.SIZE, Math.max(1, x.numel()))];
    }

    /** Returns the result of every line. */
    long[] run() {
        long[] out = new long[lines.kept().numel()];
        if (lines.along().numel() == 0) {
            Arrays.fill(out, how == Combine.PROD || how == Combine.MIN ? 1 : 0);
        } else if (out.length > 0) {
            Runs along = Runs.of(lines.along());
            Runs kept = Runs.of(lines.kept());
            if (kept.length() >= 4 && kept.step() < along.step()) {
                across(kept, out);
            } else {
                along(along, out);
            }
        }
        return out;
    }

    private void along(Runs along, long[] out) {
        int[] places = Runs.places(lines.kept());
        for (int i = 0; i < out.length; i++) {
            boolean first = true;
            for (int start : along.starts()) {
                for (int from = 0; from < along.length(); from += Chunk.SIZE) {
                    int n = Math.min(Chunk.SIZE, along.length() - from);
                    load(places[i] + start + from * along.step(), along.step(), n);
                    long part = fold(n);
                    out[i] = first ? part : combine(out[i], part);
                    first = false;
                }
            }
        }
    }

    private void across(Runs kept, long[] out) {
        int[] rows = Runs.places(lines.along());
        int line = 0;
        for (int start : kept.starts()) {
            for (int from = 0; from < kept.length(); from += Chunk.SIZE) {
                int n = Math.min(Chunk.SIZE, kept.length() - from);
                for (int r = 0; r < rows.length; r++) {
                    load(start + rows[r] + from * kept.step(), kept.step(), n);
                    if (r == 0) {
                        System.arraycopy(buffer, 0, out, line, n);
                    } else {
                        combine(out, line, n);
                    }
                }
                line += n;
            }
        }
    }

    private void load(int at, int step, int n) {
        Chunk.load(x, at, step, n, buffer);
        for (int j = 0; j < n && truth; j++) {
            buffer[j] = buffer[j] != 0 ? 1 : 0;
        }
    }

    private long combine(long a, long b) {
        return switch (how) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    private void combine(long[] to, int line, int n) {
        long[] b = buffer;
        switch (how) {
            case SUM -> {
                for (int j = 0; j < n; j++) {
                    to[line + j] += b[j];
                }
            }
            case PROD, MAX, MIN -> {
                for (int j = 0; j < n; j++) {
                    to[line + j] = combine(to[line + j], b[j]);
                }
            }
        }
    }

    private long fold(int n) {
        long s = buffer[0];
        if (how == Combine.SUM) {
            for (int j = 1; j < n; j++) {
                s += buffer[j];
            }
            return s;
        }
        for (int j = 1; j < n; j++) {
            s = combine(s, buffer[j]);
        }
        return s;
    }
}
