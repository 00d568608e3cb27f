package dev.cresset.engine;

import java.util.Arrays;

/**
 * One pass of a reduction of floats: {@code combine(step(x))} along the reduced dimensions.
 *
 * <p>Arithmetic is in double. Sums start with the first element, so that a sum of negative zeros is
 * one.
 */
final class RealFold {
    /** What becomes of an element before it is combined. */
    enum Step {
        /** x. */
        NONE,
        /** |x|. */
        ABS,
        /** x². */
        SQUARE,
        /** {@code |x|^power}. */
        POWER,
        /** 1 if x is not 0, else 0. */
        TRUTH,
        /** {@code (x - shift)²}. */
        FROM,
        /** {@code e^(x - shift)}. */
        EXP
    }

    /*
     * Two ways through the elements, by which dimension is dense. Along: chunks of one line, summed in
     * eight lanes; the chunks' sums are added with compensation (Neumaier 1974), so that the error
     * does not grow with the number of chunks. Across: chunks of neighbouring lines, combined
     * elementwise; sums are folded into the total every 64 rows.
     */
    private static final int BLOCK = 64;

    private final View x;
    private final Lines lines;
    private final Combine how;
    private final Step step;
    private final double[] shift;
    private final double power;
    private final double[] buffer;

    RealFold(View x, Lines lines, Combine how) {
        this(x, lines, how, Step.NONE, new double[0], 0);
    }

    /** {@code shift} holds a number per line for the steps that take one. */
    RealFold(View x, Lines lines, Combine how, Step step, double[] shift, double power) {
        this.x = x;
        this.lines = lines;
        this.how = how;
        this.step = step;
        this.shift = shift;
        this.power = power;
        this.buffer = new double[Math.min(Chunk.SIZE, Math.max(1, x.numel()))];
    }

