package dev.cresset;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The end of the graph at a leaf: adds what arrives to the leaf's {@code grad}. */
final class AccumulateGrad extends GradFn {
    final Tensor leaf;
    private @Nullable List<Consumer<Tensor>> after;

    AccumulateGrad(Tensor leaf) {
        this.leaf = leaf;
    }

    @Override
    public String name() {
        return "AccumulateGrad";
    }

    @Override
    int slots() {
        return 1;
    }

    @Override
    @Nullable Tensor[] apply(@Nullable Tensor[] gradients) {
        add(gradients[0], false);
        return new Tensor[0];
    }

    /** Adds a gradient, whose elements the leaf may keep if nobody else refers to them. */
    void add(@Nullable Tensor g, boolean owned) {
        if (g != null) {
            leaf.accumulate(g, owned);
            if (after != null) {
                after.forEach(hook -> hook.accept(leaf));
            }
        }
    }

    /** Adds a function that is called after gradients were added; returns what removes it. */
    Runnable addAfter(Consumer<Tensor> hook) {
        if (after == null) {
            after = new CopyOnWriteArrayList<>();
        }
        List<Consumer<Tensor>> hooks = after;
        hooks.add(hook);
        return () -> hooks.removeIf(h -> h == hook);
    }
}
