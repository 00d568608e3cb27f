package dev.cresset;

import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.Decomposition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of matrix factorisations: formulas of matrix products and triangular solves, as
 * in PyTorch's {@code FunctionsManual.cpp}, so that they have derivatives in turn.
 */
final class DecompositionDerivatives {
    private DecompositionDerivatives() {}

    static @Nullable Rule rule(Decomposition op) {
        return switch (op) {
            case Decomposition.Cholesky c ->
                    Rule.many(
                            OUTPUT,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        g[0] == null ? null : cholesky(s.out(0), g[0], c.upper())
                                    });
            case Decomposition.LuFactor l ->
                    Rule.many(
                            OUTPUT,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        g[0] == null
                                                ? null
                                                : lu(s.out(0), s.out(1), g[0], l.pivot())
                                    });
            case Decomposition.Qr q ->
                    Rule.many(
                            OUTPUT,
                            (s, g) -> new @Nullable Tensor[] {qr(s.out(0), s.out(1), g[0], g[1])});
            case Decomposition.Eigh e ->
                    Rule.many(
                            OUTPUT,
                            (s, g) ->
                                    new @Nullable Tensor[] {eigh(s.out(0), s.out(1), g[0], g[1])});
            case Decomposition.Svd v ->
                    Rule.many(
                            OUTPUT,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        SvdDerivative.of(s.out(0), s.out(1), s.out(2), g)
                                    });
            case Decomposition.SolveTriangular t ->
                    Rule.several(input(0) | OUTPUT, (s, g) -> triangular(s, g, t));
            case Decomposition.PivotOrder p -> null;
            case Decomposition.Geqrf g -> null;
            case Decomposition.LdlFactor l -> null;
            case Decomposition.LdlSolve l -> null;
        };
    }

    /** {@code L^-T Phi(L' gL) L^-1}, symmetrised; Phi halves the diagonal of the lower triangle. */
    private static Tensor cholesky(Tensor factor, Tensor g, boolean upper) {
        Tensor l = upper ? factor.mT() : factor;
        Tensor product = l.mT().matmul(upper ? g.mT() : g);
        Tensor phi = product.tril().add(product.tril(-1)).mul(0.5);
        Tensor left = Triangles.solve(l.mT(), phi, true, true, false);
        Tensor both = Triangles.solve(l, left, false, false, false);
        return both.add(both.mT()).mul(0.5);
    }

    /** {@code P L^-T [tril(L' gL, -1) + triu(gU U')] U^-T} and its forms for other shapes. */
    private static Tensor lu(Tensor lu, Tensor pivots, Tensor g, boolean pivot) {
        int m = lu.size(-2);
        int n = lu.size(-1);
        int k = Math.min(m, n);
        Tensor square = lu.narrow(-2, 0, k).narrow(-1, 0, k);
        Tensor gSquare = g.narrow(-2, 0, k).narrow(-1, 0, k);
        Tensor lower = Triangles.unitLower(square);
        Tensor upper = square.triu();
        Tensor left = lower.mT().matmul(gSquare.tril(-1));
        Tensor right = gSquare.triu().matmul(upper.mT());
        Tensor gA;
        if (m < n) {
            Tensor u2 = lu.narrow(-1, k, n - k);
            Tensor g2 = g.narrow(-1, k, n - k);
            left = left.sub(g2.matmul(u2.mT()));
            Tensor inner = luInner(lower, square, left, right);
            gA = Tensor.cat(List.of(inner, Triangles.solve(square.mT(), g2, true, true, true)), -1);
        } else if (m > n) {
            Tensor l2 = lu.narrow(-2, k, m - k);
            Tensor g2 = g.narrow(-2, k, m - k);
            right = right.sub(l2.mT().matmul(g2));
            Tensor inner = luInner(lower, square, left, right);
            gA =
                    Tensor.cat(
                            List.of(inner, Triangles.solve(square.mT(), g2, false, false, false)),
                            -2);
        } else {
            gA = luInner(lower, square, left, right);
        }
        return pivot ? Triangles.permutation(pivots, m, g.dtype()).matmul(gA) : gA;
    }

    private static Tensor luInner(Tensor lower, Tensor square, Tensor left, Tensor right) {
        Tensor phi = left.tril(-1).add(right.triu());
        Tensor x = Triangles.solve(square.mT(), phi, false, false, false);
        return Triangles.solve(lower.mT(), x, true, true, true);
    }

    private static @Nullable Tensor qr(
            Tensor q, Tensor r, @Nullable Tensor gQ, @Nullable Tensor gR) {
        if (gQ == null && gR == null) {
            return null;
        }
        int m = r.size(-2);
        int n = r.size(-1);
        if (q.size(-2) > n && q.size(-1) > n) {
            throw new IllegalArgumentException(
                    "linalg.qr: The QR decomposition is not differentiable when mode='complete'"
                            + " and nrows > ncols, got Q of shape "
                            + q.shape().listText()
                            + " and R of shape "
                            + r.shape().listText());
        }
        if (m >= n) {
            Tensor inner = gR == null ? null : gR.matmul(r.mT());
            Tensor qg = gQ == null ? null : q.mT().matmul(gQ);
            Tensor upper = difference(inner, qg).triu();
            Tensor gA = q.matmul(upper.add(upper.triu(1).mT()));
            gA = gQ == null ? gA : gA.add(gQ);
            return Triangles.solve(r.mT(), gA, false, false, false);
        }
        Tensor inner = gR == null ? null : gR.matmul(r.mT());
        Tensor qg = gQ == null ? null : q.mT().matmul(gQ);
        Tensor x = difference(qg, inner);
        Tensor lower = x.sub(x.mT()).tril();
        Tensor square = Triangles.solve(r.narrow(-1, 0, m).mT(), lower, false, false, false);
        Tensor rest = r.narrow(-1, m, n - m).zerosLike();
        Tensor gA = Tensor.cat(List.of(square, rest), -1);
        return q.matmul(gR == null ? gA : gA.add(gR));
    }

    /** {@code x - y}, where null is zero; not both are. */
    private static Tensor difference(@Nullable Tensor x, @Nullable Tensor y) {
        if (y == null) {
            return Objects.requireNonNull(x);
        }
        return x == null ? y.neg() : x.sub(y);
    }

    /** {@code V (diag(gw) + skew(V'gV) / 2 (w_j - w_i)) V'}. */
    private static @Nullable Tensor eigh(
            Tensor w, Tensor v, @Nullable Tensor gW, @Nullable Tensor gV) {
        if (gV == null) {
            return gW == null ? null : v.mul(gW.unsqueeze(-2)).matmul(v.mT());
        }
        Tensor gaps = w.unsqueeze(-2).sub(w.unsqueeze(-1));
        Tensor diagonal = Triangles.identityLike(v).toBool();
        Tensor product = v.mT().matmul(gV);
        Tensor inner = product.sub(product.mT()).div(gaps.maskedFill(diagonal, 1).mul(2));
        inner = gW == null ? inner : inner.add(gW.diagEmbed());
        return v.matmul(inner.matmul(v.mT()));
    }

    private static @Nullable Tensor[] triangular(
            Saved s, Tensor g, Decomposition.SolveTriangular op) {
        Tensor gB = Triangles.solve(s.in(0).mT(), g, !op.upper(), true, op.unitriangular());
        if (!s.needs(0)) {
            return new @Nullable Tensor[] {null, gB};
        }
        Tensor gA = gB.matmul(s.out().mT()).neg();
        int shift = op.unitriangular() ? 1 : 0;
        return new @Nullable Tensor[] {op.upper() ? gA.triu(shift) : gA.tril(-shift), gB};
    }
}
