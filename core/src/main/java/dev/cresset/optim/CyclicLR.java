package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
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

    /**
     * The options.
     *
     * @param stepSizeUp steps of a cycle's rising half
     * @param stepSizeDown steps of its falling half, null for as many
     * @param mode how the height of the cycles changes
     * @param gamma the factor of {@link Mode#EXP_RANGE}
     * @param cycleMomentum whether the momentum moves too
     * @param baseMomentum the momentum at the greatest rate
     * @param maxMomentum the momentum at the least rate
     */
    public record Options(
            int stepSizeUp,
            @Nullable Integer stepSizeDown,
            Mode mode,
            double gamma,
            boolean cycleMomentum,
            double baseMomentum,
            double maxMomentum) {
        static final Options DEFAULTS =
                new Options(2000, null, Mode.TRIANGULAR, 1.0, true, 0.8, 0.9);

        /** Returns these options with steps up. */
        public Options stepSizeUp(int value) {
            return new Options(
                    value, stepSizeDown, mode, gamma, cycleMomentum, baseMomentum, maxMomentum);
        }

        /** Returns these options with steps down. */
        public Options stepSizeDown(int value) {
            return new Options(
                    stepSizeUp, value, mode, gamma, cycleMomentum, baseMomentum, maxMomentum);
        }

        /** Returns these options with a mode. */
        public Options mode(Mode value) {
            return new Options(
                    stepSizeUp,
                    stepSizeDown,
                    value,
                    gamma,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum);
        }

        /** Returns these options with a factor of the height. */
        public Options gamma(double value) {
            return new Options(
                    stepSizeUp,
                    stepSizeDown,
                    mode,
                    value,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum);
        }

        /** Returns these options with or without moving momentum. */
        public Options cycleMomentum(boolean value) {
            return new Options(
                    stepSizeUp, stepSizeDown, mode, gamma, value, baseMomentum, maxMomentum);
        }

        /** Returns these options with the momentum at the greatest rate. */
        public Options baseMomentum(double value) {
            return new Options(
                    stepSizeUp, stepSizeDown, mode, gamma, cycleMomentum, value, maxMomentum);
        }

        /** Returns these options with the momentum at the least rate. */
        public Options maxMomentum(double value) {
            return new Options(
                    stepSizeUp, stepSizeDown, mode, gamma, cycleMomentum, baseMomentum, value);
        }
    }

    private final List<Double> least;
    private final List<Double> greatest;
    private final Options o;
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
        for (int i = 0; i < least.size(); i++) {
            ParamGroup<?> group = optimizer.paramGroups().get(i);
            group.lr(least.get(i));
            if (o.cycleMomentum) {
                setMomentum(group, o.maxMomentum);
                group.set("max_momentum", o.maxMomentum);
                group.set("base_momentum", o.baseMomentum);
            }
        }
        this.least = least;
        this.greatest = greatest;
        this.o = o;
        totalSize = up + down;
        stepRatio = up / (up + down);
        super(optimizer);
    }

    @Override
    protected double rate(At at) {
        double base = least.get(at.group());
        return base + (greatest.get(at.group()) - base) * height(at.step()) * scale(at.step());
    }

    @Override
    public boolean movesMomentum() {
        return o.cycleMomentum;
    }

    @Override
    public double momentum(int step, int group) {
        return o.maxMomentum - (o.maxMomentum - o.baseMomentum) * height(step) * scale(step);
    }

    private double cycle(int step) {
        return Math.floor(1 + step / totalSize);
    }

    private double height(int step) {
        double x = 1.0 + step / totalSize - cycle(step);
        return x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    }

    private double scale(int step) {
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
        out.put("cycle_momentum", o.cycleMomentum);
        return out;
    }
}
