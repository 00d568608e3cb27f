package dev.cresset.engine;

/**
 * Some rows of the tiles that planes are covered with: copies the windows of all their tiles, of
 * one channel, to cells, and cells back to planes.
 *
 * <p>Rows are numbered through all examples. The window of tile (i, j) begins {@code step i -
 * padding} lines down and {@code step j - padding} columns along; what lies outside the plane is 0.
 */
final class TileRows {
    /*
     * A window's element is a fixed distance from its start: in the planes themselves if all windows
     * lie inside, else in a copy, with its padding, of the lines that the windows reach.
     */
    private final WinogradGrid grid;
    private final int channels;
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int window;
    private final int first;
    private final int end;
    private final boolean inside;

    /** The length of a line, and the lines. */
    private final int line;

    private final float[] lines;

    /** Where the windows start, from the first example's plane or in the lines. */
    private final int[] starts;

    /**
     * Rows [first, end) of a grid of tiles.
     *
     * @param channels the number of an example's planes
     * @param size the height and width of a plane
     * @param padding what lies above and to the left of it, perhaps negative
     * @param window the height and width of a tile's window, that of {@link WindowLine}
     */
    TileRows(
            WinogradGrid grid,
            int channels,
            int[] size,
            int[] padding,
            int window,
            int first,
            int end) {
        this.grid = grid;
        this.channels = channels;
        this.height = size[0];
        this.width = size[1];
        this.top = padding[0];
        this.left = padding[1];
        this.window = window;
        this.first = first;
        this.end = end;
        int step = grid.step();
        int reach = (grid.columns() - 1) * step + window;
        boolean high = (grid.rows() - 1) * step + window <= height;
        this.inside = top == 0 && left == 0 && high && reach <= width;
        this.line = inside ? width : reach;
        this.starts = new int[(end - first) * grid.columns()];
        int to = 0;
        for (int r = first; r < end; r++) {
            int row = inside ? insideRow(r) : to;
            for (int c = 0; c < grid.columns(); c++) {
                starts[(r - first) * grid.columns() + c] = row * line + c * step;
            }
            boolean last = r + 1 == end || (r + 1) % grid.rows() == 0;
            to += last ? window : step;
        }
        this.lines = new float[inside ? 0 : to * line];
    }

    /** Returns how many lines below the first example's plane a row of tiles begins. */
    private int insideRow(int r) {
        int examples = r / grid.rows() - first / grid.rows();
        return examples * channels * height + r % grid.rows() * grid.step();
    }

    /** Returns where the plane of a channel begins, of the example of the first row. */
    private int plane(int channel) {
        return (first / grid.rows() * channels + channel) * height * width;
    }

    /** The part of a line that lies both in a plane and in the lines. */
    private interface Part {
        void copy(int plane, int lines, int length);
    }

    /** Visits the lines of every example's plane of a channel. */
    private void each(int channel, Part part) {
        int from = Math.max(0, -left);
        int length = Math.min(width, line - left) - from;
        int to = 0;
        for (int r = first; r < end && length > 0; ) {
            int example = r / grid.rows();
            int until = Math.min(end, (example + 1) * grid.rows());
            int count = (until - r - 1) * grid.step() + window;
            int y0 = r % grid.rows() * grid.step() - top;
            int plane = (example * channels + channel) * height;
            for (int i = Math.max(0, -y0); i < Math.min(count, height - y0); i++) {
                int at = (plane + y0 + i) * width + from;
                part.copy(at, (to + i) * line + left + from, length);
            }
            to += count;
            r = until;
        }
    }

    /** Copies windows: element (i, j) of each to {@code cells[i * points + j]}, from {@code at}. */
    void read(float[] x, int channel, float[][] cells, int points, int at) {
        if (!inside) {
            each(channel, (from, to, n) -> System.arraycopy(x, from, lines, to, n));
        }
        float[] source = inside ? x : lines;
        int from = inside ? plane(channel) : 0;
        for (int i = 0; i < window; i++) {
            WindowLine.read(window, source, starts, from + i * line, cells, i * points, at);
        }
    }

    /** Undoes {@link #read} for windows that do not overlap, and adds a number to each element. */
    void write(float[][] cells, int points, int at, float bias, float[] y, int channel) {
        float[] target = inside ? y : lines;
        int to = inside ? plane(channel) : 0;
        for (int i = 0; i < window; i++) {
            int shift = to + i * line;
            WindowLine.write(window, cells, i * points, at, bias, target, starts, shift);
        }
        if (!inside) {
            each(channel, (plane, from, n) -> System.arraycopy(lines, from, y, plane, n));
        }
    }
}
