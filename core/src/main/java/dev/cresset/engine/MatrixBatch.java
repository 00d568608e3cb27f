package dev.cresset.engine;

/**
 * The matrices or vectors in the last dimensions of a view, each copied to and from a dense
 * row-major array.
 */
record MatrixBatch(View view, Lines lines) {
    static MatrixBatch matrices(View x) {
        int rank = x.shape().rank();
        return new MatrixBatch(x, Lines.of(x.layout(), rank - 2, rank - 1));
    }

    static MatrixBatch vectors(View x) {
        return new MatrixBatch(x, Lines.of(x.layout(), x.shape().rank() - 1));
    }

    /** The elements of a view of one number per matrix. */
    static MatrixBatch scalars(View x) {
        return new MatrixBatch(x, Lines.of(x.layout()));
    }

    int count() {
        return lines.kept().numel();
    }

    int rows() {
        return view.shape().size(-2);
    }

    int cols() {
        return view.shape().size(-1);
    }

    double[] read(int i) {
        double[] out = new double[lines.along().numel()];
        for (int j = 0; j < out.length; j++) {
            out[j] = Element.getDouble(view.dtype(), view.storage(), lines.index(i, j));
        }
        return out;
    }

    int[] readInts(int i) {
        int[] out = new int[lines.along().numel()];
        for (int j = 0; j < out.length; j++) {
            out[j] = (int) Element.getLong(view.dtype(), view.storage(), lines.index(i, j));
        }
        return out;
    }

    void write(int i, double[] values) {
        for (int j = 0; j < values.length; j++) {
            Element.setDouble(view.dtype(), view.storage(), lines.index(i, j), values[j]);
        }
    }

    void write(int i, int... values) {
        for (int j = 0; j < values.length; j++) {
            Element.setLong(view.dtype(), view.storage(), lines.index(i, j), values[j]);
        }
    }

    /** Returns the transpose of a dense matrix. */
    static double[] transposed(double[] a, int rows, int cols) {
        double[] out = new double[a.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                out[c * rows + r] = a[r * cols + c];
            }
        }
        return out;
    }
}
