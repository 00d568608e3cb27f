package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Decomposition;
import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;

/** Triangular systems, and the parts of a packed LU factorisation. */
final class Triangles {
    private Triangles() {}

    /** Solves {@code A X = B}, or {@code X A = B} if not {@code left}; batches broadcast. */
    static Tensor solve(Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
        if (!left) {
            return solve(a.mT(), b.mT(), !upper, true, unitriangular).mT();
        }
        Shape batch = Batches.common("linalg.solve_triangular", a, 2, b, 2);
        return Dispatch.run(
                new Decomposition.SolveTriangular(upper, unitriangular),
                Batches.expand(a, batch, 2),
                Batches.expand(b, batch, 2));
    }

    static Tensor solveTriangular(
            Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
        String name = "linalg.solve_triangular";
        MatrixRules.square(name, "A", a.spec());
        MatrixRules.floating(name, a.spec());
        Solving.checkRightSide(name, a, b, left);
        return solve(a, b, upper, left, unitriangular);
    }

    /** X with {@code A X = B} from A's LU factorisation, or with {@code A' X = B} if transposed. */
    static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean transposed) {
        Tensor p = permutation(pivots, lu.size(-1), b.dtype());
        if (transposed) {
            Tensor y = solve(lu.mT(), b, false, true, false);
            return p.matmul(solve(lu.mT(), y, true, true, true));
        }
        Tensor y = solve(lu, p.mT().matmul(b), false, true, true);
        return solve(lu, y, true, true, false);
    }

    /** The permutation matrix P of {@code A = P L U}, {@code (*, rows, rows)}. */
    static Tensor permutation(Tensor pivots, int rows, DType dtype) {
        Tensor order = Dispatch.run(new Decomposition.PivotOrder(rows), pivots);
        Shape shape = MatrixRules.with(order.shape(), rows);
        return Tensor.zeros(dtype, shape.toArray())
                .scatter(shape.rank() - 2, order.unsqueeze(-2), 1);
    }

    /** What lies below the diagonal, with ones on it. */
    static Tensor unitLower(Tensor x) {
        return x.tril(-1).add(Tensor.eye(x.size(-2), x.size(-1), x.dtype()));
    }

    /** The identity of the size and dtype of square matrices, without their batch dimensions. */
    static Tensor identityLike(Tensor x) {
        return Tensor.eye(x.size(-1), x.size(-1), x.dtype());
    }
}
