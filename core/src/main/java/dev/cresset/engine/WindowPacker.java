package dev.cresset.engine;

/**
 * The windows of a convolution as the right factor of a matrix product: a line for each result, a
 * term for each (channel, kernel place). Nothing is laid out but the panels that the product asks
 * for.
 *
 * @param planes planes with their padding, so that every window lies inside
 * @param start where the planes of the first example and channel begin
 * @param terms the distance from the start of a window to each of its terms
 * @param lines the starts of the windows, ascending
 */
record WindowPacker(float[] planes, int start, int[] terms, int[] lines) implements Packer {
    /** Up to so many runs of neighbours in a row of a panel, they are copied run by run. */
    private static final int FEW_RUNS = 4;

    @Override
    public void pack(int line, int count, int k, int depth, Object panel, int at, int width) {
        float[] to = (float[]) panel;
        int runs = runs(line, count);
        if (runs <= FEW_RUNS) {
            copyRuns(line, count, k, depth, to, at, width, runs);
        } else {
            for (int j = 0; j < depth; j++) {
                int from = start + terms[k + j];
                int row = at + j * width;
                for (int i = 0; i < count; i++) {
                    to[row + i] = planes[from + lines[line + i]];
                }
            }
        }
        for (int j = 0; j < depth && count < width; j++) {
            java.util.Arrays.fill(to, at + j * width + count, at + (j + 1) * width, 0);
        }
    }

    private void copyRuns(
            int line, int count, int k, int depth, float[] to, int at, int width, int runs) {
        int first = 0;
        for (int r = 0; r < runs; r++) {
            int end = endOfRun(line, first, count);
            int from = start + lines[line + first];
            int length = end - first;
            for (int j = 0; j < depth; j++) {
                System.arraycopy(planes, from + terms[k + j], to, at + j * width + first, length);
            }
            first = end;
        }
    }

    /**
     * Returns the number of runs of neighbours, {@code FEW_RUNS + 1} if there are more than few.
     */
    private int runs(int line, int count) {
        int runs = 0;
        for (int i = 0; i < count && runs <= FEW_RUNS; runs++) {
            i = endOfRun(line, i, count);
        }
        return runs;
    }

    private int endOfRun(int line, int from, int count) {
        int i = from + 1;
        while (i < count && lines[line + i] == lines[line + i - 1] + 1) {
            i++;
        }
        return i;
    }

    /** Adds columns, a row of {@code lines.length} for each term, back to the planes. */
    void add(float[] columns) {
        int n = lines.length;
        for (int j = 0; j < terms.length; j++) {
            int to = start + terms[j];
            for (int i = 0; i < n; i++) {
                planes[to + lines[i]] += columns[j * n + i];
            }
        }
    }
}
