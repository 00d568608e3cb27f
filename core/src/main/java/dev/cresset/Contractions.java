package dev.cresset;

import org.jspecify.annotations.Nullable;

/** Products that are made of matrix products and sums. */
sealed interface Contractions permits Tensor {
    /**
     * Returns the products summed over the last dimensions; a 0-dim operand scales.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.inner(tensor([1., 10.]))} is
     * {@code tensor([21., 53.])}.
     */
    default Tensor inner(Tensor y) {
        return Contracting.inner(self(), y);
    }

    /**
     * Returns the dot product of two vectors.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.vdot(tensor([3., 4.]))} is {@code
     * tensor(11.)}.
     */
    default Tensor vdot(Tensor y) {
        return Contracting.vdot(self(), y);
    }

    /** Returns {@code beta x + alpha (v w^T)} for vectors v, w. */
    default Tensor addr(Tensor v, Tensor w, Number beta, Number alpha) {
        return Contracting.addr(self(), v, w, beta, alpha);
    }

    /** Returns {@code beta x + alpha sum_i (a_i b_i)} for batches of matrices. */
    default Tensor addbmm(Tensor a, Tensor b, Number beta, Number alpha) {
        return Contracting.addbmm(self(), a, b, beta, alpha);
    }

    /**
     * Returns the matrix, or each of a batch, times itself n times; its inverse if {@code n < 0}.
     */
    default Tensor matrixPower(int n) {
        return MatrixPowers.power(self(), n);
    }

    /**
     * Returns Kronecker's product: this with every element replaced by it times y.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.kron(tensor([3., 4.]))} is {@code tensor([3.,
     * 4., 6., 8.])}.
     */
    default Tensor kron(Tensor y) {
        return Contracting.kron(self(), y);
    }

    /**
     * Returns the cross product along the first dimension of size 3.
     *
     * <p>With {@code x = tensor([1., 0., 0.])}, {@code x.cross(tensor([0., 1., 0.]))} is {@code
     * tensor([0., 0., 1.])}.
     */
    default Tensor cross(Tensor y) {
        return Contracting.cross(self(), y, null);
    }

    /** Returns the cross product along a dimension of size 3. */
    default Tensor cross(Tensor y, @Nullable Integer dim) {
        return Contracting.cross(self(), y, dim);
    }

    /**
     * Returns the sum of a matrix's main diagonal.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.trace()} is {@code tensor(6.)}.
     */
    default Tensor trace() {
        return Contracting.trace(self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
