package dev.cresset.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mean of numbers, such as the loss of each batch, weighted by the batches' sizes.
 *
 * <pre>{@code
 * var loss = new RunningMean();
 * loss.add(l.item(), batch.x().size(0));
 * loss.value();
 * }</pre>
 */
public final class RunningMean implements Stateful {
    private double sum;
    private double weight;

    /** Takes a number in with weight 1, and returns this. */
    public RunningMean add(Number value) {
        return add(value, 1);
    }

    /**
     * Takes a number in, and returns this.
     *
     * @throws IllegalArgumentException if the weight is negative or NaN
     */
    public RunningMean add(Number value, double count) {
        if (!(count >= 0)) {
            throw new IllegalArgumentException("RunningMean: a weight of " + count);
        }
        sum += value.doubleValue() * count;
        weight += count;
        return this;
    }

    /** Returns the mean, NaN of nothing. */
    public double value() {
        return sum / weight;
    }

    /** Forgets everything. */
    public void reset() {
        sum = 0;
        weight = 0;
    }

    @Override
    public Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("sum", sum);
        out.put("weight", weight);
        return out;
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        Saved s = new Saved("RunningMean", saved);
        double newSum = s.number("sum");
        weight = s.number("weight");
        sum = newSum;
    }
}
