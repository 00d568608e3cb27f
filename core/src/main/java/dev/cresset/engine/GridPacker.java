package dev.cresset.engine;

/**
 * A strided matrix in panels; its rows are the lines.
 *
 * @param array a {@code float[]} or {@code double[]}
 * @param grid where the elements are
 */
record GridPacker(Object array, Grid grid) implements Packer {
    /** From so many neighbouring lines on, a row of a panel is copied as a whole. */
    private static final int WIDE = 16;

    @Override
    public boolean linesInPlace() {
        return grid.columnStep() == 1;
    }

    @Override
    public boolean termsInPlace() {
        return grid.rowStep() == 1;
    }

    @Override
    public int index(int line, int k) {
        return grid.offset() + line * grid.rowStep() + k * grid.columnStep();
    }

    @Override
    public int step() {
        return grid.columnStep() == 1 ? grid.rowStep() : grid.columnStep();
    }

    @Override
    public void pack(int line, int count, int k, int depth, Object panel, int at, int width) {
        int from = index(line, k);
        if (grid.rowStep() == 1 && count >= WIDE) {
            for (int j = 0; j < depth; j++) {
                System.arraycopy(array, from + j * grid.columnStep(), panel, at + j * width, count);
            }
        } else {
            copyLines(line, count, k, depth, panel, at, width);
        }
        clear(count, depth, panel, at, width);
    }

    @Override
    public void packAll(int line, int lines, int k, int depth, Object panels, int at, int width) {
        int whole = lines / width;
        if (grid.rowStep() != 1 || width < WIDE || whole < 2) {
            Packer.super.packAll(line, lines, k, depth, panels, at, width);
            return;
        }
        // Term by term through all panels: what is read then lies side by side.
        int from = index(line, k);
        for (int j = 0; j < depth; j++) {
            copyTerm(
                    from + j * grid.columnStep(),
                    whole,
                    panels,
                    at + j * width,
                    width * depth,
                    width);
        }
        if (whole * width < lines) {
            pack(
                    line + whole * width,
                    lines - whole * width,
                    k,
                    depth,
                    panels,
                    at + whole * width * depth,
                    width);
        }
    }

    /** Copies neighbours to {@code count} panels that are {@code step} apart, width by width. */
    private void copyTerm(int from, int count, Object panels, int at, int step, int width) {
        if (array instanceof float[] x) {
            float[] to = (float[]) panels;
            for (int s = 0; s < count; s++) {
                System.arraycopy(x, from + s * width, to, at + s * step, width);
            }
        } else {
            double[] x = (double[]) array;
            double[] to = (double[]) panels;
            for (int s = 0; s < count; s++) {
                System.arraycopy(x, from + s * width, to, at + s * step, width);
            }
        }
    }

    /** Copies lines to neighbouring places of a panel, as {@link #pack} does, but without zeros. */
    void copyLines(int line, int count, int k, int depth, Object panel, int at, int width) {
        int from = index(line, k);
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            copy4(from + i * grid.rowStep(), depth, panel, at + i, width);
        }
        for (; i < count; i++) {
            copy(from + i * grid.rowStep(), depth, panel, at + i, width);
        }
    }

    /** Copies a line to every {@code width}-th place of a panel. */
    private void copy(int from, int depth, Object panel, int at, int width) {
        int step = grid.columnStep();
        if (array instanceof float[] x) {
            float[] to = (float[]) panel;
            for (int j = 0; j < depth; j++) {
                to[at + j * width] = x[from + j * step];
            }
        } else {
            double[] x = (double[]) array;
            double[] to = (double[]) panel;
            for (int j = 0; j < depth; j++) {
                to[at + j * width] = x[from + j * step];
            }
        }
    }

    /** Copies four lines to neighbouring places. */
    private void copy4(int from, int depth, Object panel, int at, int width) {
        int step = grid.columnStep();
        int s1 = grid.rowStep();
        int s2 = 2 * s1;
        int s3 = 3 * s1;
        if (array instanceof float[] x) {
            float[] to = (float[]) panel;
            for (int j = 0, s = from, t = at; j < depth; j++, s += step, t += width) {
                to[t] = x[s];
                to[t + 1] = x[s + s1];
                to[t + 2] = x[s + s2];
                to[t + 3] = x[s + s3];
            }
        } else {
            double[] x = (double[]) array;
            double[] to = (double[]) panel;
            for (int j = 0, s = from, t = at; j < depth; j++, s += step, t += width) {
                to[t] = x[s];
                to[t + 1] = x[s + s1];
                to[t + 2] = x[s + s2];
                to[t + 3] = x[s + s3];
            }
        }
    }

    /** Fills the lines from {@code count} on with zeros. */
    static void clear(int count, int depth, Object panel, int at, int width) {
        for (int j = 0; j < depth && count < width; j++) {
            int from = at + j * width + count;
            int to = at + (j + 1) * width;
            if (panel instanceof float[] x) {
                java.util.Arrays.fill(x, from, to, 0);
            } else {
                java.util.Arrays.fill((double[]) panel, from, to, 0);
            }
        }
    }
}
