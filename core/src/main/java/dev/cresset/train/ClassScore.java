package dev.cresset.train;

import static dev.cresset.Tensor.tensor;

import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A score of each class, of how often it was rightly, wrongly, and wrongly not predicted. */
abstract sealed class ClassScore implements Metric permits Precision, Recall, F1 {
    private final Averaging averaging;
    private final long[] hits;
    private final long[] falseAlarms;
    private final long[] misses;

    ClassScore(int classes, Averaging averaging) {
        if (classes <= 0) {
            throw new IllegalArgumentException(
                    name() + ": the number of classes must be positive, but got " + classes);
        }
        this.averaging = averaging;
        hits = new long[classes];
        falseAlarms = new long[classes];
        misses = new long[classes];
    }

    private String name() {
        return getClass().getSimpleName();
    }

    /** Returns the score; 0 where it would be 0 / 0. */
    abstract double score(long hits, long falseAlarms, long misses);

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    @Override
    public final void update(Tensor predictions, Tensor targets) {
        long[] p = Classes.predicted(name(), predictions, targets);
        long[] y = targets.toLongArray();
        for (int i = 0; i < y.length; i++) {
            Classes.checked(name(), "the prediction", p[i], hits.length);
            Classes.checked(name(), "the target", y[i], hits.length);
        }
        for (int i = 0; i < y.length; i++) {
            if (p[i] == y[i]) {
                hits[(int) y[i]]++;
            } else {
                falseAlarms[(int) p[i]]++;
                misses[(int) y[i]]++;
            }
        }
    }

    @Override
    public final double value() {
        double sum = 0;
        double weights = 0;
        for (int c = 0; c < hits.length; c++) {
            double weight =
                    switch (averaging) {
                        case MICRO -> 0;
                        case MACRO -> hits[c] + falseAlarms[c] + misses[c] > 0 ? 1 : 0;
                        case WEIGHTED -> (double) hits[c] + misses[c];
                    };
            sum += weight * score(hits[c], falseAlarms[c], misses[c]);
            weights += weight;
        }
        long all = Arrays.stream(hits).sum() + Arrays.stream(misses).sum();
        if (all == 0) {
            return Double.NaN;
        }
        return averaging == Averaging.MICRO
                ? score(
                        Arrays.stream(hits).sum(),
                        Arrays.stream(falseAlarms).sum(),
                        Arrays.stream(misses).sum())
                : sum / weights;
    }

    /** Returns the score of each class: float64, (classes). */
    public final Tensor perClass() {
        double[] out = new double[hits.length];
        Arrays.setAll(out, c -> score(hits[c], falseAlarms[c], misses[c]));
        return tensor(out);
    }

    @Override
    public final void reset() {
        Arrays.fill(hits, 0);
        Arrays.fill(falseAlarms, 0);
        Arrays.fill(misses, 0);
    }

    @Override
    public final Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("hits", tensor(hits));
        out.put("false_alarms", tensor(falseAlarms));
        out.put("misses", tensor(misses));
        return out;
    }

    @Override
    public final void loadStateDict(Map<?, ?> saved) {
        Saved s = new Saved(name(), saved);
        long[] h = s.counts("hits", hits.length);
        long[] f = s.counts("false_alarms", hits.length);
        long[] m = s.counts("misses", hits.length);
        System.arraycopy(h, 0, hits, 0, h.length);
        System.arraycopy(f, 0, falseAlarms, 0, f.length);
        System.arraycopy(m, 0, misses, 0, m.length);
    }
}
