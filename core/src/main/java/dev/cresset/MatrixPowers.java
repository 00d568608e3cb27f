package dev.cresset;

import static dev.cresset.Saved.input;

import dev.cresset.op.DType;
import dev.cresset.op.MatrixRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Powers and exponentials of matrices. */
final class MatrixPowers {
    /** Terms of the Taylor series: {@code 0.5^19 / 19!} is far below double rounding. */
    private static final int TERMS = 18;

    /*
     * Najfeld and Havel 1995, (11): the exponential of [[A', G], [0, A']] holds the derivative in its
     * upper right block.
     */
    private static final Rule EXP =
            Rule.one(
                    input(0),
                    (s, g) -> {
                        Tensor a = s.in(0).mT();
                        int n = a.size(-1);
                        Tensor top = Tensor.cat(List.of(a, g), -1);
                        Tensor bottom = Tensor.cat(List.of(a.zerosLike(), a), -1);
                        Tensor blocks = Tensor.cat(List.of(top, bottom), -2);
                        return exp(blocks).narrow(-2, 0, n).narrow(-1, n, n);
                    });

    private MatrixPowers() {}

    static Tensor power(Tensor a, int n) {
        MatrixRules.square("linalg.matrix_power", "A", a.spec());
        if (n == 0) {
            Rule zero = Rule.one(0, (s, g) -> g.zerosLike());
            Tensor[] in = {a};
            return Composite.of("LinalgMatrixPower", zero, in, () -> Solving.identities(a).clone());
        }
        Tensor base = n < 0 ? Linalg.inv(a) : a;
        long left = Math.abs((long) n);
        Tensor square = base;
        @Nullable Tensor out = (left & 1) == 1 ? base : null;
        for (left >>= 1; left > 0; left >>= 1) {
            square = square.matmul(square);
            if ((left & 1) == 1) {
                out = out == null ? square : out.matmul(square);
            }
        }
        return out == null || out == a ? a.clone() : out;
    }

    static Tensor exp(Tensor a) {
        MatrixRules.square("linalg.matrix_exp", "A", a.spec());
        if (!a.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "linalg.matrix_exp: Expected a floating point or complex tensor as input. Got "
                            + a.dtype().legacyName());
        }
        return Composite.of("LinalgMatrixExp", EXP, new Tensor[] {a}, () -> series(a));
    }

    /** Scaling and squaring of a Taylor series, in double. */
    private static Tensor series(Tensor a) {
        Tensor x = a.toDouble();
        if (a.numel() == 0) {
            return a.clone();
        }
        double norm = x.abs().sum(-2, false).max().item().doubleValue();
        int halvings = norm > 0.5 && !Double.isInfinite(norm) ? Math.getExponent(norm) + 2 : 0;
        x = x.mul(Math.scalb(1.0, -halvings));
        Tensor one = Tensor.eye(a.size(-1), a.size(-1), DType.FLOAT64);
        Tensor out = one;
        for (int k = TERMS; k >= 1; k--) {
            out = one.add(x.matmul(out).div(k));
        }
        for (int i = 0; i < halvings; i++) {
            out = out.matmul(out);
        }
        return out.to(a.dtype());
    }
}