    /** Returns the result of every line. */
    double[] run() {
        double[] out = new double[lines.kept().numel()];
        if (lines.along().numel() == 0) {
            Arrays.fill(
                    out, step == Step.TRUTH && how != Combine.SUM ? truthOfNone() : how.ofNone());
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

    private double truthOfNone() {
        return how == Combine.MIN ? 1 : 0;
    }

    private void along(Runs along, double[] out) {
        int[] places = Runs.places(lines.kept());
        for (int i = 0; i < out.length; i++) {
            double total = 0;
            double rest = 0;
            boolean first = true;
            for (int start : along.starts()) {
                for (int from = 0; from < along.length(); from += Chunk.SIZE) {
                    int n = Math.min(Chunk.SIZE, along.length() - from);
                    Chunk.load(x, places[i] + start + from * along.step(), along.step(), n, buffer);
                    prepare(n, step == Step.FROM || step == Step.EXP ? shift[i] : 0);
                    double part = fold(n);
                    if (first) {
                        total = part;
                        first = false;
                    } else if (how == Combine.SUM) {
                        double sum = total + part;
                        rest +=
                                Math.abs(total) >= Math.abs(part)
                                        ? total - sum + part
                                        : part - sum + total;
                        total = sum;
                    } else {
                        total = combine(total, part);
                    }
                }
            }
            out[i] = rest != 0 && Double.isFinite(total) ? total + rest : total;
        }
    }

    private void across(Runs kept, double[] out) {
        int[] rows = Runs.places(lines.along());
        double[] block = new double[buffer.length];
        double[] total = new double[buffer.length];
        int line = 0;
        for (int start : kept.starts()) {
            for (int from = 0; from < kept.length(); from += Chunk.SIZE) {
                int n = Math.min(Chunk.SIZE, kept.length() - from);
                for (int r = 0; r < rows.length; r++) {
                    int at = start + rows[r] + from * kept.step();
                    Chunk.load(x, at, kept.step(), n, buffer);
                    prepareAcross(n, line);
                    if (r % BLOCK == 0) {
                        finish(r - BLOCK, block, total, n);
                        System.arraycopy(buffer, 0, block, 0, n);
                    } else {
                        combine(block, buffer, n);
                    }
                }
                finish((rows.length - 1) / BLOCK * BLOCK, block, total, n);
                System.arraycopy(total, 0, out, line, n);
                line += n;
            }
        }
    }

    /** Folds a block that began with a row into the total. */
    private void finish(int row, double[] block, double[] total, int n) {
        if (row == 0) {
            System.arraycopy(block, 0, total, 0, n);
        } else if (row > 0) {
            combine(total, block, n);
        }
    }

    private void prepare(int n, double by) {
        double[] b = buffer;
        switch (step) {
            case NONE -> {}
            case FROM -> {
                for (int j = 0; j < n; j++) {
                    double d = b[j] - by;
                    b[j] = d * d;
                }
            }
            case EXP -> {
                for (int j = 0; j < n; j++) {
                    b[j] = Math.exp(b[j] - by);
                }
            }
            case ABS, SQUARE, POWER, TRUTH -> prepareUnshifted(n);
        }
    }

    private void prepareAcross(int n, int line) {
        double[] b = buffer;
        switch (step) {
            case NONE -> {}
            case FROM -> {
                for (int j = 0; j < n; j++) {
                    double d = b[j] - shift[line + j];
                    b[j] = d * d;
                }
            }
            case EXP -> {
                for (int j = 0; j < n; j++) {
                    b[j] = Math.exp(b[j] - shift[line + j]);
                }
            }
            case ABS, SQUARE, POWER, TRUTH -> prepareUnshifted(n);
        }
    }

    private void prepareUnshifted(int n) {
        double[] b = buffer;
        for (int j = 0; j < n; j++) {
            double v = b[j];
            b[j] =
                    switch (step) {
                        case ABS -> Math.abs(v);
                        case SQUARE -> v * v;
                        case POWER -> Math.pow(Math.abs(v), power);
                        case TRUTH -> v != 0 ? 1 : 0;
                        case NONE, FROM, EXP -> v;
                    };
        }
    }

    private double combine(double a, double b) {
        return switch (how) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    /** {@code to[j] = combine(to[j], with[j])}. */
    private void combine(double[] to, double[] with, int n) {
        switch (how) {
            case SUM -> {
                for (int j = 0; j < n; j++) {
                    to[j] += with[j];
                }
            }
            case PROD -> {
                for (int j = 0; j < n; j++) {
                    to[j] *= with[j];
                }
            }
            case MAX -> {
                for (int j = 0; j < n; j++) {
                    to[j] = Math.max(to[j], with[j]);
                }
            }
            case MIN -> {
                for (int j = 0; j < n; j++) {
                    to[j] = Math.min(to[j], with[j]);
                }
            }
        }
    }

    /** Combines the n >= 1 elements of the buffer. */
    private double fold(int n) {
        double[] b = buffer;
        double s = b[0];
        switch (how) {
            case SUM -> {
                return sum(n);
            }
            case PROD -> {
                for (int j = 1; j < n; j++) {
                    s *= b[j];
                }
            }
            case MAX -> {
                for (int j = 1; j < n; j++) {
                    s = Math.max(s, b[j]);
                }
            }
            case MIN -> {
                for (int j = 1; j < n; j++) {
                    s = Math.min(s, b[j]);
                }
            }
        }
        return s;
    }

    private double sum(int n) {
        double[] b = buffer;
        int j = 1;
        double s0 = b[0];
        if (n >= 8) {
            double s1 = b[1];
            double s2 = b[2];
            double s3 = b[3];
            double s4 = b[4];
            double s5 = b[5];
            double s6 = b[6];
            double s7 = b[7];
            for (j = 8; j + 7 < n; j += 8) {
                s0 += b[j];
                s1 += b[j + 1];
                s2 += b[j + 2];
                s3 += b[j + 3];
                s4 += b[j + 4];
                s5 += b[j + 5];
                s6 += b[j + 6];
                s7 += b[j + 7];
            }
            s0 = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        }
        for (; j < n; j++) {
            s0 += b[j];
        }
        return s0;
    }
}
