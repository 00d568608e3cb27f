package dev.cresset.op;

/**
 * A matrix factorisation or the solution of a triangular system, for each matrix in the last two
 * dimensions; float32 and float64.
 *
 * <p>Other functions of matrices (inverse, determinant, least squares, norms) are made of these.
 * {@code k} below is {@code min(m, n)}.
 */
public sealed interface Decomposition extends Op {
    /**
     * {@code A = L L'}: {@code (*, n, n) -> (*, n, n), (*)}. Only the triangle that is factored is
     * read. The second result (int32) is 0, or the order of the first minor that is not positive.
     */
    record Cholesky(boolean upper) implements Decomposition {
        @Override
        public String gradName() {
            return "LinalgCholeskyExBackward0";
        }
    }

    /**
     * {@code A = P L U}: {@code (*, m, n) -> (*, m, n), (*, k), (*)}: L below the diagonal and U
     * from it on in one matrix; the row (from 1) that each row was swapped with; 0 or the place
     * (from 1) of the first zero on U's diagonal.
     */
    record LuFactor(boolean pivot) implements Decomposition {
        @Override
        public String gradName() {
            return "LinalgLuFactorExBackward0";
        }
    }

    /**
     * The order of rows that swaps give: pivots {@code (*, k) -> (*, rows)} of int64; row {@code i}
     * of {@code P' A} is row {@code order[i]} of A.
     */
    record PivotOrder(int rows) implements Decomposition {}

    /**
     * {@code A = Q R} with orthonormal columns Q: {@code (*, m, n) -> (*, m, k), (*, k, n)}, or
     * {@code (*, m, m), (*, m, n)} if complete. Signs are LAPACK's.
     */
    record Qr(boolean complete) implements Decomposition {
        @Override
        public String gradName() {
            return "LinalgQrBackward0";
        }
    }

    /** The reflectors of QR as LAPACK packs them: {@code (*, m, n) -> (*, m, n), (*, k)}. */
    record Geqrf() implements Decomposition {}

    /**
     * {@code A = V diag(w) V'} of symmetric matrices, of which one triangle is read: {@code (*, n,
     * n) -> (*, n), (*, n, n)}; w ascends. Each column of V has a sign of its own choice. NaN
     * throughout for a matrix that is not finite.
     */
    record Eigh(boolean lower) implements Decomposition {
        @Override
        public String gradName() {
            return "LinalgEighBackward0";
        }
    }

    /**
     * {@code A = U diag(S) Vh}: {@code (*, m, n) -> (*, m, k), (*, k), (*, k, n)}, or {@code (*, m,
     * m), (*, k), (*, n, n)} if full; S descends. NaN throughout for a matrix that is not finite.
     */
    record Svd(boolean full) implements Decomposition {
        @Override
        public String gradName() {
            return "LinalgSvdBackward0";
        }
    }

    /**
     * X with {@code A X = B} and triangular A, whose other triangle is not read: {@code (*, n, n)
     * (*, n, r) -> (*, n, r)}; the batches are equal.
     *
     * @param upper whether A is an upper triangle
     * @param unitriangular whether A's diagonal counts as ones
     */
    record SolveTriangular(boolean upper, boolean unitriangular) implements Decomposition {
        @Override
        public String gradName() {
            return "LinalgSolveTriangularBackward0";
        }
    }

    /**
     * {@code P' A P = L D L'} of symmetric matrices with blocks of 1 and 2 in D (Bunch and Kaufman
     * 1977), packed as LAPACK's {@code sytrf}: {@code (*, n, n) -> (*, n, n), (*, n), (*)}.
     */
    record LdlFactor() implements Decomposition {}

    /** X with {@code A X = B} from A's {@link LdlFactor}: inputs (LD, pivots, B). */
    record LdlSolve() implements Decomposition {}
}
