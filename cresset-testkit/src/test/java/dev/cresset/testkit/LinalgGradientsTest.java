package dev.cresset.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cresset.Factors;
import dev.cresset.Linalg;
import dev.cresset.LstsqDriver;
import dev.cresset.MatrixNorm;
import dev.cresset.QrMode;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * First and second derivatives of matrix functions against differences. Of factors that are unique
 * only up to sign, magnitudes are taken.
 */
class LinalgGradientsTest {
    private static final int[] LAST = {-2, -1};

    private record Case(GradCheck.Function function, int[]... sizes) {}

    private static Case of(GradCheck.Function function, int[]... sizes) {
        return new Case(function, sizes);
    }

    private static int[] x(int... sizes) {
        return sizes;
    }

    private static Tensor definite(Tensor x) {
        return x.matmul(x.mT()).add(Tensor.eye(x.size(-2), x.size(-2), x.dtype()));
    }

    private static Map<String, Case> cases() {
        Map<String, Case> out = new LinkedHashMap<>();
        out.put("cholesky", of(t -> List.of(Linalg.cholesky(definite(t.get(0)))), x(2, 3, 3)));
        out.put(
                "cholesky_solve",
                of(
                        t ->
                                List.of(
                                        t.get(1)
                                                .choleskySolve(
                                                        Linalg.cholesky(definite(t.get(0))),
                                                        false)),
                        x(3, 3),
                        x(3, 2)));
        out.put("lu", of(t -> lu(t.get(0)), x(2, 3, 3)));
        out.put("lu wide", of(t -> lu(t.get(0)), x(2, 4)));
        out.put("lu tall", of(t -> lu(t.get(0)), x(4, 2)));
        out.put("qr", of(t -> qr(t.get(0), QrMode.REDUCED), x(2, 4, 3)));
        out.put("qr wide", of(t -> qr(t.get(0), QrMode.COMPLETE), x(2, 4)));
        out.put("eigh", of(t -> eigh(t.get(0)), x(3, 3)));
        out.put("svd", of(t -> svd(t.get(0)), x(3, 3)));
        out.put("svd tall", of(t -> svd(t.get(0)), x(4, 2)));
        out.put("svd wide", of(t -> svd(t.get(0)), x(2, 3)));
        out.put("solve", of(t -> List.of(Linalg.solve(t.get(0), t.get(1))), x(3, 3), x(2, 3, 2)));
        out.put("inv", of(t -> List.of(Linalg.inv(t.get(0))), x(2, 3, 3)));
        out.put(
                "solve_triangular",
                of(
                        t ->
                                List.of(
                                        Linalg.solveTriangular(
                                                t.get(0), t.get(1), true, false, false)),
                        x(2, 2),
                        x(3, 2)));
        out.put("det", of(t -> List.of(Linalg.det(t.get(0))), x(2, 3, 3)));
        out.put("slogdet", of(t -> List.of(Linalg.slogdet(t.get(0)).logabsdet()), x(3, 3)));
        out.put("pinv tall", of(t -> List.of(Linalg.pinv(t.get(0))), x(3, 2)));
        out.put("pinv wide", of(t -> List.of(Linalg.pinv(t.get(0))), x(2, 3)));
        out.put("lstsq", of(t -> lstsq(t.get(0), t.get(1)), x(4, 2), x(4, 1)));
        out.put("matrix_exp", of(t -> List.of(Linalg.matrixExp(t.get(0))), x(2, 2, 2)));
        out.put("matrix_power", of(t -> List.of(Linalg.matrixPower(t.get(0), -2)), x(2, 2)));
        out.put("nuclear norm", of(t -> List.of(nuclear(t.get(0))), x(2, 2, 3)));
        out.put(
                "spectral norm",
                of(t -> List.of(Linalg.matrixNorm(t.get(0), 2, LAST, false)), x(3, 2)));
        out.put("cond", of(t -> List.of(Linalg.cond(t.get(0))), x(2, 3, 3)));
        out.put(
                "householder_product",
                of(t -> List.of(Linalg.householderProduct(t.get(0), t.get(1))), x(3, 2), x(2)));
        return out;
    }

    private static List<Tensor> lu(Tensor a) {
        Factors.Lu f = Linalg.lu(a);
        return List.of(f.l(), f.u());
    }

    private static List<Tensor> qr(Tensor a, QrMode mode) {
        Factors.Qr f = Linalg.qr(a, mode);
        return List.of(f.q(), f.r());
    }

    private static List<Tensor> eigh(Tensor a) {
        Factors.Eigh f = Linalg.eigh(a.add(a.mT()));
        return List.of(f.eigenvalues(), f.eigenvectors().abs());
    }

    private static List<Tensor> svd(Tensor a) {
        Factors.Svd f = Linalg.svd(a, false);
        return List.of(f.u().abs(), f.s(), f.vh().abs());
    }

    private static List<Tensor> lstsq(Tensor a, Tensor b) {
        Factors.Lstsq f = Linalg.lstsq(a, b, null, LstsqDriver.GELS);
        return List.of(f.solution(), f.residuals());
    }

    private static Tensor nuclear(Tensor a) {
        return Linalg.matrixNorm(a, MatrixNorm.NUC, LAST, false);
    }

    @TestFactory
    Stream<DynamicTest> firstAndSecondDerivativesAreRight() {
        return cases().entrySet().stream()
                .map(e -> dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())));
    }

    private static void check(String name, Case c) {
        Tensor.manualSeed(11);
        List<Tensor> inputs =
                Stream.of(c.sizes)
                        .map(s -> Tensor.randn(Shape.of(s), o -> o.dtype(DType.FLOAT64)))
                        .map(t -> t.requiresGrad_(true))
                        .toList();
        GradCheck.check(name, c.function, inputs);
        GradCheck.checkSecond(name, c.function, inputs, o -> o.strided(false));
    }
}
