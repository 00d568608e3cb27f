package dev.cresset.testkit.table;

import dev.cresset.Factors;
import dev.cresset.Linalg;
import dev.cresset.LstsqDriver;
import dev.cresset.MatrixNorm;
import dev.cresset.QrMode;
import dev.cresset.RankOptions;
import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Factorisations, linear systems, determinants and norms of matrices. */
final class LinalgOps {
    private static final String TOLERANCES = ", *, atol=None, rtol=None, hermitian=False";

    private LinalgOps() {}

    static void addTo(TorchTable t) {
        factorisations(t);
        systems(t);
        numbers(t);
        norms(t);
        products(t);
    }

    private static Tensor in(Arguments a) {
        return a.tensor("input");
    }

    private static void factorisations(TorchTable t) {
        t.op("cholesky", "input, upper=False", a -> in(a).cholesky(a.bool("upper")));
        t.op(
                "linalg.cholesky",
                "input, *, upper=False",
                a -> Linalg.cholesky(in(a), a.bool("upper")));
        t.op(
                "linalg.cholesky_ex",
                "input, *, upper=False, check_errors=False",
                a -> Linalg.choleskyEx(in(a), a.bool("upper")));
        t.op("qr", "input, some=True", a -> in(a).qr(a.bool("some"))).called("linalg.qr");
        t.op("linalg.qr", "input, mode='reduced'", a -> Linalg.qr(in(a), mode(a)));
        t.op("geqrf", "input", a -> in(a).geqrf());
        t.op(
                "linalg.householder_product",
                "input, tau",
                a -> Linalg.householderProduct(in(a), a.tensor("tau")));
        t.op("orgqr", "input, tau", a -> in(a).orgqr(a.tensor("tau")))
                .called("householder_product");
        t.op(
                "ormqr",
                "input, tau, other, left=True, transpose=False",
                a ->
                        in(a).ormqr(
                                        a.tensor("tau"),
                                        a.tensor("other"),
                                        a.bool("left"),
                                        a.bool("transpose")));
        t.op("linalg.eigh", "input, UPLO='L'", a -> Linalg.eigh(in(a), upper(a)));
        t.op("linalg.eigvalsh", "input, UPLO='L'", a -> Linalg.eigvalsh(in(a), upper(a)))
                .called("eigh");
        t.op(
                "linalg.svd",
                "input, full_matrices=True, *, driver=None",
                a -> Linalg.svd(in(a), a.bool("full_matrices")));
        t.op("svd", "input, some=True, compute_uv=True", LinalgOps::svd);
        t.op("linalg.svdvals", "input, *, driver=None", a -> Linalg.svdvals(in(a))).called("svd");
        t.op("linalg.lu", "input, *, pivot=True", a -> Linalg.lu(in(a), a.bool("pivot")))
                .called("lu_factor");
        t.op(
                "linalg.lu_factor",
                "input, *, pivot=True",
                a -> Linalg.luFactor(in(a), a.bool("pivot")));
        t.op(
                "linalg.lu_factor_ex",
                "input, *, pivot=True, check_errors=False",
                a -> Linalg.luFactorEx(in(a), a.bool("pivot")));
        t.op("lu", "input, pivot=True, get_infos=False", LinalgOps::lu).called("lu_factor");
        t.op(
                "lu_unpack",
                "input, pivots, unpack_data=True, unpack_pivots=True",
                a ->
                        Linalg.luUnpack(
                                in(a),
                                a.tensor("pivots"),
                                a.bool("unpack_data"),
                                a.bool("unpack_pivots")));
        t.op("linalg.ldl_factor", "input, *, hermitian=False", a -> Linalg.ldlFactor(in(a)));
        t.op(
                "linalg.ldl_factor_ex",
                "input, *, hermitian=False, check_errors=False",
                a -> Linalg.ldlFactorEx(in(a)));
        /* The case database passes the two factors of a low-rank matrix: a @ b.mT is the input. */
        t.op("svd_lowrank", "input, q=6, niter=2, M=None, factor=None", LinalgOps::svdLowrank)
                .recordedAs("input, factor, q=6, niter=2, M=None");
        t.op(
                        "pca_lowrank",
                        "input, q=None, center=True, niter=2, factor=None",
                        LinalgOps::pcaLowrank)
                .recordedAs("input, factor, q=None, center=True, niter=2");
    }

