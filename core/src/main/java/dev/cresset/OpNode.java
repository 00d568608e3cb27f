package dev.cresset;

import dev.cresset.op.Spec;
import org.jspecify.annotations.Nullable;

/** The node of an op with a {@link Rule}. */
final class OpNode extends GradFn {
    private final Rule rule;
    private final Saved saved;
    private String name;
    private final int slots;

    OpNode(String name, Rule rule, Saved saved, int slots, @Nullable Edge[] next) {
        super(next);
        this.name = name;
        this.rule = rule;
        this.saved = saved;
        this.slots = slots;
    }

    @Override
    public String name() {
        return name;
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
        for (int i = 0; i < out.length; i++) {
            Tensor g = out[i];
            out[i] = g == null || !saved.needs(i) ? null : fit(g, saved.spec(i));
        }
        return out;
    }

    /** Sums a gradient back to its source's shape, and converts it to its source's dtype. */
    private static Tensor fit(Tensor g, Spec source) {
        Tensor x = g.shape().equals(source.shape()) ? g : g.sumToSize(source.shape());
        return x.dtype() == source.dtype() ? x : x.to(source.dtype());
    }

    @Override
    void release() {
        saved.release();
    }
}
