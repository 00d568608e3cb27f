package dev.cresset;

import org.jspecify.annotations.Nullable;

/** The end of the graph at a leaf: adds what arrives to the leaf's {@code grad}. */
final class AccumulateGrad extends GradFn {
    final Tensor leaf;

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
        }
    }
}