    private static void systems(TorchTable t) {
        t.op(
                "linalg.solve",
                "input, other, *, left=True",
                a -> Linalg.solve(in(a), a.tensor("other"), a.bool("left")));
        t.op(
                "linalg.solve_ex",
                "input, other, *, left=True, check_errors=False",
                a -> Linalg.solveEx(in(a), a.tensor("other"), a.bool("left")));
        t.op("linalg.inv", "input", a -> Linalg.inv(in(a)));
        t.op("inverse", "input", a -> in(a).inverse()).called("inv");
        t.op("linalg.inv_ex", "input, *, check_errors=False", a -> Linalg.invEx(in(a)))
                .called("inv");
        t.op(
                "linalg.solve_triangular",
                "input, other, *, upper, left=True, unitriangular=False",
                a ->
                        Linalg.solveTriangular(
                                in(a),
                                a.tensor("other"),
                                a.bool("upper"),
                                a.bool("left"),
                                a.bool("unitriangular")));
        t.op(
                "triangular_solve",
                "input, A, upper=True, transpose=False, unitriangular=False",
                a ->
                        in(a).triangularSolve(
                                        a.tensor("A"),
                                        a.bool("upper"),
                                        a.bool("transpose"),
                                        a.bool("unitriangular")));
        t.op(
                "cholesky_solve",
                "input, L, upper=False",
                a -> in(a).choleskySolve(a.tensor("L"), a.bool("upper")));
        t.op("cholesky_inverse", "input, upper=False", a -> in(a).choleskyInverse(a.bool("upper")));
        t.op(
                "linalg.lu_solve",
                "input, pivots, B, *, left=True, adjoint=False",
                a ->
                        Linalg.luSolve(
                                in(a),
                                a.tensor("pivots"),
                                a.tensor("B"),
                                a.bool("left"),
                                a.bool("adjoint")));
        t.op(
                "lu_solve",
                "input, LU_data, LU_pivots",
                a -> in(a).luSolve(a.tensor("LU_data"), a.tensor("LU_pivots")));
        t.op(
                "linalg.ldl_solve",
                "input, pivots, B, *, hermitian=False",
                a -> Linalg.ldlSolve(in(a), a.tensor("pivots"), a.tensor("B")));
        t.op(
                "linalg.lstsq",
                "input, other, rcond=None, *, driver=None",
                a ->
                        Linalg.lstsq(
                                in(a),
                                a.tensor("other"),
                                a.isNone("rcond") ? null : a.real("rcond"),
                                driver(a)));
        t.op(
                "linalg.tensorsolve",
                "input, other, dims=None",
                a ->
                        a.isNone("dims")
                                ? Linalg.tensorsolve(in(a), a.tensor("other"))
                                : Linalg.tensorsolve(in(a), a.tensor("other"), a.ints("dims")));
        t.op("linalg.tensorinv", "input, ind=2", a -> Linalg.tensorinv(in(a), a.index("ind")));
        t.op(
                        "linalg.lstsq/grad_oriented",
                        "input, other, rcond=None, *, driver=None",
                        LinalgOps::solutionAndResiduals)
                .called("lstsq");
        t.op("linalg.pinv", "input, rcond=None" + TOLERANCES, a -> pinv(a, in(a)));
        t.op(
                        "linalg.pinv/singular",
                        "input, factor, rcond=None" + TOLERANCES,
                        a -> pinv(a, product(a)))
                .called("pinv");
        t.op("pinverse", "input, rcond=1e-15", a -> in(a).pinverse(a.real("rcond")));
    }

    private static void numbers(TorchTable t) {
        t.op("linalg.det", "input", a -> Linalg.det(in(a)));
        t.op("det", "input", a -> in(a).det());
        t.op("linalg.slogdet", "input", a -> Linalg.slogdet(in(a)));
        t.op("slogdet", "input", a -> in(a).slogdet());
        t.op("logdet", "input", a -> in(a).logdet()).called("slogdet");
        t.op(
                "linalg.matrix_rank",
                "input, tol=None" + TOLERANCES,
                a -> Linalg.matrixRank(in(a), tolerances(a)));
        t.op("linalg.cond", "input, p=None", LinalgOps::cond);
    }

    private static void norms(TorchTable t) {
        t.op(
                "linalg.norm",
                "input, ord=None, dim=None, keepdim=False, *, dtype=None",
                LinalgOps::norm);
        t.op(
                "linalg.vector_norm",
                "input, ord=2, dim=None, keepdim=False, *, dtype=None",
                a -> Linalg.vectorNorm(cast(a), a.real("ord"), a.dims("dim"), a.bool("keepdim")));
        t.op(
                "linalg.matrix_norm",
                "input, ord='fro', dim=(-2, -1), keepdim=False, *, dtype=None",
                a ->
                        a.raw("ord") instanceof String
                                ? Linalg.matrixNorm(
                                        cast(a), named(a, "ord"), a.ints("dim"), a.bool("keepdim"))
                                : Linalg.matrixNorm(
                                        cast(a), a.real("ord"), a.ints("dim"), a.bool("keepdim")));
    }

