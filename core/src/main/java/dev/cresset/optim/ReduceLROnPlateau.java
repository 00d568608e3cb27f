package dev.cresset.optim;

import static dev.cresset.options.Changed.with;

import dev.cresset.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the learning rates when a metric, such as the validation loss, has stopped to improve.
 *
 * <pre>{@code
 * var schedule = new ReduceLROnPlateau(optimizer, o -> o.patience(5).factor(0.5));
 * schedule.step(validationLoss);         // once per epoch
 * }</pre>
 */
public final class ReduceLROnPlateau {
    /** Which metrics are better: smaller or greater ones. */
    public enum Mode {
        /** Smaller is better. */
        MIN,
        /** Greater is better. */
        MAX
    }

    /** What an improvement is measured by. */
    public enum ThresholdMode {
        /** A part of the best value. */
        REL,
        /** A difference. */
        ABS
    }

    /**
     * The options.
     *
     * @param mode which metrics are better
     * @param factor what rates are multiplied by, below 1
     * @param patience how many epochs without improvement are tolerated
     * @param threshold by how much a metric must be better to count
     * @param thresholdMode what the threshold is measured by
     * @param cooldown how many epochs to wait after lowering
     * @param minLr the least rate, one for all groups or one each
     * @param eps rates are not lowered by less than this
     */
    public record Options(
            Mode mode,
            double factor,
            int patience,
            double threshold,
            ThresholdMode thresholdMode,
            int cooldown,
            List<? extends Number> minLr,
            double eps) {
        static final Options DEFAULTS =
                new Options(Mode.MIN, 0.1, 10, 1e-4, ThresholdMode.REL, 0, List.of(0), 1e-8);

        /** Returns these options with a mode. */
        public Options mode(Mode value) {
            return with(this, "mode", value);
        }

        /** Returns these options with a factor. */
        public Options factor(double value) {
            return with(this, "factor", value);
        }

        /** Returns these options with a patience, in epochs. */
        public Options patience(int value) {
            return with(this, "patience", value);
        }

        /** Returns these options with a threshold. */
        public Options threshold(double value) {
            return with(this, "threshold", value);
        }

        /** Returns these options with a measure of the threshold. */
        public Options thresholdMode(ThresholdMode value) {
            return with(this, "thresholdMode", value);
        }

        /** Returns these options with a cooldown, in epochs. */
        public Options cooldown(int value) {
            return with(this, "cooldown", value);
        }

        /** Returns these options with a least rate: one for all groups, or one each. */
        public Options minLr(Number... values) {
            return with(this, "minLr", List.of(values));
        }

        /** Returns these options with a least change of rates. */
        public Options eps(double value) {
            return with(this, "eps", value);
        }
    }

    private final Optimizer<?> optimizer;
    private final Options options;
    private int lastEpoch;
    private double best;
    private int cooldownCounter;
    private int badEpochs;
    private List<Double> lastLr;

    /** Makes a schedule with the default options. */
    public ReduceLROnPlateau(Optimizer<?> optimizer) {
        this(optimizer, o -> o);
    }

    /**
     * Makes a schedule.
     *
     * @throws IllegalArgumentException if the factor is 1 or more, or there are neither one least
     *     rate nor as many as groups
     */
    public ReduceLROnPlateau(Optimizer<?> optimizer, UnaryOperator<Options> options) {
        this.optimizer = optimizer;
        this.options = options.apply(Options.DEFAULTS);
        Ranges.check(
                this.options.factor < 1, "Factor should be < 1.0, but is ", this.options.factor);
        int given = this.options.minLr.size();
        if (given != 1 && given != optimizer.paramGroups().size()) {
            throw new IllegalArgumentException(
                    "expected " + optimizer.paramGroups().size() + " min_lrs, got " + given);
        }
        best = worst();
        lastLr = LRScheduler.rates(optimizer);
    }

    /** Takes notice of an epoch's metric, and lowers the rates if it is time. */
    public void step(Tensor metric) {
        step(metric.item().doubleValue());
    }

