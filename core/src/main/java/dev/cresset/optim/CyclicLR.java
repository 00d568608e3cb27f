package dev.cresset.optim;

import static dev.cresset.options.Changed.with;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Moves the rates up and down between two bounds (Smith 2017), and the momentum the other way. */
public final class CyclicLR extends RateScheduler implements RateScheduler.WithMomentum {
    /** How the height of the cycles changes. */
    public enum Mode {
        /** Not at all. */
        TRIANGULAR,
        /** Halved every cycle. */
        TRIANGULAR2,
        /** Multiplied by gamma every step. */
        EXP_RANGE
    }

    /** What a function for the height depends on. */
    public enum ScaleMode {
        /** The number of the cycle, from 1. */
        CYCLE,
        /** The number of steps taken. */
        ITERATIONS
    }

    /**
     * The options.
     *
     * @param stepSizeUp steps of a cycle's rising half
     * @param stepSizeDown steps of its falling half, null for as many
     * @param mode how the height of the cycles changes
     * @param gamma the factor of {@link Mode#EXP_RANGE}
     * @param scaleFn how the height of the cycles changes: what it is multiplied by, in [0, 1];
     *     null: as the mode says
     * @param scaleMode what {@code scaleFn} depends on
     * @param cycleMomentum whether the momentum moves too
     * @param baseMomentum the momentum at the greatest rate, one for all groups or one each
     * @param maxMomentum the momentum at the least rate, one for all groups or one each
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     */
    public record Options(
            int stepSizeUp,
            @Nullable Integer stepSizeDown,
            Mode mode,
            double gamma,
            @Nullable DoubleUnaryOperator scaleFn,
            ScaleMode scaleMode,
            boolean cycleMomentum,
            List<Double> baseMomentum,
            List<Double> maxMomentum,
            int lastEpoch) {
        static final Options DEFAULTS =
                new Options(
                        2000,
                        null,
                        Mode.TRIANGULAR,
                        1.0,
                        null,
                        ScaleMode.CYCLE,
                        true,
                        List.of(0.8),
                        List.of(0.9),
                        -1);

        /** Returns these options with steps up. */
        public Options stepSizeUp(int value) {
            return with(this, "stepSizeUp", value);
        }

        /** Returns these options with steps down. */
        public Options stepSizeDown(@Nullable Integer value) {
            return with(this, "stepSizeDown", value);
        }

        /** Returns these options with a mode. */
        public Options mode(Mode value) {
            return with(this, "mode", value);
        }

        /** Returns these options with a factor of the height. */
        public Options gamma(double value) {
            return with(this, "gamma", value);
        }

        /**
         * Returns these options with a function for the cycles' height, which takes the place of
         * the mode.
         */
        public Options scaleFn(@Nullable DoubleUnaryOperator value) {
            return with(this, "scaleFn", value);
        }

        /** Returns these options with what the function depends on. */
        public Options scaleMode(ScaleMode value) {
            return with(this, "scaleMode", value);
        }

        /** Returns these options with or without moving momentum. */
        public Options cycleMomentum(boolean value) {
            return with(this, "cycleMomentum", value);
        }

        /** Returns these options with the momentum at the greatest rate, for each group. */
        public Options baseMomentum(List<Double> value) {
            return with(this, "baseMomentum", value);
        }

        /** Returns these options with the momentum at the least rate, for each group. */
        public Options maxMomentum(List<Double> value) {
            return with(this, "maxMomentum", value);
        }

        /** Returns these options with a number of steps that were taken before. */
        public Options lastEpoch(int value) {
            return with(this, "lastEpoch", value);
        }

        /** Returns these options with the momentum at the greatest rate. */
        public Options baseMomentum(double value) {
            return baseMomentum(List.of(value));
        }

        /** Returns these options with the momentum at the least rate. */
        public Options maxMomentum(double value) {
            return maxMomentum(List.of(value));
        }
    }

    private final List<Double> least;
    private final List<Double> greatest;
    private final Options o;
    private final List<Double> baseMomentums;
    private final List<Double> maxMomentums;
    private final double totalSize;
    private final double stepRatio;