    private static void products(TorchTable t) {
        t.op("matrix_exp", "input", a -> in(a).matrixExp());
        t.op("linalg.matrix_exp", "input", a -> Linalg.matrixExp(in(a)));
        t.op(
                "linalg.vecdot",
                "input, other, *, dim=-1",
                a -> Linalg.vecdot(in(a), a.tensor("other"), a.index("dim")));
        t.op(
                "linalg.vander",
                "input, *, N=None",
                a -> a.isNone("N") ? Linalg.vander(in(a)) : Linalg.vander(in(a), a.index("N")));
        t.op(
                "linalg.diagonal",
                "input, *, offset=0, dim1=-2, dim2=-1",
                a -> in(a).diagonal(a.index("offset"), a.index("dim1"), a.index("dim2")));
    }

    private static QrMode mode(Arguments a) {
        return QrMode.valueOf(a.text("mode").toUpperCase(Locale.ROOT));
    }

    private static boolean upper(Arguments a) {
        return a.text("UPLO").equals("U");
    }

    private static LstsqDriver driver(Arguments a) {
        return a.isNone("driver")
                ? LstsqDriver.GELSY
                : LstsqDriver.valueOf(a.text("driver").toUpperCase(Locale.ROOT));
    }

    /* compute_uv=False returns zeros for U and V, which Cresset does not make. */
    private static Object svd(Arguments a) {
        if (!a.bool("compute_uv")) {
            throw a.unsupported("compute_uv");
        }
        return in(a).svd(a.bool("some"));
    }

    private static Object lu(Arguments a) {
        Factors.LuFactorEx out = in(a).lu(a.bool("pivot"));
        return a.bool("get_infos") ? out : new Factors.LuFactor(out.lu(), out.pivots());
    }

    private static Object svdLowrank(Arguments a) {
        return Linalg.svdLowrank(product(a), a.index("q"), a.index("niter"), a.tensorOrNull("M"));
    }

    private static Object pcaLowrank(Arguments a) {
        return Linalg.pcaLowrank(
                product(a), a.indexOrNull("q"), a.bool("center"), a.index("niter"));
    }

    private static Tensor product(Arguments a) {
        Tensor factor = a.tensorOrNull("factor");
        return factor == null ? in(a) : in(a).matmul(factor.mT());
    }

    /* The case database keeps the two results that are differentiable. */
    private static Object solutionAndResiduals(Arguments a) {
        Factors.Lstsq out = Linalg.lstsq(in(a), a.tensor("other"), null, driver(a));
        return List.of(out.solution(), out.residuals());
    }

    private static Tensor pinv(Arguments a, Tensor x) {
        UnaryOperator<RankOptions> options = tolerances(a);
        if (!a.isNone("rcond")) {
            return Linalg.pinv(x, o -> options.apply(o).rtol(Operand.tensor(a, "rcond")));
        }
        return Linalg.pinv(x, options);
    }

    private static UnaryOperator<RankOptions> tolerances(Arguments a) {
        return o ->
                o.atol(number(a, "atol")).rtol(number(a, "rtol")).hermitian(a.bool("hermitian"));
    }

    private static @Nullable Tensor number(Arguments a, String name) {
        return a.isNone(name) ? null : Operand.tensor(a, name);
    }

    private static Tensor cond(Arguments a) {
        return switch (a.raw("p")) {
            case null -> Linalg.cond(in(a));
            case String s -> Linalg.cond(in(a), named(a, "p"));
            default -> Linalg.cond(in(a), a.real("p"));
        };
    }

    private static Tensor norm(Arguments a) {
        return switch (a.raw("ord")) {
            case null -> Linalg.norm(cast(a), a.dims("dim"), a.bool("keepdim"));
            case String s ->
                    Linalg.norm(cast(a), named(a, "ord"), a.dims("dim"), a.bool("keepdim"));
            default -> Linalg.norm(cast(a), a.real("ord"), a.dims("dim"), a.bool("keepdim"));
        };
    }

    private static Tensor cast(Arguments a) {
        return a.isNone("dtype") ? in(a) : in(a).to(Objects.requireNonNull(a.dtype("dtype")));
    }

    static MatrixNorm named(Arguments a, String name) {
        return MatrixNorm.valueOf(a.text(name).toUpperCase(Locale.ROOT));
    }
}
