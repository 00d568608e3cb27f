package dev.cresset;

import static dev.cresset.Tensor.eye;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinalgTest {
    private static final double EPS = Math.ulp(1.0);

    /** Random batches, tall, wide, empty; Hilbert's matrix (condition 1e16); of rank 1; zeros. */
    static Stream<Tensor> matrices() {
        Tensor.manualSeed(7);
        Tensor n = Tensor.arange(1, 13, 1, DType.FLOAT64);
        return Stream.of(
                random(3, 5, 5),
                random(2, 7, 4),
                random(4, 7),
                random(1, 1),
                Tensor.zeros(DType.FLOAT64, 2, 0, 3),
                Tensor.zeros(DType.FLOAT64, 3, 3),
                n.outer(n),
                n.unsqueeze(0).add(n.unsqueeze(1)).sub(1).reciprocal(),
                random(6, 4).mul(1e-200),
                random(6, 4).mul(1e200));
    }

    private static Tensor random(int... sizes) {
        return Tensor.randn(Shape.of(sizes), o -> o.dtype(DType.FLOAT64));
    }

    private static void close(Tensor actual, Tensor expected, double scale) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        if (actual.numel() > 0) {
            double error = actual.sub(expected).abs().max().item().doubleValue();
            assertThat(error).isLessThanOrEqualTo(200 * EPS * scale);
        }
    }

    private static double scale(Tensor a) {
        return a.numel() == 0 ? 0 : a.abs().max().item().doubleValue();
    }

    private static Tensor orthonormal(Tensor q) {
        return q.mT().matmul(q);
    }

    private static Tensor identities(Tensor q) {
        Tensor product = orthonormal(q);
        return eye(q.size(-1), q.size(-1), DType.FLOAT64).expand(product.shape());
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void singularValuesAndVectorsGiveTheMatrixBack(Tensor a) {
        for (boolean full : new boolean[] {false, true}) {
            Factors.Svd d = Linalg.svd(a, full);
            int k = d.s().size(-1);
            Tensor u = d.u().narrow(-1, 0, k);
            Tensor vh = d.vh().narrow(-2, 0, k);
            close(u.mul(d.s().unsqueeze(-2)).matmul(vh), a, scale(a));
            close(orthonormal(d.u()), identities(d.u()), 1);
            close(orthonormal(d.vh().mT()), identities(d.vh().mT()), 1);
            assertThat(d.s().diff().gt(0).any().isTrue()).isFalse();
        }
    }

    @Test
    void qrOfTheIdentityHasLapacksSignsOfZero() {
        Factors.Qr f = Linalg.qr(eye(2, 2, DType.FLOAT64));
        assertThat(f.q().toDoubleArray()).containsExactly(1.0, 0.0, -0.0, 1.0);
        assertThat(f.r().toDoubleArray()).containsExactly(1.0, 0.0, 0.0, 1.0);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void qrGivesTheMatrixBackInEveryMode(Tensor a) {
        for (QrMode mode : List.of(QrMode.REDUCED, QrMode.COMPLETE)) {
            Factors.Qr f = Linalg.qr(a, mode);
            close(f.q().matmul(f.r()), a, scale(a));
            close(orthonormal(f.q()), identities(f.q()), 1);
            assertThat(f.r().tril(-1).eq(0).all().isTrue()).isTrue();
        }
        assertThat(Linalg.qr(a, QrMode.R).r().equal(Linalg.qr(a).r())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void reflectorsMultiplyToQ(Tensor a) {
        Factors.Geqrf packed = Linalg.geqrf(a);
        int k = packed.tau().size(-1);
        Tensor q = Linalg.householderProduct(packed.a().narrow(-1, 0, k), packed.tau());
        close(q, Linalg.qr(a).q(), 1);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void luGivesTheMatrixBackAndItsFactorsAreBounded(Tensor a) {
        Factors.Lu f = Linalg.lu(a);
        close(f.p().matmul(f.l()).matmul(f.u()), a, scale(a));
        assertThat(scale(f.l())).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void symmetricMatricesHaveEigenvectorsAndLdlFactors(Tensor a) {
        Tensor x = a.matmul(a.mT());
        if (!x.isfinite().all().isTrue()) {
            x = a.mul(1e-200).matmul(a.mT().mul(1e-200));
        }
        Factors.Eigh e = Linalg.eigh(x);
        Tensor v = e.eigenvectors();
        close(v.mul(e.eigenvalues().unsqueeze(-2)).matmul(v.mT()), x, scale(x));
        close(orthonormal(v), identities(v), 1);
    }

    @Test
    void indefiniteMatricesAreSolvedByTheirLdlFactors() {
        Tensor.manualSeed(3);
        Tensor x = random(4, 9, 9);
        Tensor a = x.add(x.mT()).mul(eye(9, 9, DType.FLOAT64).mul(-1).add(1)); // zero diagonal
        Tensor b = random(4, 9, 2);
        Factors.LdlFactor f = Linalg.ldlFactor(a);
        Tensor solution = Linalg.ldlSolve(f.ld(), f.pivots(), b);
        assertThat(f.pivots().lt(0).any().isTrue()).as("blocks of two").isTrue();
        close(a.matmul(solution), b, 100);
    }

    @Test
    void twoByTwoAsByHand() {
        Tensor a = tensor(new double[][] {{4, 2}, {2, 5}});
        close(Linalg.cholesky(a), tensor(new double[][] {{2, 0}, {1, 2}}), 1);
        close(Linalg.det(a), tensor(new double[] {16}).squeeze(), 16);
        close(Linalg.slogdet(a).logabsdet(), tensor(new double[] {Math.log(16)}).squeeze(), 3);
        Tensor inverse = tensor(new double[][] {{5 / 16.0, -2 / 16.0}, {-2 / 16.0, 4 / 16.0}});
        close(Linalg.inv(a), inverse, 1);
        close(Linalg.pinv(a), inverse, 1);
        close(Linalg.solve(a, tensor(new double[] {6, 7})), tensor(new double[] {1, 1}), 1);
        Tensor b = tensor(new double[][] {{2, 1}, {1, 2}});
        close(Linalg.eigvalsh(b), tensor(new double[] {1, 3}), 3);
        close(Linalg.svdvals(b), tensor(new double[] {3, 1}), 3);
        close(Linalg.cond(b), tensor(new double[] {3}).squeeze(), 3);
        close(
                Linalg.matrixNorm(b, MatrixNorm.NUC, new int[] {0, 1}, false),
                tensor(new double[] {4}).squeeze(),
                4);
        assertThat(Linalg.matrixRank(tensor(new double[][] {{1, 2}, {2, 4}})).item()).isEqualTo(1L);
        Tensor rotation = tensor(new double[][] {{0, -1}, {1, 0}});
        close(Linalg.matrixExp(rotation.mul(Math.PI / 2)), rotation, 1); // a quarter turn
        close(Linalg.matrixPower(rotation, -3), rotation, 1);
        close(
                Linalg.vander(tensor(new double[] {2, 3}), 3),
                tensor(new double[][] {{1, 2, 4}, {1, 3, 9}}),
                1);
    }

    @Test
    void leastSquaresOfAnOverdeterminedLine() {
        Tensor a = tensor(new double[][] {{1, 0}, {1, 1}, {1, 2}});
        Factors.Lstsq f = Linalg.lstsq(a, tensor(new double[] {1, 1, 4}), null, LstsqDriver.GELSD);
        close(f.solution(), tensor(new double[] {0.5, 1.5}), 4);
        close(f.residuals(), tensor(new double[] {1.5}), 4);
        assertThat(f.rank().item()).isEqualTo(2L);
    }

    @Test
    void gradientOfASingularDeterminantIsItsCofactors() {
        Tensor a = tensor(new double[][] {{1, 2}, {2, 4}}).requiresGrad_(true);
        Linalg.det(a).backward();
        close(
                java.util.Objects.requireNonNull(a.grad()),
                tensor(new double[][] {{4, -2}, {-2, 1}}),
                4);
    }

    @Test
    void failuresNameTheFunctionTheRuleAndTheMatrix() {
        Tensor singular = Tensor.stack(eye(2), Tensor.ones(2, 2));
        assertThatThrownBy(() -> Linalg.inv(singular))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "linalg.inv: (Batch element 1): The diagonal element 2 is zero, the"
                                + " inversion could not be completed because the input matrix is"
                                + " singular.");
        assertThatThrownBy(() -> Linalg.cholesky(eye(2).neg()))
                .hasMessageContaining("the leading minor of order 1 is not positive-definite");
        assertThatThrownBy(() -> Linalg.solve(Tensor.ones(2, 2), Tensor.ones(2)))
                .hasMessageContaining("linalg.solve: The solver failed")
                .hasMessageContaining("singular");
        assertThatThrownBy(() -> Linalg.det(Tensor.ones(2, 3)))
                .hasMessage(
                        "linalg.det: A must be batches of square matrices, but they are 2 by 3"
                                + " matrices");
        assertThatThrownBy(() -> Linalg.inv(Tensor.ones(DType.INT64, 2, 2)))
                .hasMessageContaining("linalg.inv")
                .hasMessageContaining("Got Long");
        assertThatThrownBy(() -> Linalg.svd(Tensor.full(Shape.of(2, 2), Double.NaN)))
                .hasMessageContaining("linalg.svd")
                .hasMessageContaining("non-finite");
        assertThatThrownBy(() -> Linalg.solve(eye(3), Tensor.ones(2, 1)))
                .hasMessageContaining("(3x3 and 2x1)");
    }
}
