package dev.cresset.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The share of predictions that are right. */
abstract sealed class Share implements Metric permits Accuracy, TopK {
    final @Nullable Long ignored;
    private long right;
    private long all;

    Share(@Nullable Long ignored) {
        this.ignored = ignored;
    }

    final void count(long[] targets, IntPredicate isRight) {
        for (int i = 0; i < targets.length; i++) {
            if (ignored == null || targets[i] != ignored) {
                all++;
                right += isRight.test(i) ? 1 : 0;
            }
        }
    }

    @Override
    public final double value() {
        return (double) right / all;
    }

    @Override
    public final void reset() {
        right = 0;
        all = 0;
    }

    @Override
    public final Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("right", right);
        out.put("all", all);
        return out;
    }

    @Override
    public final void loadStateDict(Map<?, ?> saved) {
        Saved s = new Saved(getClass().getSimpleName(), saved);
        long newRight = s.integer("right");
        all = s.integer("all");
        right = newRight;
    }
}
