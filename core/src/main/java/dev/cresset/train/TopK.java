package dev.cresset.train;

import dev.cresset.Tensor;

/** The share of targets that are among the k classes of the greatest scores, in [0, 1]. */
public final class TopK extends Share {
    private final int k;

    /**
     * Makes a metric of all targets.
     *
     * @throws IllegalArgumentException if k is not positive
     */
    public TopK(int k) {
        super(null);
        this.k = checked(k);
    }

    /**
     * Makes a metric that leaves targets out.
     *
     * @param ignoreIndex the target that does not count
     * @throws IllegalArgumentException if k is not positive
     */
    public TopK(int k, long ignoreIndex) {
        super(ignoreIndex);
        this.k = checked(k);
    }

    private static int checked(int k) {
        if (k <= 0) {
            throw new IllegalArgumentException("TopK: k must be positive, but got " + k);
        }
        return k;
    }

    /**
     * Takes a batch in: scores {@code (n, classes, *)}, targets {@code (n, *)}.
     *
     * @throws IllegalArgumentException if shapes do not fit, or there are fewer than k classes
     */
    @Override
    public void update(Tensor predictions, Tensor targets) {
        Tensor scores = predictions.detach();
        if (scores.dim() != targets.dim() + 1
                || scores.dim() < 2
                || !Classes.sameBut1(scores, targets)
                || scores.size(1) < k) {
            throw new IllegalArgumentException(
                    "TopK: expected scores (n, classes, *) with at least "
                            + k
                            + " classes for targets (n, *), but found "
                            + scores.shape().listText()
                            + " for "
                            + targets.shape().listText());
        }
        long[] y = targets.toLongArray();
        boolean[] found =
                scores.topk(k, 1, true).indices().eq(targets.unsqueeze(1)).any(1).toBooleanArray();
        count(y, i -> found[i]);
    }
}
