package dev.cresset;

import org.jspecify.annotations.Nullable;

/**
 * The derivative of an op: which values it keeps, and a formula over tensor methods, so that it can
 * itself be differentiated.
 *
 * <p>A formula may return gradients in the broadcast shape and the promoted dtype: they are summed
 * back and converted in one place, {@link OpNode}.
 *
 * @param keeps the values to keep: {@link Saved#input}, {@link Saved#OUTPUT}
 * @param formula from the gradients of the results to those of the inputs
 */
record Rule(int keeps, Many formula) {
    /** A formula for an op of one input and one result. */
    interface One {
        @Nullable Tensor apply(Saved s, Tensor g);
    }

    /** A formula for an op of several inputs and one result. */
    interface Several {
        @Nullable Tensor[] apply(Saved s, Tensor g);
    }

    /** A formula for an op of several inputs and results; null gradients are zero. */
    interface Many {
        @Nullable Tensor[] apply(Saved s, @Nullable Tensor[] g);
    }

    /** Returns a rule for an op of one input. */
    static Rule one(int keeps, One formula) {
        return new Rule(keeps, (s, g) -> new Tensor[] {formula.apply(s, first(g))});
    }

    /** Returns a rule for an op of several inputs and one result. */
    static Rule several(int keeps, Several formula) {
        return new Rule(keeps, (s, g) -> formula.apply(s, first(g)));
    }

    /** Returns a rule for an op of several results. */
    static Rule many(int keeps, Many formula) {
        return new Rule(keeps, formula);
    }

    private static Tensor first(@Nullable Tensor[] g) {
        Tensor only = g[0];
        if (only == null) {
            throw new IllegalStateException("backward: a node ran without a gradient");
        }
        return only;
    }
}
