package dev.cresset;

import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.Decomposition;
import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Linear systems and inverses by LU and Cholesky factorisation. */
final class Solving {
    private static final Rule SOLVE =
            Rule.several(
                    input(0) | OUTPUT,
                    (s, g) -> {
                        Tensor gB = core(s.in(0).mT(), g).result();
                        return new @Nullable Tensor[] {
                            s.needs(0) ? gB.matmul(s.out().mT()).neg() : null, gB
                        };
                    });

    private static final Rule INVERSE =
            Rule.one(OUTPUT, (s, g) -> s.out().mT().matmul(g).matmul(s.out().mT()).neg());

    private Solving() {}

    static Factors.SolveEx solveEx(String name, Tensor a, Tensor b, boolean left) {
        MatrixRules.square(name, "A", a.spec());
        MatrixRules.floating(name, a.spec());
        boolean vector = isVector(a, b);
        if (vector && !left) {
            throw new IllegalArgumentException(
                    name
                            + ": Vector broadcasting of the left hand side is not supported for"
                            + " left=False, got A of shape "
                            + a.shape().listText()
                            + " and B of shape "
                            + b.shape().listText());
        }
        Tensor columns = vector ? b.unsqueeze(-1) : b;
        checkRightSide(name, a, columns, left);
        Shape batch = Batches.common(name, a, 2, columns, 2);
        Tensor all = Batches.expand(columns, batch, 2);
        Tensor matrices = Batches.expand(a, batch, 2);
        Factors.SolveEx out =
                left ? core(matrices, all) : core(matrices.mT(), all.mT()).mapResult(Tensor::mT);
        return vector ? out.mapResult(x -> x.squeeze(-1)) : out;
    }

    /** PyTorch's rule: a batch of vectors has exactly A's shape without the last dimension. */
    static boolean isVector(Tensor a, Tensor b) {
        int[] rows = Arrays.copyOf(a.shape().toArray(), a.dim() - 1);
        return b.dim() == 1 || b.shape().equals(Shape.of(rows));
    }

    static void checkRightSide(String name, Tensor a, Tensor b, boolean left) {
        MatrixRules.sameDtype(name, "A", a.spec(), "B", b.spec());
        MatrixRules.matrix(name, "B", b.spec());
        if (a.size(-1) != b.size(left ? -2 : -1)) {
            throw new IllegalArgumentException(
                    name
                            + ": Incompatible shapes of A and B for the equation "
                            + (left ? "AX = B" : "XA = B")
                            + " ("
                            + a.size(-2)
                            + "x"
                            + a.size(-1)
                            + " and "
                            + b.size(-2)
                            + "x"
                            + b.size(-1)
                            + ")");
        }
    }

    /** Solves for matrices of one batch shape. */
    private static Factors.SolveEx core(Tensor a, Tensor b) {
        Tensor[] lu = factors(a);
        Tensor x =
                Composite.of(
                        "LinalgSolveEx",
                        SOLVE,
                        new Tensor[] {a, b},
                        () -> Triangles.luSolve(lu[0], lu[1], b, false));
        return new Factors.SolveEx(x, lu[2]);
    }

    private static Tensor[] factors(Tensor a) {
        return GradMode.with(false, () -> Dispatch.runAll(new Decomposition.LuFactor(true), a));
    }

    static Factors.InvEx invEx(Tensor a) {
        MatrixRules.square("linalg.inv", "A", a.spec());
        MatrixRules.floating("linalg.inv", a.spec());
        Tensor[] lu = factors(a);
        Tensor inverse =
                Composite.of(
                        "LinalgInvEx",
                        INVERSE,
                        new Tensor[] {a},
                        () -> Triangles.luSolve(lu[0], lu[1], identities(a), false));
        return new Factors.InvEx(inverse, lu[2]);
    }

    /** Identities as many and as large as the matrices of a batch. */
    static Tensor identities(Tensor a) {
        return Triangles.identityLike(a).expand(a.shape());
    }

    /**
     * Throws if a factorisation failed.
     *
     * @param info 0 for each matrix that went well
     * @param message what went wrong, from the code of the first that did not
     */
    static void check(String name, Tensor info, IntFunction<String> message) {
        int n = Math.toIntExact(info.numel());
        int first =
                IntStream.range(0, n).filter(i -> info.view().longAt(i) != 0).findFirst().orElse(n);
        if (first < n) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + (info.dim() == 0 ? "" : "(Batch element " + first + "): ")
                            + message.apply((int) info.view().longAt(first)));
        }
    }

    static Tensor choleskySolve(Tensor b, Tensor l, boolean upper) {
        MatrixRules.square("cholesky_solve", "L", l.spec());
        MatrixRules.floating("cholesky_solve", l.spec());
        checkRightSide("cholesky_solve", l, b, true);
        Shape batch = Batches.common("cholesky_solve", l, 2, b, 2);
        Rule rule =
                Rule.several(
                        input(1) | OUTPUT,
                        (s, g) -> {
                            Tensor gB = choleskySolve(g, s.in(1), upper);
                            Tensor common = gB.matmul(s.out().mT());
                            common = common.add(common.mT()).neg();
                            return new @Nullable Tensor[] {
                                gB, upper ? s.in(1).matmul(common) : common.matmul(s.in(1))
                            };
                        });
        Tensor columns = Batches.expand(b, batch, 2);
        Tensor factor = Batches.expand(l, batch, 2);
        return Composite.of(
                "CholeskySolve",
                rule,
                new Tensor[] {columns, factor},
                () -> {
                    Tensor lower = upper ? factor.mT() : factor;
                    Tensor y = Triangles.solve(lower, columns, false, true, false);
                    return Triangles.solve(lower.mT(), y, true, true, false);
                });
    }

    static Tensor choleskyInverse(Tensor l, boolean upper) {
        MatrixRules.square("cholesky_inverse", "A", l.spec());
        MatrixRules.floating("cholesky_inverse", l.spec());
        Rule rule =
                Rule.one(
                        input(0) | OUTPUT,
                        (s, g) -> {
                            Tensor x = s.out();
                            Tensor common = x.matmul(g.add(g.mT()).matmul(x)).neg();
                            return upper ? s.in(0).matmul(common) : common.matmul(s.in(0));
                        });
        return Composite.of(
                "CholeskyInverse",
                rule,
                new Tensor[] {l},
                () -> {
                    Tensor lower = upper ? l.mT() : l;
                    Tensor y = Triangles.solve(lower, identities(l), false, true, false);
                    return y.mT().matmul(y);
                });
    }
}
