package dev.cresset.train;

import dev.cresset.Tensor;

/** The share of predictions that are right, in [0, 1]. */
public final class Accuracy extends Share {
    /** Makes a metric of all targets. */
    public Accuracy() {
        super(null);
    }

    /**
     * Makes a metric that leaves targets out.
     *
     * @param ignoreIndex the target that does not count, such as padding
     */
    public Accuracy(long ignoreIndex) {
        super(ignoreIndex);
    }

    @Override
    public void update(Tensor predictions, Tensor targets) {
        long[] p = Classes.predicted("Accuracy", predictions, targets);
        long[] y = targets.toLongArray();
        count(y, i -> p[i] == y[i]);
    }
}
