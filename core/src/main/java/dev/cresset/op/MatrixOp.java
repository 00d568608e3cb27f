package dev.cresset.op;

/** A matrix product. */
public sealed interface MatrixOp extends Op {
    /** {@code (n, k) (k, m) -> (n, m)}. */
    record Mm() implements MatrixOp {}

    /** {@code (b, n, k) (b, k, m) -> (b, n, m)}. */
    record Bmm() implements MatrixOp {}

    /** {@code (n, k) (k) -> (n)}. */
    record Mv() implements MatrixOp {}

    /** {@code (n) (n) -> ()}. */
    record Dot() implements MatrixOp {}

    /** {@code beta * c + alpha * (a b)}: inputs (c, a, b); c broadcasts to (n, m). */
    record Addmm(double beta, double alpha) implements MatrixOp {}

    /** {@code beta * c + alpha * (a b)} in batches: inputs (c, a, b). */
    record Baddbmm(double beta, double alpha) implements MatrixOp {}

    /** {@code beta * c + alpha * (a v)}: inputs (c, a, v). */
    record Addmv(double beta, double alpha) implements MatrixOp {}
}
