package dev.cresset;

import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Randomised singular values of large matrices (Halko, Martinsson and Tropp 2011, 4.4 and 5.1). */
final class LowRank {
    private LowRank() {}

    static Factors.Usv svd(Tensor a, int q, int niter, @Nullable Tensor shift) {
        MatrixRules.matrix("svd_lowrank", "A", a.spec());
        MatrixRules.floating("svd_lowrank", a.spec());
        boolean wide = a.size(-2) < a.size(-1);
        Tensor full = shift == null ? null : shift.expand(a.shape());
        Tensor x = wide ? a.mT() : a;
        Tensor m = full != null && wide ? full.mT() : full;
        Tensor basis = basis(x, q, niter, m);
        Factors.Svd d = Linalg.svd(shifted(basis.mT(), x, m, true), false);
        Tensor u = basis.matmul(d.u());
        Tensor v = d.vh().mT();
        return wide ? new Factors.Usv(v, d.s(), u) : new Factors.Usv(u, d.s(), v);
    }

    static Factors.Usv pca(Tensor a, @Nullable Integer q, boolean center, int niter) {
        String name = "pca_lowrank";
        MatrixRules.matrix(name, "A", a.spec());
        int least = Math.min(a.size(-2), a.size(-1));
        int rank = q == null ? Math.min(6, least) : q;
        if (rank < 0 || rank > least) {
            throw new IllegalArgumentException(
                    name
                            + ": q(="
                            + rank
                            + ") must be non-negative integer and not greater than min(m, n)="
                            + least);
        }
        if (niter < 0) {
            throw new IllegalArgumentException(
                    name + ": niter(=" + niter + ") must be non-negative integer");
        }
        Tensor x = center ? a.sub(a.mean(new int[] {-2}, true, null)) : a;
        return svd(x, rank, niter, null);
    }

    private static Tensor basis(Tensor a, int q, int niter, @Nullable Tensor m) {
        Tensor random = Tensor.randn(Shape.of(a.size(-1), q), o -> o.dtype(a.dtype()));
        Tensor out = Linalg.qr(shifted(a, random, m, false)).q();
        for (int i = 0; i < niter; i++) {
            Tensor mt = m == null ? null : m.mT();
            out = Linalg.qr(shifted(a.mT(), out, mt, false)).q();
            out = Linalg.qr(shifted(a, out, m, false)).q();
        }
        return out;
    }

    /** {@code (x - m) y}, or {@code x (y - m)} if m belongs to y. */
    private static Tensor shifted(Tensor x, Tensor y, @Nullable Tensor m, boolean right) {
        Tensor product = x.matmul(y);
        return m == null ? product : product.sub(right ? x.matmul(m) : m.matmul(y));
    }
}
