package dev.cresset.op;

/** What matrix functions ask of their inputs, in the words of the function that was called. */
public final class MatrixRules {
    private MatrixRules() {}

    /**
     * Checks that x is a batch of matrices.
     *
     * @throws IllegalArgumentException if it has fewer than 2 dimensions
     */
    public static void matrix(String op, String what, Spec x) {
        if (x.shape().rank() < 2) {
            throw new IllegalArgumentException(
                    op
                            + ": The input tensor "
                            + what
                            + " must have at least 2 dimensions, got shape "
                            + x.shape().listText());
        }
    }

    /**
     * Checks that x is a batch of square matrices.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static void square(String op, String what, Spec x) {
        matrix(op, what, x);
        if (x.shape().size(-1) != x.shape().size(-2)) {
            throw new IllegalArgumentException(
                    op
                            + ": "
                            + what
                            + " must be batches of square matrices, but they are "
                            + x.shape().size(-2)
                            + " by "
                            + x.shape().size(-1)
                            + " matrices");
        }
    }

    /**
     * Checks that x is float32 or float64.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static void floating(String op, Spec x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    op
                            + ": Expected a floating point or complex tensor as input. Got "
                            + x.dtype().legacyName()
                            + " ("
                            + x.dtype()
                            + ")");
        }
        if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
            throw new IllegalArgumentException(
                    op
                            + ": Low precision dtypes not supported. Got "
                            + x.dtype().legacyName()
                            + " ("
                            + x.dtype()
                            + ")");
        }
    }

    /**
     * Checks that two inputs have one dtype.
     *
     * @throws IllegalArgumentException if they have not
     */
    public static void sameDtype(String op, String a, Spec x, String b, Spec y) {
        if (x.dtype() != y.dtype()) {
            throw new IllegalArgumentException(
                    op
                            + ": Expected "
                            + a
                            + " and "
                            + b
                            + " to have the same dtype, but found "
                            + a
                            + " of type "
                            + x.dtype().legacyName()
                            + " and "
                            + b
                            + " of type "
                            + y.dtype().legacyName()
                            + " instead");
        }
    }

    /** Returns the batch dimensions: all but the last {@code core}. */
    public static Shape batch(Shape x, int core) {
        return Shape.of(java.util.Arrays.copyOf(x.toArray(), x.rank() - core));
    }

    /** Returns a shape with further dimensions. */
    public static Shape with(Shape batch, int... core) {
        int[] sizes = java.util.Arrays.copyOf(batch.toArray(), batch.rank() + core.length);
        System.arraycopy(core, 0, sizes, batch.rank(), core.length);
        return Shape.of(sizes);
    }
}
