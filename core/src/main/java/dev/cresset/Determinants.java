package dev.cresset;

import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.DType;
import dev.cresset.op.Decomposition;
import dev.cresset.op.MatrixRules;
import org.jspecify.annotations.Nullable;

/** Determinants and their logarithms, by LU factorisation. */
final class Determinants {
    private static final Rule DET =
            Rule.one(
                    input(0) | OUTPUT,
                    (s, g) -> {
                        Tensor wide = g.unsqueeze(-1).unsqueeze(-1);
                        return wide.mul(cofactors(s.in(0), s.out()));
                    });

    private static final Rule SLOGDET =
            Rule.many(
                    input(0),
                    (s, g) -> {
                        Tensor log = g[1];
                        return new @Nullable Tensor[] {
                            log == null
                                    ? s.in(0).zerosLike()
                                    : log.unsqueeze(-1)
                                            .unsqueeze(-1)
                                            .mul(Solving.invEx(s.in(0)).inverse().mT())
                        };
                    });

    private Determinants() {}

    static Tensor det(Tensor a) {
        check("linalg.det", a);
        return Composite.of(
                "LinalgDet",
                DET,
                new Tensor[] {a},
                () -> {
                    Tensor[] lu = Dispatch.runAll(new Decomposition.LuFactor(true), a);
                    Tensor diagonal = lu[0].diagonal(0, -2, -1);
                    return diagonal.prod(-1, false, null).mul(parity(lu[1], a.dtype()));
                });
    }

    static Factors.Slogdet slogdet(Tensor a) {
        check("linalg.slogdet", a);
        Tensor[] out =
                GradMode.with(
                        false,
                        () -> {
                            Tensor[] lu = Dispatch.runAll(new Decomposition.LuFactor(true), a);
                            Tensor diagonal = lu[0].diagonal(0, -2, -1);
                            Tensor sign = diagonal.sign().prod(-1, false, null);
                            return new Tensor[] {
                                sign.mul(parity(lu[1], a.dtype())),
                                diagonal.abs().log().sum(-1, false)
                            };
                        });
        History.record("LinalgSlogdetBackward0", SLOGDET, new Tensor[] {a}, out);
        return new Factors.Slogdet(out[0], out[1]);
    }

    static Tensor logdet(Tensor a) {
        Factors.Slogdet slogdet = slogdet(a);
        return slogdet.logabsdet().maskedFill(slogdet.sign().eq(-1), Double.NaN);
    }

    private static void check(String name, Tensor a) {
        MatrixRules.square(name, "A", a.spec());
        MatrixRules.floating(name, a.spec());
    }

    /** 1 for an even number of swaps, -1 for an odd one. */
    private static Tensor parity(Tensor pivots, DType dtype) {
        Tensor inPlace = Tensor.arange(1, pivots.size(-1) + 1);
        Tensor swaps = pivots.ne(inPlace).sum(-1, false);
        return swaps.remainder(2).mul(-2).add(1).to(dtype);
    }

    /**
     * The derivative of the determinant. With {@code A = U diag(s) V'}, of a singular matrix it is
     * {@code det(U) det(V) U diag(product of the other s) V'}.
     */
    private static Tensor cofactors(Tensor a, Tensor det) {
        if (!det.eq(0).any().isTrue()) {
            Tensor inverse = Solving.invEx(a).inverse().mT();
            return det.unsqueeze(-1).unsqueeze(-1).mul(inverse);
        }
        Tensor[] svd = Dispatch.runAll(new Decomposition.Svd(false), a);
        Tensor sign = det(svd[0]).mul(det(svd[2])).unsqueeze(-1).unsqueeze(-1);
        Tensor others = others(svd[1]);
        return sign.mul(svd[0].mul(others.unsqueeze(-2)).matmul(svd[2]));
    }

    /** For each number of the last dimension, the product of the others. */
    private static Tensor others(Tensor s) {
        int n = s.size(-1);
        Tensor rows = s.unsqueeze(-2).expand(MatrixRules.with(s.shape(), n));
        return rows.maskedFill(Tensor.eye(n, n, s.dtype()).toBool(), 1).prod(-1, false, null);
    }
}