    /** Makes a schedule between two rates. */
    public CyclicLR(
            Optimizer<?> optimizer, double baseLr, double maxLr, UnaryOperator<Options> options) {
        this(optimizer, List.of(baseLr), List.of(maxLr), options);
    }

    /**
     * Makes a schedule between two rates for each group.
     *
     * @throws IllegalArgumentException if the lists do not fit the groups, or the momentum is to
     *     move and the optimiser has none
     */
    public CyclicLR(
            Optimizer<?> optimizer,
            List<Double> baseLr,
            List<Double> maxLr,
            UnaryOperator<Options> options) {
        List<Double> least = perGroup("base_lr", optimizer, baseLr);
        List<Double> greatest = perGroup("max_lr", optimizer, maxLr);
        Options o = options.apply(Options.DEFAULTS);
        double up = o.stepSizeUp;
        double down = o.stepSizeDown == null ? up : o.stepSizeDown;
        Ranges.check(up > 0 && down > 0, "CyclicLR: step sizes must be positive: ", o);
        if (o.cycleMomentum) {
            checkMomentum(optimizer);
        }
        List<Double> base = perGroup("base_momentum", optimizer, o.baseMomentum);
        List<Double> most = perGroup("max_momentum", optimizer, o.maxMomentum);
        for (int i = 0; i < least.size() && o.lastEpoch == -1; i++) {
            ParamGroup<?> group = optimizer.paramGroups().get(i);
            group.lr(least.get(i));
            if (o.cycleMomentum) {
                setMomentum(group, most.get(i));
                group.set("max_momentum", most.get(i));
                group.set("base_momentum", base.get(i));
            }
        }
        baseMomentums = base;
        maxMomentums = most;
        this.least = least;
        this.greatest = greatest;
        this.o = o;
        totalSize = up + down;
        stepRatio = up / (up + down);
        super(optimizer, o.lastEpoch);
    }

    @Override
    protected double rate(At at) {
        // As PyTorch: the rate at which a schedule starts is from the group's own base.
        double base = at.first() ? at.base() : least.get(at.group());
        return base + (greatest.get(at.group()) - base) * height(at.step()) * scale(at.step());
    }

    @Override
    public boolean movesMomentum() {
        return o.cycleMomentum;
    }

    @Override
    public double momentum(int step, int group) {
        double most = maxMomentums.get(group);
        return most - (most - baseMomentums.get(group)) * height(step) * scale(step);
    }

    private double cycle(int step) {
        return Math.floor(1 + step / totalSize);
    }

    private double height(int step) {
        double x = 1.0 + step / totalSize - cycle(step);
        return x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    }

    private ScaleMode scaleMode() {
        if (o.scaleFn != null) {
            return o.scaleMode;
        }
        return o.mode == Mode.EXP_RANGE ? ScaleMode.ITERATIONS : ScaleMode.CYCLE;
    }

    private double scale(int step) {
        DoubleUnaryOperator function = o.scaleFn;
        if (function != null) {
            return function.applyAsDouble(scaleMode() == ScaleMode.CYCLE ? cycle(step) : step);
        }
        return switch (o.mode) {
            case TRIANGULAR -> 1;
            case TRIANGULAR2 -> 1 / Math.pow(2, cycle(step) - 1);
            case EXP_RANGE -> Math.pow(o.gamma, step);
        };
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("max_lrs", greatest);
        out.put("total_size", totalSize);
        out.put("step_ratio", stepRatio);
        out.put("mode", o.mode.name().toLowerCase(Locale.ROOT));
        out.put("gamma", o.gamma);
        out.put("scale_mode", scaleMode().name().toLowerCase(Locale.ROOT));
        out.put("cycle_momentum", o.cycleMomentum);
        if (o.cycleMomentum) {
            out.put("use_beta1", optimizer().defaults().has("betas"));
            out.put("base_momentums", baseMomentums);
            out.put("max_momentums", maxMomentums);
        }
        out.put("_scale_fn_custom", null);
        return out;
    }
}
