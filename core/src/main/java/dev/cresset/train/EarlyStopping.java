package dev.cresset.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says when a number, such as the loss on held-out data, has not become better for a while.
 *
 * <pre>{@code
 * var stopping = new EarlyStopping(o -> o.patience(5));
 * for (int epoch = 0; epoch < 100; epoch++) {
 *   train();
 *   boolean stop = stopping.update(validationLoss());
 *   if (stopping.improved()) {
 *     Checkpoint.save(net.stateDict(), best);
 *   }
 *   if (stop) {
 *     break;
 *   }
 * }
 * }</pre>
 */
public final class EarlyStopping implements Stateful {
    /** What is better. */
    public enum Mode {
        /** Smaller numbers. */
        MIN,
        /** Greater numbers. */
        MAX
    }

    /**
     * When to stop.
     *
     * @param patience updates without improvement after which to stop
     * @param minDelta by how much a number must be better than the best to count, at least 0
     * @param mode what is better
     * @param threshold stop as soon as a number is at least as good as this, null for never
     * @param checkFinite whether to stop at NaN and infinities; otherwise they are no improvement
     */
    public record Options(
            int patience,
            double minDelta,
            Mode mode,
            @Nullable Double threshold,
            boolean checkFinite) {
        static final Options DEFAULT = new Options(3, 0, Mode.MIN, null, true);

        /** Returns these options with a number of updates to wait. */
        public Options patience(int value) {
            return new Options(value, minDelta, mode, threshold, checkFinite);
        }

        /** Returns these options with a least improvement. */
        public Options minDelta(double value) {
            return new Options(patience, value, mode, threshold, checkFinite);
        }

        /** Returns these options with what is better. */
        public Options mode(Mode value) {
            return new Options(patience, minDelta, value, threshold, checkFinite);
        }

        /** Returns these options with a number that is good enough. */
        public Options threshold(double value) {
            return new Options(patience, minDelta, mode, value, checkFinite);
        }

        /** Returns these options with or without stopping at NaN and infinities. */
        public Options checkFinite(boolean value) {
            return new Options(patience, minDelta, mode, threshold, value);
        }
    }

    private final Options options;
    private double best = Double.NaN;
    private int bestUpdate = -1;
    private int updates;
    private int waited;
    private boolean stopped;

    /** Makes one that waits for 3 updates without a smaller number. */
    public EarlyStopping() {
        this(o -> o);
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException if patience or minDelta is negative
     */
    public EarlyStopping(UnaryOperator<Options> options) {
        this.options = options.apply(Options.DEFAULT);
        if (this.options.patience() < 0 || !(this.options.minDelta() >= 0)) {
            throw new IllegalArgumentException(
                    "EarlyStopping: patience and minDelta must not be negative, but got "
                            + this.options);
        }
    }

    /** Takes the next number in, and returns whether to stop. */
    public boolean update(Number number) {
        double value = number.doubleValue();
        if (bestUpdate < 0 ? !Double.isNaN(value) : better(value, best, options.minDelta())) {
            best = value;
            bestUpdate = updates;
            waited = 0;
        } else {
            waited++;
        }
        updates++;
        Double goal = options.threshold();
        boolean reached = goal != null && !Double.isNaN(value) && !better(goal, value, 0);
        boolean broken = options.checkFinite() && !Double.isFinite(value);
        boolean tired = waited > 0 && waited >= options.patience();
        stopped |= reached || broken || tired;
        return stopped;
    }

    private boolean better(double value, double than, double by) {
        return options.mode() == Mode.MIN ? value < than - by : value > than + by;
    }

    /** Returns whether the last number was the best so far. */
    public boolean improved() {
        return updates > 0 && bestUpdate == updates - 1;
    }

    /** Returns whether an update said to stop. */
    public boolean stopped() {
        return stopped;
    }

    /** Returns the best number, NaN if there was none. */
    public double best() {
        return best;
    }

    /** Returns the number of the best update, from 0, or -1 if there was none. */
    public int bestUpdate() {
        return bestUpdate;
    }

    @Override
    public Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("best", best);
        out.put("best_update", bestUpdate);
        out.put("updates", updates);
        out.put("waited", waited);
        out.put("stopped", stopped);
        return out;
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        Saved s = new Saved("EarlyStopping", saved);
        double newBest = s.number("best");
        int newBestUpdate = (int) s.integer("best_update");
        int newUpdates = (int) s.integer("updates");
        int newWaited = (int) s.integer("waited");
        best = newBest;
        bestUpdate = newBestUpdate;
        updates = newUpdates;
        waited = newWaited;
        stopped = Boolean.TRUE.equals(saved.get("stopped"));
    }
}
