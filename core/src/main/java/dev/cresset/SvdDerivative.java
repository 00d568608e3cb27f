package dev.cresset;

import org.jspecify.annotations.Nullable;

/**
 * The derivative of {@code A = U diag(S) Vh}:
 *
 * <p>{@code gA = U [(skew(U'gU) / E) S + S (skew(V'gV) / E) + diag(gS)] Vh}, with {@code E_ij =
 * s_j^2 - s_i^2}, and what of gU and gV lies outside the spaces that U and V span. The columns that
 * full matrices add have no derivative: their gradients are left out, as in PyTorch.
 */
final class SvdDerivative {
    private SvdDerivative() {}

    static @Nullable Tensor of(Tensor fullU, Tensor s, Tensor fullVh, @Nullable Tensor[] g) {
        int k = s.size(-1);
        Tensor u = fullU.narrow(-1, 0, k);
        Tensor vh = fullVh.narrow(-2, 0, k);
        Tensor gU = g[0] == null ? null : g[0].narrow(-1, 0, k);
        Tensor gS = g[1];
        Tensor gVh = g[2] == null ? null : g[2].narrow(-2, 0, k);
        if (gU == null && gVh == null) {
            return gS == null ? null : u.mul(gS.unsqueeze(-2)).matmul(vh);
        }
        Tensor row = s.unsqueeze(-2);
        Tensor column = s.unsqueeze(-1);
        Tensor e = row.mul(row).sub(column.mul(column));
        e = e.maskedFill(Triangles.identityLike(e).toBool(), 1);
        Tensor inner = gS == null ? null : gS.diagEmbed();
        if (gU != null) {
            inner = plus(inner, skew(u.mT().matmul(gU)).div(e).mul(row));
        }
        if (gVh != null) {
            inner = plus(inner, column.mul(skew(vh.matmul(gVh.mT())).div(e)));
        }
        Tensor left = u.matmul(java.util.Objects.requireNonNull(inner));
        if (gU != null && u.size(-2) > k) {
            Tensor scaled = gU.div(row);
            left = left.add(scaled).sub(u.matmul(u.mT().matmul(scaled)));
        }
        Tensor gA = left.matmul(vh);
        if (gVh != null && vh.size(-1) > k) {
            Tensor scaled = gVh.div(column);
            gA = gA.add(u.matmul(scaled.sub(scaled.matmul(vh.mT()).matmul(vh))));
        }
        return gA;
    }

    private static Tensor skew(Tensor x) {
        return x.sub(x.mT());
    }

    private static Tensor plus(@Nullable Tensor x, Tensor y) {
        return x == null ? y : x.add(y);
    }
}
