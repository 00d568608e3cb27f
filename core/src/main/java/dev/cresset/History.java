package dev.cresset;

import dev.cresset.GradFn.Edge;
import dev.cresset.op.Op;
import dev.cresset.op.Spec;
import org.jspecify.annotations.Nullable;

/** The recording of ops for backward: their nodes, and whose history they become. */
final class History {
    private final OpNode node;
    private final Saved saved;
    private final @Nullable Edge written;

    private History(OpNode node, Saved saved, @Nullable Edge written) {
        this.node = node;
        this.saved = saved;
        this.written = written;
    }

    /** Makes an op's node the history of its results, where gradients are to flow. */
    static void record(Op op, Spec[] specs, Tensor[] in, Tensor[] out) {
        if (!GradMode.enabled() || !anyRequiresGrad(in)) {
            return;
        }
        Rule rule = Derivatives.rule(op);
        if (rule == null) {
            return;
        }
        record(op, rule, true, specs, in, out);
    }

    /** Makes one node the history of results that were computed without recording. */
    static void record(String name, Rule rule, Tensor[] in, Tensor... out) {
        if (GradMode.enabled() && anyRequiresGrad(in)) {
            record(name, rule, false, Dispatch.specs(in), in, out);
        }
    }

    private static void record(
            Object name, Rule rule, boolean pure, Spec[] specs, Tensor[] in, Tensor[] out) {
        @Nullable Edge[] next = edges(in);
        Saved saved = new Saved(name, specs, in, rule.keeps());
        saved.results(out);
        OpNode node = new OpNode(name, rule, pure, saved, out.length, next);
        for (int i = 0; i < out.length; i++) {
            if (out[i].dtype().isFloatingPoint()) {
                out[i].setHistory(node, i);
            }
        }
    }

    /**
     * Takes what backward will need from the inputs of an op that is about to write the first one;
     * null if it need not be recorded.
     */
    static @Nullable History beforeWriting(Op op, Spec[] specs, Tensor[] in) {
        if (!GradMode.enabled() || !in[0].dtype().isFloatingPoint() || !anyRequiresGrad(in)) {
            return null;
        }
        Rule rule = Derivatives.rule(op);
        if (rule == null) {
            return null;
        }
        Tensor base = in[0].base();
        Edge written = base == null ? null : base.edge();
        @Nullable Edge[] next = edges(in);
        Tensor[] kept = in.clone();
        if ((rule.keeps() & Saved.input(0)) != 0) {
            kept[0] = in[0].clone(); // with its history, so that the gradient has a derivative too
        }
        Saved saved = new Saved(op, specs, kept, rule.keeps());
        return new History(new OpNode(op, rule, true, saved, 1, next), saved, written);
    }

    /** Gives the tensor that was written, or the one it is a view of, its new history. */
    void afterWriting(Tensor self) {
        saved.results(new Tensor[] {self});
        Tensor base = self.base();
        if (base == null) {
            self.setHistory(node, 0);
            return;
        }
        @Nullable Edge[] next = node.next().clone();
        next[0] = written;
        base.setHistory(new CopySlices(node, base.layout(), self.layout(), next), 0);
        self.forgetHistory();
    }

    /**
     * Returns whether gradients flow to any of the tensors.
     *
     * @throws IllegalStateException if one is a view whose history cannot be known any more
     */
    static boolean anyRequiresGrad(Tensor... in) {
        boolean any = false;
        for (Tensor x : in) {
            x.checkHistoryKnown();
            any |= x.requiresGrad();
        }
        return any;
    }

    static @Nullable Edge[] edges(Tensor[] in) {
        @Nullable Edge[] next = new Edge[in.length];
        for (int i = 0; i < in.length; i++) {
            next[i] = in[i].edge();
        }
        return next;
    }
}
