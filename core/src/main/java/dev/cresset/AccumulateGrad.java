package dev.cresset;

import org.jspecify.annotations.Nullable;

/** The end of the graph at a leaf: adds what arrives to the leaf's {@code grad}. */
final class AccumulateGrad extends GradFn {
    final Tensor leaf;

    AccumulateGrad(Tensor leaf) {
        super(0, new Edge[0]); // below every other node: all contributions are in before it runs
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
        Tensor g = gradients[0];
        if (g != null) {
            leaf.accumulate(g);
        }
        return new Tensor[0];
    }
}
