package dev.cresset;

import dev.cresset.engine.Layout;
import org.jspecify.annotations.Nullable;

/**
 * The node of a tensor after one of its views was written in place by an op: outside the view
 * gradients pass on, inside they go through the op's own node.
 */
final class CopySlices extends GradFn {
    private final GradFn function;
    private final Layout base;
    private final Layout view;

    /**
     * Makes a node.
     *
     * @param function the node of the op that wrote the view; its first input is the view's old
     *     value
     * @param base where the written tensor lay
     * @param view where its view lay, in the same storage
     * @param next the written tensor's old edge, then those of the op's other inputs
     */
    CopySlices(GradFn function, Layout base, Layout view, @Nullable Edge[] next) {
        super(next);
        this.function = function;
        this.base = base;
        this.view = view;
    }

    @Override
    public String name() {
        return "CopySlices";
    }

    @Override
    int slots() {
        return 1;
    }

    @Override
    @Nullable Tensor[] apply(@Nullable Tensor[] gradients) {
        Tensor g = gradients[0];
        if (g == null) {
            return new Tensor[next().length];
        }
        Tensor flat = g.scatterToStorage(base, base.extent());
        Tensor inside = flat.asStrided(view);
        @Nullable Tensor[] out = function.apply(new Tensor[] {inside.clone()});
        if (next()[0] != null) {
            Tensor old = out[0];
            if (old == null) {
                inside.zero_();
            } else {
                inside.copy_(old);
            }
            out[0] = flat.asStrided(base);
        }
        return out;
    }

    @Override
    void release() {
        function.release();
    }
}
