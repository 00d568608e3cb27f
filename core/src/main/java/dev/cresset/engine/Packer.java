package dev.cresset.engine;

/**
 * A factor of a matrix product as the product reads it: in panels of a few lines, which are rows of
 * the left factor or columns of the right one.
 *
 * <p>A product asks for each panel once for each block of the result that needs it. What lies
 * behind may be a strided matrix, as in {@link GridPacker}, or anything that can be copied into
 * panels, such as the windows of a convolution.
 */
interface Packer {
    /**
     * Copies lines [line, line + count), of each the terms [k, k + depth): term j of line i goes to
     * {@code panel[at + j * width + i]}. Lines from {@code count} up to {@code width} are zeros.
     */
    void pack(int line, int count, int k, int depth, Object panel, int at, int width);

    /**
     * Packs {@code lines} lines into panels of {@code width}, one after the other from {@code at}
     * on, as {@link #pack} does each of them.
     */
    default void packAll(int line, int lines, int k, int depth, Object panels, int at, int width) {
        for (int i = 0; i < lines; i += width) {
            pack(line + i, Math.min(width, lines - i), k, depth, panels, at + i * depth, width);
        }
    }

    /** Returns whether lines can be read where they are, neighbour by neighbour term. */
    default boolean linesInPlace() {
        return false;
    }

    /** Returns whether terms can be read where they are, neighbour by neighbour line. */
    default boolean termsInPlace() {
        return false;
    }

    /**
     * Returns the array to read in place.
     *
     * @throws IllegalStateException unless lines or terms can be
     */
    default Object array() {
        throw new IllegalStateException("a packer that has to pack");
    }

    /** Returns where in {@link #array} a term of a line is. */
    default int index(int line, int k) {
        throw new IllegalStateException("a packer that has to pack");
    }

    /** Returns the distance of lines if they can be read in place, of terms if those can. */
    default int step() {
        throw new IllegalStateException("a packer that has to pack");
    }
}