    /** Takes notice of an epoch's metric, and lowers the rates if it is time. */
    public void step(double metric) {
        lastEpoch++;
        if (isBetter(metric)) {
            best = metric;
            badEpochs = 0;
        } else {
            badEpochs++;
        }
        if (cooldownCounter > 0) {
            cooldownCounter--;
            badEpochs = 0;
        }
        if (badEpochs > options.patience) {
            lower();
            cooldownCounter = options.cooldown;
            badEpochs = 0;
        }
        lastLr = LRScheduler.rates(optimizer);
    }

    private boolean isBetter(double metric) {
        double threshold = options.threshold;
        return switch (options.mode) {
            case MIN ->
                    switch (options.thresholdMode) {
                        case REL -> metric < best * (1.0 - threshold);
                        case ABS -> metric < best - threshold;
                    };
            case MAX ->
                    switch (options.thresholdMode) {
                        case REL -> metric > best * (threshold + 1.0);
                        case ABS -> metric > best + threshold;
                    };
        };
    }

    private void lower() {
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        List<Number> least = leastRates();
        for (int i = 0; i < groups.size(); i++) {
            double old = groups.get(i).lr();
            double lowered = Math.max(old * options.factor, least.get(i).doubleValue());
            if (old - lowered > options.eps) {
                groups.get(i).lr(lowered);
            }
        }
    }

    private List<Number> leastRates() {
        int groups = optimizer.paramGroups().size();
        if (options.minLr.size() == 1) {
            return Collections.nCopies(groups, options.minLr.getFirst());
        }
        if (options.minLr.size() != groups) {
            throw new IllegalStateException(
                    "ReduceLROnPlateau: there are "
                            + groups
                            + " groups now, but "
                            + options.minLr.size()
                            + " least rates");
        }
        return List.copyOf(options.minLr);
    }

    private double worst() {
        return switch (options.mode) {
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
        };
    }

    /** Returns the learning rate of each group after the last step. */
    public List<Double> lastLr() {
        return lastLr;
    }

    /** Returns the optimiser whose rates change. */
    public Optimizer<?> optimizer() {
        return optimizer;
    }

    /** Returns how many metrics were seen. */
    public int lastEpoch() {
        return lastEpoch;
    }

    /** Returns the best metric so far; infinite before the first. */
    public double best() {
        return best;
    }

    /** Returns how many epochs there were without improvement since the last one or lowering. */
    public int numBadEpochs() {
        return badEpochs;
    }

    /** Returns whether the schedule waits after lowering. */
    public boolean inCooldown() {
        return cooldownCounter > 0;
    }

    /** Returns the state in PyTorch's structure. */
    public SequencedMap<String, @Nullable Object> stateDict() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("factor", options.factor);
        out.put("default_min_lr", options.minLr.size() == 1 ? options.minLr.getFirst() : null);
        out.put("min_lrs", leastRates());
        out.put("patience", options.patience);
        out.put("cooldown", options.cooldown);
        out.put("eps", options.eps);
        out.put("last_epoch", lastEpoch);
        out.put("_last_lr", lastLr);
        out.put("mode_worse", worst());
        out.put("mode", options.mode.name().toLowerCase(Locale.ROOT));
        out.put("threshold", options.threshold);
        out.put("threshold_mode", options.thresholdMode.name().toLowerCase(Locale.ROOT));
        out.put("best", best);
        out.put("cooldown_counter", cooldownCounter);
        out.put("num_bad_epochs", badEpochs);
        return out;
    }

    /**
     * Continues from a state that {@link #stateDict()} or PyTorch made.
     *
     * @throws IllegalArgumentException if the state is of a schedule with other options; nothing
     *     has changed then
     */
    public void loadStateDict(Map<?, ?> saved) {
        SavedSchedule state = new SavedSchedule("ReduceLROnPlateau", saved);
        SequencedMap<String, @Nullable Object> settings = stateDict();
        List.of("min_lrs", "last_epoch", "_last_lr", "best", "cooldown_counter", "num_bad_epochs")
                .forEach(settings::remove);
        state.checkSame(settings);
        int epoch = state.integer("last_epoch");
        int counter = state.integer("cooldown_counter");
        int bad = state.integer("num_bad_epochs");
        List<Double> last = state.rates("_last_lr");
        best = state.number("best");
        lastEpoch = epoch;
        cooldownCounter = counter;
        badEpochs = bad;
        lastLr = last;
    }
}
