package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The freedom of factorisations: the vectors of {@code A = U diag(s) V'} and {@code A = V diag(w)
 * V'} are unique only up to a sign for each pair (s and w without repetition, as recorded), and
 * those that full matrices add only up to a rotation among themselves.
 *
 * <p>So results are first turned into the recording's gauge, {@code X R}. R is block diagonal: for
 * each vector the sign of its product with the recorded one, taken from the first factor and used
 * for both, so that a pair whose signs do not belong together is found; and for the added vectors
 * {@code X2' E2} with the recorded E2, so that {@code X2 X2' E2 = E2} holds exactly if they span
 * the same space and are orthonormal. Then everything must equal the recording.
 *
 * <p>Gradients have no such freedom: a function {@code f(X R)} of the recorded vectors has the
 * cotangent {@code C R'} at X, where C is the recorded one. With it, the gradients of A must equal
 * the recorded ones.
 *
 * <p>QR and LU need none of this: LAPACK's rules fix their signs.
 */
final class Gauge {
    /* Where the vectors are, and whether they are columns (else rows). */
    private record Vectors(int output, boolean columns) {}

    private static final Gauge EIGH = new Gauge(0, new Vectors(1, true));
    private static final Gauge USV = new Gauge(1, new Vectors(0, true), new Vectors(2, true));
    private static final Gauge USVH = new Gauge(1, new Vectors(0, true), new Vectors(2, false));

    private static final Map<String, Gauge> OPS =
            Map.of(
                    "linalg.eigh", EIGH,
                    "linalg.svd", USVH,
                    "svd", USV,
                    "svd_lowrank", USV,
                    "pca_lowrank", USV);

    private final int values;
    private final List<Vectors> vectors;

    private Gauge(int values, Vectors... vectors) {
        this.values = values;
        this.vectors = List.of(vectors);
    }

    /** Returns the freedom of an op's results, null if they are unique. */
    static @Nullable Gauge of(String op) {
        return OPS.get(op);
    }

    /**
     * Returns the tolerance in the recording's gauge. A recorded float32 error above 1e-3 is the
     * distance between two signs, not a rounding error: then it is taken from perturbation theory,
     * eps times a condition number, where vectors have 1/gap and their gradients 1/gap^2, with the
     * smallest gap between recorded values (Golub and Van Loan, Matrix Computations, 8.1).
     */
    static Tolerance tolerance(double err64, double condition) {
        return Tolerance.of(err64 > 1e-3 ? Math.ulp(1f) * condition : err64);
    }

    /** Returns the smallest distance between two recorded singular values or eigenvalues. */
    double gap(List<Recorded> expected) {
        Tensor v = Tensor.of(expected.get(values).view());
        return v.size(-1) < 2 || v.numel() == 0 ? 1 : v.diff().abs().min().item().doubleValue();
    }

    /** Returns how actual results are turned into the recorded ones. */
    Turn turn(List<Recorded> expected, List<Tensor> actual) {
        Turn turn = new Turn(actual);
        if (expected.size() != actual.size()) {
            return turn; // the comparison says so
        }
        Tensor signs = null;
        for (Vectors v : vectors) {
            Tensor e = columns(v, Tensor.of(expected.get(v.output).view()));
            Tensor x = columns(v, actual.get(v.output).detach());
            if (!e.shape().equals(x.shape())) {
                return turn;
            }
            int k = actual.get(values).size(-1);
            if (signs == null) {
                signs = e.mul(x).narrow(-1, 0, k).sum(-2, false).sign();
            }
            Tensor rotation = rotation(signs, x, e, k);
            turn.add(v, rotation, x.matmul(rotation));
        }
        return turn;
    }

    private static Tensor columns(Vectors v, Tensor x) {
        return v.columns ? x : x.mT();
    }

    private static Tensor rotation(Tensor signs, Tensor x, Tensor e, int k) {
        int more = x.size(-1) - k;
        Tensor diagonal = signs.diagEmbed();
        if (more == 0) {
            return diagonal;
        }
        Tensor added = x.narrow(-1, k, more).mT().matmul(e.narrow(-1, k, more));
        Tensor right = zeros(diagonal, k, more);
        Tensor left = zeros(diagonal, more, k);
        Tensor top = Tensor.cat(List.of(diagonal, right), -1);
        return Tensor.cat(List.of(top, Tensor.cat(List.of(left, added), -1)), -2);
    }

    private static Tensor zeros(Tensor like, int rows, int columns) {
        int[] sizes = like.shape().toArray();
        sizes[sizes.length - 2] = rows;
        sizes[sizes.length - 1] = columns;
        DType dtype = like.dtype();
        return Tensor.zeros(dtype, sizes);
    }

    /** One call's results in the recording's gauge. */
    static final class Turn {
        private final List<Tensor> outputs;
        private final @Nullable Tensor[] rotations;
        private final boolean[] rows;

        private Turn(List<Tensor> actual) {
            outputs = new ArrayList<>(actual);
            rotations = new @Nullable Tensor[actual.size()];
            rows = new boolean[actual.size()];
        }

        private void add(Vectors v, Tensor rotation, Tensor turned) {
            rotations[v.output] = rotation;
            rows[v.output] = !v.columns;
            outputs.set(v.output, columns(v, turned));
        }

        /** Returns the results in the recording's gauge. */
        List<Tensor> outputs() {
            return outputs;
        }

        /** Returns the cotangent of an actual result from that of the recorded one. */
        Tensor cotangent(int output, Tensor recorded) {
            Tensor r = rotations[output];
            if (r == null) {
                return recorded;
            }
            return rows[output] ? r.matmul(recorded) : recorded.matmul(r.mT());
        }
    }
}
