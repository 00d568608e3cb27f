package dev.cresset.train;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many equally likely choices a language model's uncertainty is worth: e to the mean negative
 * log-likelihood (natural log) of the targets, from 1.
 */
public final class Perplexity implements Metric {
    private final @Nullable Long ignored;
    private double sum;
    private long count;

    /** Makes a metric of all targets. */
    public Perplexity() {
        this.ignored = null;
    }

    /**
     * Makes a metric that leaves targets out.
     *
     * @param ignoreIndex the target that does not count, such as padding
     */
    public Perplexity(long ignoreIndex) {
        this.ignored = ignoreIndex;
    }

    /**
     * Takes a batch in: logits {@code (*, classes)}, targets {@code (*)}.
     *
     * @throws IllegalArgumentException if shapes do not fit, or a target is out of range
     */
    @Override
    public void update(Tensor predictions, Tensor targets) {
        int[] shape = predictions.shape().toArray();
        int classes = shape.length == 0 ? 0 : shape[shape.length - 1];
        if (shape.length != targets.dim() + 1
                || (long) classes * targets.numel() != predictions.numel()) {
            throw new IllegalArgumentException(
                    "Perplexity: expected logits (*, classes) for targets (*), but found "
                            + predictions.shape().listText()
                            + " for "
                            + targets.shape().listText());
        }
        long[] y = targets.toLongArray();
        for (long target : y) {
            if (ignored == null || target != ignored) {
                Classes.checked("Perplexity", "the target", target, classes);
            }
        }
        double[] logs =
                noGrad(() ->
                        predictions.detach().toDouble().logSoftmax(-1).reshape(-1).toDoubleArray());
        for (int i = 0; i < y.length; i++) {
            if (ignored == null || y[i] != ignored) {
                sum -= logs[i * classes + (int) y[i]];
                count++;
            }
        }
    }

    /**
     * Takes losses in, as cross entropy gives them.
     *
     * @param meanLoss the mean loss of each target
     * @param targets the number of targets
     */
    public void add(Number meanLoss, long targets) {
        sum += meanLoss.doubleValue() * targets;
        count += targets;
    }

    @Override
    public double value() {
        return Math.exp(sum / count);
    }

    @Override
    public void reset() {
        sum = 0;
        count = 0;
    }

    @Override
    public Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("sum", sum);
        out.put("count", count);
        return out;
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        Saved s = new Saved("Perplexity", saved);
        double newSum = s.number("sum");
        count = s.integer("count");
        sum = newSum;
    }
}
