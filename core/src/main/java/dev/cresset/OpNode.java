package dev.cresset;

import dev.cresset.op.Op;
import dev.cresset.op.Spec;
import dev.cresset.op.ViewOp;
import org.jspecify.annotations.Nullable;

/** The node of an op with a {@link Rule}. */
final class OpNode extends GradFn {
    private final Rule rule;
    private final Saved saved;
    private Object name;
    private final boolean pure;
    private final int slots;

    /**
     * Makes a node.
     *
     * @param name PyTorch's name of the node, or the op that has it: its text is made when asked
     *     for
     * @param pure whether the rule's formula knows no tensors but the saved ones and the gradients
     */
    OpNode(Object name, Rule rule, boolean pure, Saved saved, int slots, @Nullable Edge[] next) {
        super(next);
        this.pure = pure;
        this.name = name;
        this.rule = rule;
        this.saved = saved;
        saved.of(this);
        this.slots = slots;
    }

    @Override
    public String name() {
        return nameOf(name);
    }

    /** Returns a node's name, which an op may stand for. */
    static String nameOf(Object name) {
        return name instanceof Op op ? op.gradName() : name.toString();
    }

    /** Returns the op if its result is a part of its input, each element of which it shows once. */
    @Nullable ViewOp part() {
        return name instanceof ViewOp v && ViewDerivatives.isPart(v) ? v : null;
    }

    void rename(String anew) {
        name = anew;
    }

    @Override
    int slots() {
        return slots;
    }

    @Override
    @Nullable Tensor[] apply(@Nullable Tensor[] gradients) {
        @Nullable Tensor[] out = rule.formula().apply(saved, gradients);
        saved.forgetUnpacked();
        for (int i = 0; i < out.length; i++) {
            Tensor g = out[i];
            Tensor fitted = g == null || !saved.needs(i) ? null : fit(g, saved.spec(i));
            if (fitted != null && saved.shares(fitted)) {
                fitted.view().storage().claim(); // for good: it is on its way to others
            }
            out[i] = fitted;
        }
        return out;
    }

    /** Sums a gradient back to its source's shape, and converts it to its source's dtype. */
    private static Tensor fit(Tensor g, Spec source) {
        Tensor x = g.shape().equals(source.shape()) ? g : g.sumToSize(source.shape());
        return x.dtype() == source.dtype() ? x : x.to(source.dtype());
    }

    /** What a pure formula returns is new, or has the elements of something that it was given. */
    @Override
    long owned(@Nullable Tensor[] gradients, long owned, @Nullable Tensor[] out) {
        if (!pure || out.length > Long.SIZE || gradients.length > Long.SIZE) {
            return 0;
        }
        long mine = 0;
        for (int i = 0; i < out.length; i++) {
            Tensor x = out[i];
            if (x != null && !saved.shares(x) && !sharedAmong(out, i)) {
                boolean free = true;
                for (int k = 0; k < gradients.length; k++) {
                    Tensor g = gradients[k];
                    free &= g == null || (owned >>> k & 1) != 0 || !g.sharesStorage(x);
                }
                mine |= free ? 1L << i : 0;
            }
        }
        return mine;
    }

    @Override
    boolean usesUp() {
        return pure;
    }

    private static boolean sharedAmong(@Nullable Tensor[] out, int i) {
        Tensor x = out[i];
        for (int j = 0; j < out.length; j++) {
            Tensor y = out[j];
            if (j != i && x != null && y != null && x.sharesStorage(y)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void release() {
        saved.release();
    }
}
