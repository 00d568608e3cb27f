package dev.cresset;

import dev.cresset.op.Decomposition;
import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Linear algebra of real matrices: PyTorch's {@code torch.linalg}.
 *
 * <p>Matrices are the last two dimensions of a tensor, {@code (*, m, n)}; the dimensions before
 * them are a batch, each matrix of which is treated alone. float32 and float64; factorisations are
 * computed in double and rounded once. Everything is differentiable twice where PyTorch is, except
 * where it is stated.
 *
 * <pre>{@code
 * Tensor x = Linalg.solve(a, b);                  // a @ x = b
 * Factors.Svd d = Linalg.svd(a, false);           // a = u @ diag(s) @ vh
 * int rank = Linalg.matrixRank(a, o -> o.rtol(1e-3)).item().intValue();
 * }</pre>
 */
public final class Linalg {
    private Linalg() {}

    // ---- factorisations

    /**
     * Returns lower L with {@code A = L L'}.
     *
     * @throws IllegalArgumentException if a matrix is not positive definite
     */
    public static Tensor cholesky(Tensor a) {
        return cholesky(a, false);
    }

    /** Returns L with {@code A = L L'}, or {@code L'} if {@code upper}. */
    public static Tensor cholesky(Tensor a, boolean upper) {
        return cholesky("linalg.cholesky", a, upper);
    }

    static Tensor cholesky(String name, Tensor a, boolean upper) {
        Factors.CholeskyEx out = choleskyEx(a, upper);
        Solving.check(
                name,
                out.info(),
                order ->
                        "The factorization could not be completed because the input is not"
                                + " positive-definite (the leading minor of order "
                                + order
                                + " is not positive-definite).");
        return out.l();
    }

    /** As {@link #cholesky(Tensor, boolean)}, but says by {@code info} what failed. */
    public static Factors.CholeskyEx choleskyEx(Tensor a, boolean upper) {
        Tensor[] out = Dispatch.runAll(new Decomposition.Cholesky(upper), a);
        return new Factors.CholeskyEx(out[0], out[1]);
    }

    /** Returns the reduced QR factorisation: {@code (*, m, n) -> (*, m, k), (*, k, n)}. */
    public static Factors.Qr qr(Tensor a) {
        return qr(a, QrMode.REDUCED);
    }

    /**
     * Returns {@code A = Q R} with orthonormal columns Q and upper triangular R.
     *
     * <p>Derivatives exist if Q is reduced, or not higher than A is wide.
     */
    public static Factors.Qr qr(Tensor a, QrMode mode) {
        if (mode != QrMode.R) {
            Tensor[] out = Dispatch.runAll(new Decomposition.Qr(mode == QrMode.COMPLETE), a);
            return new Factors.Qr(out[0], out[1]);
        }
        Rule none =
                Rule.one(
                        0,
                        (s, g) -> {
                            throw new IllegalArgumentException(
                                    "linalg.qr: The derivative of linalg.qr depends on Q, which is"
                                            + " not computed when mode='r'. Please use"
                                            + " QrMode.REDUCED if you are going to require"
                                            + " gradients.");
                        });
        Tensor r =
                Composite.of(
                        "LinalgQr",
                        none,
                        new Tensor[] {a},
                        () -> Dispatch.runAll(new Decomposition.Qr(false), a)[1]);
        return new Factors.Qr(Tensor.zeros(a.dtype(), 0), r);
    }

    /** Returns R and, below it, the reflectors whose product is Q; not differentiable. */
    public static Factors.Geqrf geqrf(Tensor a) {
        Tensor[] out = Dispatch.runAll(new Decomposition.Geqrf(), a);
        return new Factors.Geqrf(out[0], out[1]);
    }

    /** Returns the first columns of Q from the reflectors of {@link #geqrf}. */
    public static Tensor householderProduct(Tensor a, Tensor tau) {
        return Reflectors.product(a, tau);
    }

