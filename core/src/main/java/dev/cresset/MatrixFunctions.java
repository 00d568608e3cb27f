package dev.cresset;

import org.jspecify.annotations.Nullable;

/** Functions of matrices that PyTorch also has as methods; {@link Linalg} has all. */
sealed interface MatrixFunctions permits Tensor {
    /**
     * Returns the determinants.
     *
     * <p>With {@code x = tensor([[2., 0.], [0., 4.]])}, {@code x.det()} is {@code tensor(8.)}.
     */
    default Tensor det() {
        return Linalg.det(self());
    }

    /** Returns sign and logarithm of the magnitude of the determinants. */
    default Factors.Slogdet slogdet() {
        return Linalg.slogdet(self());
    }

    /**
     * Returns the logarithm of the determinants; NaN where they are negative.
     *
     * <p>With {@code x = tensor([[2., 0.], [0., 4.]])}, {@code x.logdet()} is {@code
     * tensor(2.0794)}.
     */
    default Tensor logdet() {
        return Determinants.logdet(self());
    }

    /**
     * Returns the inverses.
     *
     * <p>With {@code x = tensor([[2., 0.], [0., 4.]])}, {@code x.inverse()} is {@code
     * tensor([[0.5000, 0.0000], [0.0000, 0.2500]])}.
     *
     * @throws IllegalArgumentException if a matrix is singular
     */
    default Tensor inverse() {
        return Linalg.inv(self());
    }

    /**
     * Returns the pseudoinverses.
     *
     * <p>With {@code x = tensor([[2., 0.], [0., 4.], [0., 0.]])}, {@code x.pinverse()} is {@code
     * tensor([[0.5000, 0.0000, 0.0000], [0.0000, 0.2500, 0.0000]])}.
     */
    default Tensor pinverse() {
        return Linalg.pinv(self());
    }

    /** Returns the pseudoinverses; singular values up to a part of the largest count as zero. */
    default Tensor pinverse(double rcond) {
        return Linalg.pinv(self(), o -> o.rtol(rcond));
    }

    /** Returns {@code e^A}. */
    default Tensor matrixExp() {
        return Linalg.matrixExp(self());
    }

    /** Returns lower L with {@code A = L L'}, or {@code L'} if {@code upper}. */
    default Tensor cholesky(boolean upper) {
        return Linalg.cholesky("cholesky", self(), upper);
    }

    /** Returns the inverse of {@code L L'} from its factor L, or {@code L'} if {@code upper}. */
    default Tensor choleskyInverse(boolean upper) {
        return Solving.choleskyInverse(self(), upper);
    }

    /** Returns X with {@code L L' X} equal to this, from the factor L, or L' if {@code upper}. */
    default Tensor choleskySolve(Tensor factor, boolean upper) {
        return Solving.choleskySolve(self(), factor, upper);
    }

    /** Returns {@code A = Q R}, reduced or complete. */
    default Factors.Qr qr(boolean some) {
        return Linalg.qr(self(), some ? QrMode.REDUCED : QrMode.COMPLETE);
    }

    /** Returns the reflectors of a QR factorisation. */
    default Factors.Geqrf geqrf() {
        return Linalg.geqrf(self());
    }

    /**
     * Returns the first columns of Q from reflectors.
     *
     * <p>With {@code x = tensor([[1.], [0.5]])}, {@code x.orgqr(tensor([1.6]))} is {@code
     * tensor([[-0.6000], [-0.8000]])}.
     */
    default Tensor orgqr(Tensor tau) {
        return Linalg.householderProduct(self(), tau);
    }

    /**
     * Returns the product of Q, by its reflectors, and C.
     *
     * <p>With {@code x = tensor([[1.], [0.5]])}, {@code x.ormqr(tensor([1.6]), tensor([[3.],
     * [4.]]), true, false)} is {@code tensor([[-5.], [ 0.]])}.
     */
    default Tensor ormqr(Tensor tau, Tensor c, boolean left, boolean transpose) {
        return Linalg.ormqr(self(), tau, c, left, transpose);
    }

    /** Returns {@code A = U diag(S) V'}, of reduced size if {@code some}. */
    default Factors.Usv svd(boolean some) {
        Factors.Svd d = Linalg.svd(self(), !some);
        return new Factors.Usv(d.u(), d.s(), d.vh().mT());
    }

    /** Returns the LU factorisation in one matrix, its pivots, and where U has a zero. */
    default Factors.LuFactorEx lu(boolean pivot) {
        return Linalg.luFactorEx(self(), pivot);
    }

    /** Returns X with {@code A X} equal to this, from A's LU factorisation. */
    default Tensor luSolve(Tensor lu, Tensor pivots) {
        return Linalg.luSolve(lu, pivots, self());
    }

    /** Returns X with {@code A X} (or {@code A' X} if transposed) equal to this; A triangular. */
    default Factors.TriangularSolve triangularSolve(
            Tensor a, boolean upper, boolean transpose, boolean unitriangular) {
        Tensor matrix = transpose ? a.mT() : a;
        Tensor x =
                Triangles.solveTriangular(matrix, self(), upper != transpose, true, unitriangular);
        return new Factors.TriangularSolve(x, a.clone());
    }

    /** Returns a named norm of a matrix, or of the matrices in the last two dimensions. */
    default Tensor norm(MatrixNorm p) {
        return norm(p, null, false);
    }

    /** Returns a named norm over dimensions. */
    default Tensor norm(MatrixNorm p, int @Nullable [] dims, boolean keepdim) {
        return Norms.named(self(), p, dims, keepdim);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
