package dev.cresset;

import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.DType;
import dev.cresset.op.MatrixRules;
import org.jspecify.annotations.Nullable;

/** Ranks, pseudoinverses and least squares, by singular values. */
final class Ranks {
    /* Golub and Pereyra 1973, (4.12), as PyTorch arranges it for tall and wide matrices. */
    private static final Rule PINV =
            Rule.one(
                    input(0) | OUTPUT,
                    (s, g) -> {
                        Tensor a = s.in(0);
                        Tensor p = s.out();
                        Tensor gt = g.mT();
                        if (a.size(-2) <= a.size(-1)) {
                            Tensor k = gt.matmul(p);
                            Tensor kp = k.matmul(p.mT());
                            return p.matmul(k)
                                    .mT()
                                    .neg()
                                    .add(kp)
                                    .sub(a.matmul(p).matmul(kp))
                                    .add(p.mT().matmul(p).matmul(gt.sub(k.matmul(a))));
                        }
                        Tensor k = p.matmul(gt);
                        Tensor pk = p.mT().matmul(k);
                        return k.matmul(p)
                                .mT()
                                .neg()
                                .add(gt.sub(a.matmul(k)).matmul(p).matmul(p.mT()))
                                .add(pk)
                                .sub(pk.matmul(p).matmul(a));
                    });

    private Ranks() {}

    static Tensor matrixRank(Tensor a, RankOptions o) {
        String name = "linalg.matrix_rank";
        check(name, "input", a, o);
        Tensor s = GradMode.with(false, () -> magnitudes(a, o));
        return s.gt(bound(name, a, s, o)).sum(-1, false);
    }

    static Tensor pinv(Tensor a, RankOptions o) {
        String name = "linalg.pinv";
        check(name, "A", a, o);
        return Composite.of(
                "LinalgPinv",
                PINV,
                new Tensor[] {a},
                () -> {
                    if (o.hermitian()) {
                        Factors.Eigh e = Linalg.eigh(a);
                        Tensor abs = e.eigenvalues().abs();
                        Tensor inverse = inverse(name, a, e.eigenvalues(), abs, o);
                        Tensor v = e.eigenvectors();
                        return v.mul(inverse.unsqueeze(-2)).matmul(v.mT());
                    }
                    Factors.Svd d = Linalg.svd(a, false);
                    Tensor inverse = inverse(name, a, d.s(), d.s(), o);
                    return d.vh().mT().mul(inverse.unsqueeze(-2)).matmul(d.u().mT());
                });
    }

    private static Tensor inverse(
            String name, Tensor a, Tensor values, Tensor magnitudes, RankOptions o) {
        Tensor counts = magnitudes.gt(bound(name, a, magnitudes, o));
        return values.reciprocal().maskedFill(counts.logicalNot(), 0);
    }

    private static void check(String name, String what, Tensor a, RankOptions o) {
        MatrixRules.matrix(name, what, a.spec());
        if (o.hermitian()) {
            MatrixRules.square(name, what, a.spec());
        }
        MatrixRules.floating(name, a.spec());
    }

    private static Tensor magnitudes(Tensor a, RankOptions o) {
        return o.hermitian() ? Linalg.eigvalsh(a).abs() : Linalg.svdvals(a);
    }

    /** The largest magnitude that counts as zero, {@code (*, 1)}. */
    private static Tensor bound(String name, Tensor a, Tensor s, RankOptions o) {
        DType dtype = a.dtype();
        if (s.size(-1) == 0) {
            return Tensor.zeros(dtype, 1);
        }
        Tensor largest = s.amax(new int[] {-1}, true);
        double eps = dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
        Tensor rtol = number(name, "rtol", o.rtol(), dtype);
        if (rtol == null) {
            boolean absolute = o.atol() != null;
            rtol = Tensor.tensor(absolute ? 0 : Math.max(a.size(-1), a.size(-2)) * eps).to(dtype);
        }
        Tensor relative = largest.mul(rtol.unsqueeze(-1));
        Tensor atol = number(name, "atol", o.atol(), dtype);
        return atol == null ? relative : relative.maximum(atol.unsqueeze(-1));
    }

    private static @Nullable Tensor number(
            String name, String what, @Nullable Tensor x, DType dtype) {
        if (x != null && x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(name + ": " + what + " must be a number, got bool");
        }
        return x == null ? null : x.to(dtype);
    }

    static Factors.Lstsq lstsq(Tensor a, Tensor b, @Nullable Double rcond, LstsqDriver driver) {
        String name = "linalg.lstsq";
        MatrixRules.matrix(name, "input", a.spec());
        MatrixRules.floating(name, a.spec());
        MatrixRules.sameDtype(name, "input", a.spec(), "other", b.spec());
        boolean vector = b.dim() > 0 && Solving.isVector(a, b);
        checkOther(name, a, b, vector);
        Tensor columns = vector ? b.unsqueeze(-1) : b;
        if (a.size(-2) != columns.size(-2)) {
            throw new IllegalArgumentException(
                    name
                            + ": input.size(-2) should match other.size("
                            + (vector ? -1 : -2)
                            + "), got shapes "
                            + a.shape().listText()
                            + " and "
                            + b.shape().listText());
        }
        Batches.common(name, a, 2, columns, 2);
        int m = a.size(-2);
        int n = a.size(-1);
        DType dtype = a.dtype();
        Tensor wideA = a.toDouble();
        double eps = dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
        double rtol = rcond == null ? eps * Math.max(m, n) : rcond;
        RankOptions o = RankOptions.DEFAULT.rtol(driver == LstsqDriver.GELS ? 0 : rtol);
        Tensor wide = pinv(wideA, o).matmul(columns.toDouble());
        Tensor solution = wide.to(dtype);
        Tensor rank = Tensor.zeros(DType.INT64, 0);
        Tensor values = Tensor.zeros(dtype, 0);
        if (driver != LstsqDriver.GELS) {
            rank = matrixRank(wideA, o);
        }
        boolean spectral = driver == LstsqDriver.GELSD || driver == LstsqDriver.GELSS;
        if (spectral) {
            values = GradMode.with(false, () -> Linalg.svdvals(a));
        }
        boolean full = !spectral || rank.eq(n).all().isTrue();
        Tensor residuals = solution.flatten().narrow(0, 0, 0); // has a history, as in PyTorch
        if (m > n && full && driver != LstsqDriver.GELSY) {
            Tensor distance = wideA.matmul(wide).sub(columns.toDouble());
            residuals = distance.square().sum(new int[] {-2}, false, null).to(dtype);
        }
        return new Factors.Lstsq(vector ? solution.squeeze(-1) : solution, residuals, rank, values);
    }

    private static void checkOther(String name, Tensor a, Tensor b, boolean vector) {
        int difference = a.dim() - b.dim();
        if (b.dim() < 1 || difference < 0 || difference > 1 || (difference == 1 && !vector)) {
            throw new IllegalArgumentException(
                    name
                            + ": input.dim() must be greater or equal to other.dim() and"
                            + " (input.dim() - other.dim()) <= 1, got shapes "
                            + a.shape().listText()
                            + " and "
                            + b.shape().listText());
        }
    }
}