    /** Returns {@code Q C}, {@code Q' C}, {@code C Q} or {@code C Q'} with Q by its reflectors. */
    public static Tensor ormqr(Tensor a, Tensor tau, Tensor c, boolean left, boolean transpose) {
        return Reflectors.multiply(a, tau, c, left, transpose);
    }

    /** Returns eigenvalues and eigenvectors of symmetric matrices, of their lower triangles. */
    public static Factors.Eigh eigh(Tensor a) {
        return eigh(a, false);
    }

    /**
     * Returns eigenvalues, ascending, and orthonormal eigenvectors of symmetric matrices.
     *
     * <p>Eigenvectors are unique up to sign, and only where eigenvalues differ: gradients of
     * functions that depend on more are infinite or meaningless.
     *
     * @param upper whether the upper triangle is read instead of the lower
     */
    public static Factors.Eigh eigh(Tensor a, boolean upper) {
        Tensor[] out = Dispatch.runAll(new Decomposition.Eigh(!upper), a);
        return new Factors.Eigh(out[0], out[1]);
    }

    /** Returns the eigenvalues of symmetric matrices, ascending, from their lower triangles. */
    public static Tensor eigvalsh(Tensor a) {
        return eigvalsh(a, false);
    }

    /** Returns the eigenvalues of symmetric matrices, ascending, from one triangle. */
    public static Tensor eigvalsh(Tensor a, boolean upper) {
        return eigh(a, upper).eigenvalues();
    }

    /** Returns the full singular value decomposition. */
    public static Factors.Svd svd(Tensor a) {
        return svd(a, true);
    }

    /**
     * Returns {@code A = U diag(S) Vh} with S descending: {@code (*, m, k), (*, k), (*, k, n)}, or
     * with square U and Vh. Pairs of columns of U and rows of Vh are unique up to sign.
     *
     * @throws IllegalArgumentException if an element is not finite
     */
    public static Factors.Svd svd(Tensor a, boolean fullMatrices) {
        Tensor[] out = Dispatch.runAll(new Decomposition.Svd(fullMatrices), a);
        if (out[1].isnan().any().isTrue()) {
            throw new IllegalArgumentException(
                    "linalg.svd: The algorithm failed to converge because the input matrix"
                            + " contained non-finite values, in shape "
                            + a.shape().listText());
        }
        return new Factors.Svd(out[0], out[1], out[2]);
    }

    /** Returns the singular values, descending. */
    public static Tensor svdvals(Tensor a) {
        return svd(a, false).s();
    }

    /** Returns {@code A = P L U} with partial pivoting. */
    public static Factors.Lu lu(Tensor a) {
        return lu(a, true);
    }

    /** Returns {@code A = P L U}, or {@code A = L U} and an empty P if not {@code pivot}. */
    public static Factors.Lu lu(Tensor a, boolean pivot) {
        Factors.LuFactorEx f = luFactorEx(a, pivot);
        Factors.Lu out = luUnpack(f.lu(), f.pivots(), true, pivot);
        return new Factors.Lu(out.p(), out.l(), out.u());
    }

    /**
     * Returns the LU factorisation with partial pivoting in one matrix.
     *
     * @throws IllegalArgumentException if there is a zero on U's diagonal
     */
    public static Factors.LuFactor luFactor(Tensor a) {
        return luFactor(a, true);
    }

    /** As {@link #luFactor(Tensor)}, with or without pivoting. */
    public static Factors.LuFactor luFactor(Tensor a, boolean pivot) {
        Factors.LuFactorEx out = luFactorEx(a, pivot);
        Solving.check(
                "linalg.lu_factor",
                out.info(),
                k ->
                        "U["
                                + k
                                + ","
                                + k
                                + "] is zero and using it on lu_solve would result in a division by"
                                + " zero. If you still want to perform the factorization, consider"
                                + " calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)");
        return new Factors.LuFactor(out.lu(), out.pivots());
    }

