package dev.cresset;

import static dev.cresset.Saved.input;

import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.MatrixOp;
import org.jspecify.annotations.Nullable;

/** The derivatives of matrix products. */
final class MatrixDerivatives {
    private static final int AB = input(0) | input(1);
    private static final int BC = input(1) | input(2);

    private MatrixDerivatives() {}

    static Rule rule(MatrixOp op) {
        return switch (op) {
            case MatrixOp.Mm m ->
                    Rule.several(
                            AB,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? left(g, s.in(0), s.in(1)) : null,
                                        s.needs(1) ? right(g, s.in(0), s.in(1)) : null
                                    });
            case MatrixOp.Bmm m ->
                    Rule.several(
                            AB,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? g.bmm(s.in(1).mT()) : null,
                                        s.needs(1) ? s.in(0).mT().bmm(g) : null
                                    });
            case MatrixOp.Mv m ->
                    Rule.several(
                            AB,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? g.outer(s.in(1)) : null,
                                        s.needs(1) ? s.in(0).t().mv(g) : null
                                    });
            case MatrixOp.Dot m ->
                    Rule.several(
                            AB,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? g.mul(s.in(1)) : null,
                                        s.needs(1) ? g.mul(s.in(0)) : null
                                    });
            case MatrixOp.Addmm a ->
                    Rule.several(
                            BC,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? times(g, a.beta()) : null,
                                        s.needs(1)
                                                ? times(left(g, s.in(1), s.in(2)), a.alpha())
                                                : null,
                                        s.needs(2)
                                                ? times(right(g, s.in(1), s.in(2)), a.alpha())
                                                : null
                                    });
            case MatrixOp.Baddbmm a ->
                    Rule.several(
                            BC,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? times(g, a.beta()) : null,
                                        s.needs(1) ? times(g.bmm(s.in(2).mT()), a.alpha()) : null,
                                        s.needs(2) ? times(s.in(1).mT().bmm(g), a.alpha()) : null
                                    });
            case MatrixOp.Addmv a ->
                    Rule.several(
                            BC,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? times(g, a.beta()) : null,
                                        s.needs(1) ? times(g.outer(s.in(2)), a.alpha()) : null,
                                        s.needs(2) ? times(s.in(1).t().mv(g), a.alpha()) : null
                                    });
        };
    }

    /**
     * The gradient of a in {@code a b}: {@code g b^T}, lying as a does, rows or columns densely.
     */
    private static Tensor left(Tensor g, Tensor a, Tensor b) {
        if (GradMode.enabled()) {
            return isColumns(a) ? b.mm(g.t()).t() : g.mm(b.t());
        }
        return isColumns(a)
                ? Dispatch.product(b.view(), turned(g), true)
                : Dispatch.product(g.view(), turned(b), false);
    }

    /**
     * The gradient of b in {@code a b}: {@code a^T g}, lying as b does, rows or columns densely.
     */
    private static Tensor right(Tensor g, Tensor a, Tensor b) {
        if (GradMode.enabled()) {
            return isColumns(b) ? g.t().mm(a).t() : a.t().mm(g);
        }
        return isColumns(b)
                ? Dispatch.product(turned(g), a.view(), true)
                : Dispatch.product(turned(a), g.view(), false);
    }

    private static View turned(Tensor x) {
        return x.view().with(x.layout().transposed());
    }

    private static boolean isColumns(Tensor x) {
        Layout l = x.layout();
        return l.stride(0) == 1 && l.stride(1) == l.shape().size(0) && !l.isContiguous();
    }

    private static Tensor times(Tensor g, double factor) {
        return factor == 1 ? g : g.mul(factor);
    }
}
