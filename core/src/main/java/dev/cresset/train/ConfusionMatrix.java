package dev.cresset.train;

import static dev.cresset.Tensor.tensor;

import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often each class (row) was taken for each (column); the value is the accuracy. */
public final class ConfusionMatrix implements Metric {
    private static final String NAME = "ConfusionMatrix";

    private final int classes;
    private final long[] counts;

    /** By what counts are divided. */
    public enum Normalization {
        /** By the number of targets of the class: rows sum to 1. */
        TRUE,
        /** By the number of predictions of the class: columns sum to 1. */
        PREDICTED,
        /** By the number of all. */
        ALL
    }

    /**
     * Makes a matrix of zeros.
     *
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public ConfusionMatrix(int classes) {
        if (classes <= 0) {
            throw new IllegalArgumentException(
                    NAME + ": the number of classes must be positive, but got " + classes);
        }
        this.classes = classes;
        counts = new long[Math.multiplyExact(classes, classes)];
    }

    @Override
    public void update(Tensor predictions, Tensor targets) {
        long[] p = Classes.predicted(NAME, predictions, targets);
        long[] y = targets.toLongArray();
        int[] cells = new int[y.length];
        for (int i = 0; i < y.length; i++) {
            int row = Classes.checked(NAME, "the target", y[i], classes);
            cells[i] = row * classes + Classes.checked(NAME, "the prediction", p[i], classes);
        }
        for (int cell : cells) {
            counts[cell]++;
        }
    }

    /** Returns the counts: int64, (classes, classes). */
    public Tensor matrix() {
        return tensor(counts).view(classes, classes);
    }

    /** Returns the counts as shares: float64; 0 where nothing can be divided by. */
    public Tensor matrix(Normalization normalization) {
        Tensor m = matrix().toDouble();
        Tensor whole =
                switch (normalization) {
                    case TRUE -> m.sum(1, true);
                    case PREDICTED -> m.sum(0, true);
                    case ALL -> m.sum();
                };
        return m.div(whole.clamp(1, null));
    }

    @Override
    public double value() {
        Tensor m = matrix();
        return m.trace().item().doubleValue() / m.sum().item().doubleValue();
    }

    @Override
    public void reset() {
        Arrays.fill(counts, 0);
    }

    @Override
    public Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("counts", matrix());
        return out;
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        long[] values = new Saved(NAME, saved).counts("counts", counts.length);
        System.arraycopy(values, 0, counts, 0, values.length);
    }

    /** Returns the text of the counts' tensor. */
    @Override
    public String toString() {
        return matrix().toString();
    }
}