    /** As {@link #luFactor(Tensor, boolean)}, but says by {@code info} where U has a zero. */
    public static Factors.LuFactorEx luFactorEx(Tensor a, boolean pivot) {
        Tensor[] out = Dispatch.runAll(new Decomposition.LuFactor(pivot), a);
        return new Factors.LuFactorEx(out[0], out[1], out[2]);
    }

    /** Returns P, L and U of a packed factorisation; empty tensors for what is not asked for. */
    public static Factors.Lu luUnpack(
            Tensor lu, Tensor pivots, boolean unpackData, boolean unpackPivots) {
        MatrixRules.matrix("lu_unpack", "LU_data", lu.spec());
        int m = lu.size(-2);
        int n = lu.size(-1);
        int k = Math.min(m, n);
        Tensor none = Tensor.zeros(lu.dtype(), 0);
        return new Factors.Lu(
                unpackPivots ? Triangles.permutation(pivots, m, lu.dtype()) : none,
                unpackData ? Triangles.unitLower(lu.narrow(-1, 0, k)) : none,
                unpackData ? lu.narrow(-2, 0, k).triu() : none);
    }

    /** Returns X with {@code A X = B} from A's LU factorisation. */
    public static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b) {
        return luSolve(lu, pivots, b, true, false);
    }

    /** Returns X with {@code A X = B} (or {@code X A = B} if not left), or A' for A if adjoint. */
    public static Tensor luSolve(
            Tensor lu, Tensor pivots, Tensor b, boolean left, boolean adjoint) {
        String name = "linalg.lu_solve";
        MatrixRules.square(name, "LU", lu.spec());
        MatrixRules.floating(name, lu.spec());
        Solving.checkRightSide(name, lu, b, left);
        Batches.common(name, lu, 2, b, 2);
        return left
                ? Triangles.luSolve(lu, pivots, b, adjoint)
                : Triangles.luSolve(lu, pivots, b.mT(), !adjoint).mT();
    }

    /** Returns the LDL factorisation of symmetric matrices; not differentiable. */
    public static Factors.LdlFactor ldlFactor(Tensor a) {
        Factors.LdlFactorEx out = ldlFactorEx(a);
        Solving.check(
                "linalg.ldl_factor",
                out.info(),
                k -> "D[" + k + "," + k + "] is zero: the matrix is singular.");
        return new Factors.LdlFactor(out.ld(), out.pivots());
    }

    /** As {@link #ldlFactor}, but says by {@code info} where D has a zero. */
    public static Factors.LdlFactorEx ldlFactorEx(Tensor a) {
        Tensor[] out = Dispatch.runAll(new Decomposition.LdlFactor(), a);
        return new Factors.LdlFactorEx(out[0], out[1], out[2]);
    }

    /** Returns X with {@code A X = B} from A's LDL factorisation; not differentiable. */
    public static Tensor ldlSolve(Tensor ld, Tensor pivots, Tensor b) {
        MatrixRules.square("linalg.ldl_solve", "LD", ld.spec());
        MatrixRules.matrix("linalg.ldl_solve", "B", b.spec());
        Shape batch = Batches.common("linalg.ldl_solve", ld, 2, b, 2);
        return Dispatch.run(
                new Decomposition.LdlSolve(),
                Batches.expand(ld, batch, 2),
                Batches.expand(pivots, batch, 1),
                Batches.expand(b, batch, 2));
    }

    // ---- systems

    /**
     * Returns X with {@code A X = B}; B is a matrix or a vector per matrix, batches broadcast.
     *
     * @throws IllegalArgumentException if a matrix is singular
     */
    public static Tensor solve(Tensor a, Tensor b) {
        return solve(a, b, true);
    }

    /** Returns X with {@code A X = B}, or {@code X A = B} if not {@code left}. */
    public static Tensor solve(Tensor a, Tensor b, boolean left) {
        Factors.SolveEx out = Solving.solveEx("linalg.solve", a, b, left);
        Solving.check(
                "linalg.solve",
                out.info(),
                k -> "The solver failed because the input matrix is singular.");
        return out.result();
    }

    /** As {@link #solve(Tensor, Tensor, boolean)}, but says by {@code info} what is singular. */
    public static Factors.SolveEx solveEx(Tensor a, Tensor b, boolean left) {
        return Solving.solveEx("linalg.solve", a, b, left);
    }

    /**
     * Returns the inverses.
     *
     * @throws IllegalArgumentException if a matrix is singular
     */
    public static Tensor inv(Tensor a) {
        Factors.InvEx out = invEx(a);
        Solving.check(
                "linalg.inv",
                out.info(),
                k ->
                        "The diagonal element "
                                + k
                                + " is zero, the inversion could not be completed because the input"
                                + " matrix is singular.");
        return out.inverse();
    }

    /** As {@link #inv}, but says by {@code info} what is singular. */
    public static Factors.InvEx invEx(Tensor a) {
        return Solving.invEx(a);
    }

    /**
     * Returns X with {@code A X = B} and triangular A, whose other triangle is not read.
     *
     * @param upper whether A is an upper triangle
     */
    public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper) {
        return solveTriangular(a, b, upper, true, false);
    }

    /**
     * Returns X with {@code A X = B}, or {@code X A = B} if not {@code left}.
     *
     * @param unitriangular whether A's diagonal counts as ones
     */
    public static Tensor solveTriangular(
            Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
        return Triangles.solveTriangular(a, b, upper, left, unitriangular);
    }

    /** Returns least-squares solutions with {@link LstsqDriver#GELSY}. */
    public static Factors.Lstsq lstsq(Tensor a, Tensor b) {
        return lstsq(a, b, null, LstsqDriver.GELSY);
    }

    /**
     * Returns X of least {@code |A X - B|}, of least norm among those.
     *
     * @param rcond singular values up to this part of the largest count as zero; null is {@code
     *     max(m, n) * eps}
     */
    public static Factors.Lstsq lstsq(
            Tensor a, Tensor b, @Nullable Double rcond, LstsqDriver driver) {
        return Ranks.lstsq(a, b, rcond, driver);
    }

    /** Returns X with {@code tensordot(A, X) = B}: A's leading dimensions are B's. */
    public static Tensor tensorsolve(Tensor a, Tensor b) {
        return tensorsolve(a, b, new int[0]);
    }

    /** As {@link #tensorsolve(Tensor, Tensor)}, with some of A's dimensions moved to the end. */
    public static Tensor tensorsolve(Tensor a, Tensor b, int[] dims) {
        Tensor x = a;
        int last = a.dim() - dims.length;
        int[] end = new int[dims.length];
        Arrays.setAll(end, i -> last + i);
        x = dims.length == 0 ? x : x.movedim(dims, end);
        int[] sizes = x.shape().toArray();
        int[] unknown = Arrays.copyOfRange(sizes, Math.min(b.dim(), sizes.length), sizes.length);
        long columns = Shape.of(unknown).numel();
        if (columns * columns != x.numel() || columns != b.numel()) {
            throw new IllegalArgumentException(
                    "linalg.tensorsolve: Expected self to satisfy the requirement"
                            + " prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]),"
                            + " but got shapes "
                            + x.shape().listText()
                            + " and "
                            + b.shape().listText());
        }
        int n = Math.toIntExact(columns);
        return solve(x.reshape(n, n), b.reshape(n)).reshape(unknown);
    }

    /** Returns the inverse of {@code tensordot} with A by its first two dimensions. */
    public static Tensor tensorinv(Tensor a) {
        return tensorinv(a, 2);
    }

    /**
     * Returns X with {@code tensordot(A, tensordot(X, B, ind), …) = B}: A taken as a square matrix
     * with its first {@code ind} dimensions as rows, inverted.
     */
    public static Tensor tensorinv(Tensor a, int ind) {
        int[] sizes = a.shape().toArray();
        if (ind < 1 || ind > sizes.length) {
            throw new IllegalArgumentException(
                    "linalg.tensorinv: Expected ind between 1 and "
                            + sizes.length
                            + " for shape "
                            + a.shape().listText()
                            + ", got ind="
                            + ind);
        }
        int[] head = Arrays.copyOf(sizes, ind);
        int[] tail = Arrays.copyOfRange(sizes, ind, sizes.length);
        int n = Math.toIntExact(Shape.of(head).numel());
        if (n != Shape.of(tail).numel()) {
            throw new IllegalArgumentException(
                    "linalg.tensorinv: Expected self to satisfy the requirement"
                            + " prod(self.shape[ind:]) == prod(self.shape[:ind]), but got "
                            + Shape.of(tail).numel()
                            + " != "
                            + n
                            + " for shape "
                            + a.shape().listText());
        }
        int[] swapped = Arrays.copyOf(tail, sizes.length);
        System.arraycopy(head, 0, swapped, tail.length, ind);
        return inv(a.reshape(n, n)).reshape(swapped);
    }

    // ---- numbers of a matrix

    /** Returns the determinants. */
    public static Tensor det(Tensor a) {
        return Determinants.det(a);
    }

    /** Returns sign and logarithm of the magnitude of the determinants. */
    public static Factors.Slogdet slogdet(Tensor a) {
        return Determinants.slogdet(a);
    }

    /** Returns the number of singular values that do not count as zero, int64. */
    public static Tensor matrixRank(Tensor a) {
        return matrixRank(a, o -> o);
    }

    /** Returns the number of singular values that do not count as zero by some bounds, int64. */
    public static Tensor matrixRank(Tensor a, UnaryOperator<RankOptions> options) {
        return Ranks.matrixRank(a, options.apply(RankOptions.DEFAULT));
    }

    /** Returns the pseudoinverses (Moore-Penrose): {@code (*, m, n) -> (*, n, m)}. */
    public static Tensor pinv(Tensor a) {
        return pinv(a, o -> o);
    }

    /** Returns the pseudoinverses; singular values that count as zero stay zero. */
    public static Tensor pinv(Tensor a, UnaryOperator<RankOptions> options) {
        return Ranks.pinv(a, options.apply(RankOptions.DEFAULT));
    }

    /** Returns the ratio of the largest to the smallest singular value. */
    public static Tensor cond(Tensor a) {
        return cond(a, 2);
    }

    /** Returns {@code |A| |A^-1|} for a {@link #matrixNorm}; infinite if A is singular. */
    public static Tensor cond(Tensor a, double p) {
        return Norms.cond(a, p);
    }

    /** Returns {@code |A| |A^-1|} for a {@link #matrixNorm}; infinite if A is singular. */
    public static Tensor cond(Tensor a, MatrixNorm p) {
        return Norms.cond(a, p);
    }

    /** Returns the Euclidean norm of all elements. */
    public static Tensor norm(Tensor x) {
        return norm(x, null, false);
    }

    /** Returns the Euclidean norm over dimensions, null for all. */
    public static Tensor norm(Tensor x, int @Nullable [] dims, boolean keepdim) {
        return Norms.vector(x, 2, dims, keepdim);
    }

    /** Returns a norm of a vector or of a matrix. */
    public static Tensor norm(Tensor x, double ord) {
        return norm(x, ord, null, false);
    }

    /**
     * Returns the {@link #vectorNorm} over one dimension, the {@link #matrixNorm} over two.
     *
     * @param dims null for all of a tensor of one or two dimensions
     */
    public static Tensor norm(Tensor x, double ord, int @Nullable [] dims, boolean keepdim) {
        return Norms.norm(x, ord, dims, keepdim);
    }

    /** Returns a named norm of a matrix. */
    public static Tensor norm(Tensor x, MatrixNorm ord) {
        return norm(x, ord, null, false);
    }

    /** Returns a named norm over two dimensions, null for those of a matrix. */
    public static Tensor norm(Tensor x, MatrixNorm ord, int @Nullable [] dims, boolean keepdim) {
        return Norms.norm(x, ord, dims, keepdim);
    }

    /**
     * Returns {@code (sum |x|^p)^(1/p)}; the count of non-zeros for 0, the largest or smallest
     * magnitude for infinite p.
     *
     * @param dims the dimensions, null for all
     */
    public static Tensor vectorNorm(Tensor x, double p, int @Nullable [] dims, boolean keepdim) {
        return Norms.vector(x, p, dims, keepdim);
    }

    /** Returns the Frobenius norms. */
    public static Tensor matrixNorm(Tensor a) {
        return matrixNorm(a, MatrixNorm.FRO, new int[] {-2, -1}, false);
    }

    /** Returns a named norm of the matrices in two dimensions. */
    public static Tensor matrixNorm(Tensor a, MatrixNorm ord, int[] dims, boolean keepdim) {
        return Norms.matrix(a, ord, dims, keepdim);
    }

    /**
     * Returns a norm of the matrices in two dimensions: the largest (or smallest, for negative ord)
     * sum of magnitudes of a column for 1, of a row for inf, singular value for 2.
     */
    public static Tensor matrixNorm(Tensor a, double ord, int[] dims, boolean keepdim) {
        return Norms.matrix(a, ord, dims, keepdim);
    }

    // ---- products

    /** Returns {@code A^n}; the inverse is taken first if n is negative. */
    public static Tensor matrixPower(Tensor a, int n) {
        return MatrixPowers.power(a, n);
    }

    /** Returns {@code e^A = I + A + A A / 2 + …}. */
    public static Tensor matrixExp(Tensor a) {
        return MatrixPowers.exp(a);
    }

    /** Returns the product of matrices in the cheapest order; the ends may be vectors. */
    public static Tensor multiDot(Tensor... tensors) {
        return Contracting.multiDot(tensors);
    }

    /** Returns cross products along the last dimension, which has size 3; batches broadcast. */
    public static Tensor cross(Tensor x, Tensor y) {
        return cross(x, y, -1);
    }

    /** Returns cross products along a dimension of size 3; the others broadcast. */
    public static Tensor cross(Tensor x, Tensor y, int dim) {
        return Contracting.cross(x, y, dim);
    }

    /** Returns dot products along the last dimension; batches broadcast. */
    public static Tensor vecdot(Tensor x, Tensor y) {
        return vecdot(x, y, -1);
    }

    /** Returns dot products along a dimension; the others broadcast. */
    public static Tensor vecdot(Tensor x, Tensor y, int dim) {
        return VectorProducts.vecdot(x, y, dim);
    }

    /** Returns {@code 1, x, x^2, …}, as many as x has elements: {@code (*, n) -> (*, n, n)}. */
    public static Tensor vander(Tensor x) {
        return vander(x, x.size(-1));
    }

    /** Returns {@code 1, x, …, x^(n-1)} in a new last dimension. */
    public static Tensor vander(Tensor x, int n) {
        return VectorProducts.vander(x, n);
    }

    /** Returns the diagonals of matrices, as a view. */
    public static Tensor diagonal(Tensor a) {
        return a.diagonal(0, -2, -1);
    }

    // ---- low rank

    /** Returns the q largest singular values and vectors by random projection. */
    public static Factors.Usv svdLowrank(Tensor a, int q) {
        return svdLowrank(a, q, 2, null);
    }

    /**
     * Returns about the q largest singular values and vectors of {@code A - M}, by random
     * projection and subspace iteration. Draws (n, q) normal numbers, n the smaller size of A.
     */
    public static Factors.Usv svdLowrank(Tensor a, int q, int niter, @Nullable Tensor m) {
        return LowRank.svd(a, q, niter, m);
    }

    /** Returns about the q main directions of rows, by default 6 at most. */
    public static Factors.Usv pcaLowrank(Tensor a, @Nullable Integer q, boolean center, int niter) {
        return LowRank.pca(a, q, center, niter);
    }
}
