package dev.cresset.engine;

import dev.cresset.op.Decomposition;
import java.util.Arrays;

/** Matrix factorisations, one matrix after the other, computed in double and rounded once. */
final class ReferenceDecomposition {
    private ReferenceDecomposition() {}

    static void run(Decomposition op, View[] in, View[] out) {
        int count =
                op instanceof Decomposition.PivotOrder
                        ? MatrixBatch.vectors(in[0]).count()
                        : MatrixBatch.matrices(in[0]).count();
        for (int i = 0; i < count; i++) {
            switch (op) {
                case Decomposition.Cholesky c -> cholesky(c, in[0], out, i);
                case Decomposition.LuFactor l -> lu(l, in[0], out, i);
                case Decomposition.PivotOrder p -> order(p, in[0], out[0], i);
                case Decomposition.Qr q -> qr(q, in[0], out, i);
                case Decomposition.Geqrf g -> geqrf(in[0], out, i);
                case Decomposition.Eigh e -> eigh(e, in[0], out, i);
                case Decomposition.Svd s -> svd(s, in[0], out, i);
                case Decomposition.SolveTriangular t -> triangular(t, in, out[0], i);
                case Decomposition.LdlFactor l -> ldl(in[0], out, i);
                case Decomposition.LdlSolve l -> ldlSolve(in, out[0], i);
            }
        }
    }

    private static void cholesky(Decomposition.Cholesky op, View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        int n = a.rows();
        double[] l = op.upper() ? MatrixBatch.transposed(a.read(i), n, n) : a.read(i);
        int info = CholeskyFactor.factor(l, n);
        MatrixBatch.matrices(out[0]).write(i, op.upper() ? MatrixBatch.transposed(l, n, n) : l);
        MatrixBatch.scalars(out[1]).write(i, info);
    }

    private static void lu(Decomposition.LuFactor op, View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        double[] lu = a.read(i);
        int[] pivots = new int[Math.min(a.rows(), a.cols())];
        int info = LuDecomposition.factor(lu, a.rows(), a.cols(), pivots, op.pivot());
        MatrixBatch.matrices(out[0]).write(i, lu);
        MatrixBatch.vectors(out[1]).write(i, pivots);
        MatrixBatch.scalars(out[2]).write(i, info);
    }

    private static void order(Decomposition.PivotOrder op, View x, View out, int i) {
        int[] pivots = MatrixBatch.vectors(x).readInts(i);
        MatrixBatch.vectors(out).write(i, LuDecomposition.order(pivots, op.rows()));
    }

    private static void qr(Decomposition.Qr op, View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        int m = a.rows();
        int n = a.cols();
        int rank = op.complete() ? m : Math.min(m, n);
        double[] packed = a.read(i);
        double[] tau = HouseholderQr.factor(packed, m, n);
        double[] r = new double[rank * n];
        for (int row = 0; row < rank; row++) {
            for (int col = row; col < n; col++) {
                r[row * n + col] = packed[row * n + col];
            }
        }
        MatrixBatch.matrices(out[0]).write(i, HouseholderQr.form(packed, tau, m, n, rank));
        MatrixBatch.matrices(out[1]).write(i, r);
    }

    private static void geqrf(View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        double[] packed = a.read(i);
        double[] tau = HouseholderQr.factor(packed, a.rows(), a.cols());
        MatrixBatch.matrices(out[0]).write(i, packed);
        MatrixBatch.vectors(out[1]).write(i, tau);
    }

    private static void eigh(Decomposition.Eigh op, View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        int n = a.rows();
        double[] lower = op.lower() ? a.read(i) : MatrixBatch.transposed(a.read(i), n, n);
        SymmetricEigen eigen = SymmetricEigen.of(lower, n);
        MatrixBatch.vectors(out[0]).write(i, eigen.values());
        MatrixBatch.matrices(out[1]).write(i, eigen.vectors());
    }

    private static void svd(Decomposition.Svd op, View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        int m = a.rows();
        int n = a.cols();
        SingularValues svd;
        if (m >= n) {
            svd = SingularValues.of(a.read(i), m, n, op.full());
        } else {
            SingularValues t =
                    SingularValues.of(MatrixBatch.transposed(a.read(i), m, n), n, m, op.full());
            svd =
                    new SingularValues(
                            MatrixBatch.transposed(t.vh(), m, m),
                            t.s(),
                            MatrixBatch.transposed(t.u(), n, op.full() ? n : m));
        }
        MatrixBatch.matrices(out[0]).write(i, svd.u());
        MatrixBatch.vectors(out[1]).write(i, svd.s());
        MatrixBatch.matrices(out[2]).write(i, svd.vh());
    }

    private static void triangular(Decomposition.SolveTriangular op, View[] in, View out, int i) {
        double[] a = MatrixBatch.matrices(in[0]).read(i);
        MatrixBatch b = MatrixBatch.matrices(in[1]);
        double[] x = b.read(i);
        if (op.upper()) {
            Triangular.solveUpper(a, b.rows(), op.unitriangular(), x, b.cols());
        } else {
            Triangular.solveLower(a, b.rows(), op.unitriangular(), x, b.cols());
        }
        MatrixBatch.matrices(out).write(i, x);
    }

    private static void ldl(View x, View[] out, int i) {
        MatrixBatch a = MatrixBatch.matrices(x);
        int n = a.rows();
        double[] ld = a.read(i);
        int[] pivots = new int[n];
        int info = BunchKaufman.factor(ld, n, pivots);
        for (int row = 0; row < n; row++) {
            Arrays.fill(ld, row * n + row + 1, row * n + n, 0);
        }
        MatrixBatch.matrices(out[0]).write(i, ld);
        MatrixBatch.vectors(out[1]).write(i, pivots);
        MatrixBatch.scalars(out[2]).write(i, info);
    }

    private static void ldlSolve(View[] in, View out, int i) {
        double[] ld = MatrixBatch.matrices(in[0]).read(i);
        int[] pivots = MatrixBatch.vectors(in[1]).readInts(i);
        MatrixBatch b = MatrixBatch.matrices(in[2]);
        double[] x = b.read(i);
        BunchKaufman.solve(ld, b.rows(), pivots, x, b.cols());
        MatrixBatch.matrices(out).write(i, x);
    }
}
