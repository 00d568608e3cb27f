package dev.cresset;

import java.util.function.UnaryOperator;

/**
 * What the functions of {@link Linalg} return when they return several tensors: PyTorch's {@code
 * torch.return_types.linalg_*}. Their text is PyTorch's.
 */
public final class Factors {
    private Factors() {}

    /** Sign and natural logarithm of the magnitude of determinants; 0 and -inf if singular. */
    public record Slogdet(Tensor sign, Tensor logabsdet) {
        @Override
        public String toString() {
            return text("linalg_slogdet", "sign", sign, "logabsdet", logabsdet);
        }
    }

    /** A Cholesky factor, and 0 or the order of the first minor that is not positive. */
    public record CholeskyEx(Tensor l, Tensor info) {
        @Override
        public String toString() {
            return text("linalg_cholesky_ex", "L", l, "info", info);
        }
    }

    /** {@code A = P L U}. */
    public record Lu(Tensor p, Tensor l, Tensor u) {
        @Override
        public String toString() {
            return text("linalg_lu", "P", p, "L", l, "U", u);
        }
    }

    /** L and U in one matrix, and the rows (from 1, int32) that were swapped. */
    public record LuFactor(Tensor lu, Tensor pivots) {
        @Override
        public String toString() {
            return text("linalg_lu_factor", "LU", lu, "pivots", pivots);
        }
    }

    /** An LU factorisation, and 0 or the place (from 1) of the first zero on U's diagonal. */
    public record LuFactorEx(Tensor lu, Tensor pivots, Tensor info) {
        @Override
        public String toString() {
            return text("linalg_lu_factor_ex", "LU", lu, "pivots", pivots, "info", info);
        }
    }

    /** {@code P' A P = L D L'} in one matrix, and its pivots as LAPACK's {@code sytrf}. */
    public record LdlFactor(Tensor ld, Tensor pivots) {
        @Override
        public String toString() {
            return text("linalg_ldl_factor", "LD", ld, "pivots", pivots);
        }
    }

    /** An LDL factorisation, and 0 or the place (from 1) of the first zero block of D. */
    public record LdlFactorEx(Tensor ld, Tensor pivots, Tensor info) {
        @Override
        public String toString() {
            return text("linalg_ldl_factor_ex", "LD", ld, "pivots", pivots, "info", info);
        }
    }

    /** {@code A = Q R}. */
    public record Qr(Tensor q, Tensor r) {
        @Override
        public String toString() {
            return text("linalg_qr", "Q", q, "R", r);
        }
    }

    /** The reflectors of a QR factorisation below R, and their factors. */
    public record Geqrf(Tensor a, Tensor tau) {
        @Override
        public String toString() {
            return text("geqrf", "a", a, "tau", tau);
        }
    }

    /** Eigenvalues, ascending, and eigenvectors in columns. */
    public record Eigh(Tensor eigenvalues, Tensor eigenvectors) {
        @Override
        public String toString() {
            return text("linalg_eigh", "eigenvalues", eigenvalues, "eigenvectors", eigenvectors);
        }
    }

    /** {@code A = U diag(S) Vh}. */
    public record Svd(Tensor u, Tensor s, Tensor vh) {
        @Override
        public String toString() {
            return text("linalg_svd", "U", u, "S", s, "Vh", vh);
        }
    }

    /** {@code A = U diag(S) V'}: what {@code torch.svd} returns. */
    public record Usv(Tensor u, Tensor s, Tensor v) {
        @Override
        public String toString() {
            return text("svd", "U", u, "S", s, "V", v);
        }
    }

    /** An inverse, and 0 or the place (from 1) of the first zero pivot. */
    public record InvEx(Tensor inverse, Tensor info) {
        @Override
        public String toString() {
            return text("linalg_inv_ex", "inverse", inverse, "info", info);
        }
    }

    /** A solution, and 0 or the place (from 1) of the first zero pivot. */
    public record SolveEx(Tensor result, Tensor info) {
        SolveEx mapResult(UnaryOperator<Tensor> f) {
            return new SolveEx(f.apply(result), info);
        }

        @Override
        public String toString() {
            return text("linalg_solve_ex", "result", result, "info", info);
        }
    }

    /** A solution, and the matrix as it was given. */
    public record TriangularSolve(Tensor solution, Tensor clonedCoefficient) {
        @Override
        public String toString() {
            return text(
                    "triangular_solve",
                    "solution",
                    solution,
                    "cloned_coefficient",
                    clonedCoefficient);
        }
    }

    /**
     * A least-squares solution; what is not computed is empty.
     *
     * @param solution X of least {@code |A X - B|}, and among those of least {@code |X|}
     * @param residuals the squared distances of the columns, for {@code m > n} and full rank
     * @param rank the rank of each matrix, int64; empty with driver GELS
     * @param singularValues with drivers GELSD and GELSS
     */
    public record Lstsq(Tensor solution, Tensor residuals, Tensor rank, Tensor singularValues) {
        @Override
        public String toString() {
            return text(
                    "linalg_lstsq",
                    "solution",
                    solution,
                    "residuals",
                    residuals,
                    "rank",
                    rank,
                    "singular_values",
                    singularValues);
        }
    }

    private static String text(String name, Object... namesAndTensors) {
        StringBuilder out = new StringBuilder("torch.return_types." + name + "(");
        for (int i = 0; i < namesAndTensors.length; i += 2) {
            out.append(i == 0 ? "\n" : ",\n")
                    .append(namesAndTensors[i])
                    .append('=')
                    .append(namesAndTensors[i + 1]);
        }
        return out.append(')').toString();
    }
}
