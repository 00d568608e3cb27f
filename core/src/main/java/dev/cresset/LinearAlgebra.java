package dev.cresset;

import dev.cresset.op.MatrixOp;

/** Products of matrices and vectors. */
sealed interface LinearAlgebra permits Tensor {
    /**
     * Returns the matrix product, as Python's {@code @}.
     *
     * <p>Two vectors give their dot product; a vector is a row on the left and a column on the
     * right; more than two dimensions are batches, which broadcast.
     *
     * @throws IllegalArgumentException if sizes or dtypes do not fit
     */
    default Tensor matmul(Tensor y) {
        return Products.matmul(self(), y);
    }

    /** Returns the product of two matrices: {@code (n, k) (k, m) -> (n, m)}. */
    default Tensor mm(Tensor y) {
        return Dispatch.run(Dispatch.MM, self(), y);
    }

    /**
     * Returns the products of two batches of matrices: {@code (b, n, k) (b, k, m) -> (b, n, m)}.
     */
    default Tensor bmm(Tensor y) {
        return Dispatch.run(new MatrixOp.Bmm(), self(), y);
    }

    /** Returns the product of a matrix and a vector: {@code (n, k) (k) -> (n)}. */
    default Tensor mv(Tensor y) {
        return Dispatch.run(new MatrixOp.Mv(), self(), y);
    }

    /**
     * Returns the dot product of two vectors.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.dot(tensor([3., 4.]))} is {@code tensor(11.)}.
     */
    default Tensor dot(Tensor y) {
        return Dispatch.run(new MatrixOp.Dot(), self(), y);
    }

    /** Returns the outer product of two vectors: {@code (n) (m) -> (n, m)}. */
    default Tensor outer(Tensor y) {
        return Products.outer(self(), y);
    }

    /** Returns {@code x + a b}, where x broadcasts to the product. */
    default Tensor addmm(Tensor a, Tensor b) {
        return addmm(a, b, 1, 1);
    }

    /** Returns {@code beta x + alpha (a b)}; x is not read if beta is 0. */
    default Tensor addmm(Tensor a, Tensor b, Number beta, Number alpha) {
        Products.checkFactors("addmm", self(), beta, alpha);
        return Dispatch.run(
                new MatrixOp.Addmm(beta.doubleValue(), alpha.doubleValue()), self(), a, b);
    }

    /** Returns {@code beta x + alpha (a b)} in batches; x is not read if beta is 0. */
    default Tensor baddbmm(Tensor a, Tensor b, Number beta, Number alpha) {
        Products.checkFactors("baddbmm", self(), beta, alpha);
        return Dispatch.run(
                new MatrixOp.Baddbmm(beta.doubleValue(), alpha.doubleValue()), self(), a, b);
    }

    /** Returns {@code beta x + alpha (a v)}; x is not read if beta is 0. */
    default Tensor addmv(Tensor a, Tensor v, Number beta, Number alpha) {
        Products.checkFactors("addmv", self(), beta, alpha);
        return Dispatch.run(
                new MatrixOp.Addmv(beta.doubleValue(), alpha.doubleValue()), self(), a, v);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
