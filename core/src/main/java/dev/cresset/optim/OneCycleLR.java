package dev.cresset.optim;

import static dev.cresset.options.Changed.with;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One cycle over the whole training (Smith and Topin 2019): the rates rise to their greatest, and
 * fall to far below the first; the momentum moves the other way. One step per batch.
 */
public final class OneCycleLR extends RateScheduler implements RateScheduler.WithMomentum {
    /** How rates go from one value to another. */
    public enum Anneal {
        /** Along half a cosine. */
        COS,
        /** Evenly. */
        LINEAR
    }

    /**
     * The options.
     *
     * @param pctStart the rising part of all steps, in [0, 1]
     * @param annealStrategy how rates go from one value to another
     * @param cycleMomentum whether the momentum moves too
     * @param baseMomentum the momentum at the greatest rate, one for all groups or one each
     * @param maxMomentum the momentum at the least rate, one for all groups or one each
     * @param divFactor the greatest rate divided by the first
     * @param finalDivFactor the first rate divided by the last
     * @param threePhase whether the rates fall as they rose, and only then further down
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     */
    public record Options(
            double pctStart,
            Anneal annealStrategy,
            boolean cycleMomentum,
            List<Double> baseMomentum,
            List<Double> maxMomentum,
            double divFactor,
            double finalDivFactor,
            boolean threePhase,
            int lastEpoch) {
        static final Options DEFAULTS =
                new Options(
                        0.3, Anneal.COS, true, List.of(0.85), List.of(0.95), 25.0, 1e4, false, -1);

        /** Returns these options with a rising part. */
        public Options pctStart(double v) {
            return with(this, "pctStart", v);
        }

        /** Returns these options with a way from one value to another. */
        public Options annealStrategy(Anneal v) {
            return with(this, "annealStrategy", v);
        }

        /** Returns these options with or without moving momentum. */
        public Options cycleMomentum(boolean v) {
            return with(this, "cycleMomentum", v);
        }

        /** Returns these options with the momentum at the greatest rate. */
        public Options baseMomentum(double v) {
            return baseMomentum(List.of(v));
        }

        /** Returns these options with the momentum at the greatest rate, for each group. */
        public Options baseMomentum(List<Double> v) {
            return with(this, "baseMomentum", v);
        }

        /** Returns these options with the momentum at the least rate. */
        public Options maxMomentum(double v) {
            return maxMomentum(List.of(v));
        }

        /** Returns these options with the momentum at the least rate, for each group. */
        public Options maxMomentum(List<Double> v) {
            return with(this, "maxMomentum", v);
        }

        /** Returns these options with a ratio of the greatest rate to the first. */
        public Options divFactor(double v) {
            return with(this, "divFactor", v);
        }

        /** Returns these options with a ratio of the first rate to the last. */
        public Options finalDivFactor(double v) {
            return with(this, "finalDivFactor", v);
        }

        /** Returns these options with two or three phases. */
        public Options threePhase(boolean v) {
            return with(this, "threePhase", v);
        }

        /** Returns these options with a number of steps that were taken before. */
        public Options lastEpoch(int v) {
            return with(this, "lastEpoch", v);
        }
    }

    /** From one value to another, up to a step. */
    private record Phase(double end, Level from, Level to) {}

    /** Where a phase starts or ends: at the first, the greatest or the last rate. */
    private enum Level {
        FIRST("initial_lr", "max_momentum"),
        GREATEST("max_lr", "base_momentum"),
        LAST("min_lr", "max_momentum");

        private final String rate;
        private final String momentum;

        Level(String rate, String momentum) {
            this.rate = rate;
            this.momentum = momentum;
        }
    }

    private final int totalSteps;
    private final List<Double> greatest;
    private final Options o;
    private final List<Double> baseMomentums;
    private final List<Double> maxMomentums;
    private final List<Phase> phases;

    /** Makes a schedule of {@code totalSteps} steps with one greatest rate for all groups. */
    public OneCycleLR(
            Optimizer<?> optimizer, double maxLr, int totalSteps, UnaryOperator<Options> options) {
        this(optimizer, List.of(maxLr), totalSteps, options);
    }

    /**
     * Makes a schedule of {@code epochs} times {@code stepsPerEpoch} steps.
     *
     * @param maxLr the greatest rate, one for all groups or one each
     * @throws IllegalArgumentException if a number is not positive, the rates do not fit the
     *     groups, or the momentum is to move and the optimiser has none
     */
    public OneCycleLR(
            Optimizer<?> optimizer,
            List<Double> maxLr,
            int epochs,
            int stepsPerEpoch,
            UnaryOperator<Options> options) {
        Ranges.check(epochs > 0, "Expected positive integer epochs, but got ", epochs);
        Ranges.check(
                stepsPerEpoch > 0,
                "Expected positive integer steps_per_epoch, but got ",
                stepsPerEpoch);
        this(optimizer, maxLr, Math.multiplyExact(epochs, stepsPerEpoch), options);
    }

    /**
     * Makes a schedule with a greatest rate for each group.
     *
     * @param totalSteps all steps of the training: epochs times batches
     * @throws IllegalArgumentException if the number of steps is not positive, the rates do not fit
     *     the groups, or the momentum is to move and the optimiser has none
     */
    public OneCycleLR(
            Optimizer<?> optimizer,
            List<Double> maxLr,
            int totalSteps,
            UnaryOperator<Options> options) {
        Ranges.check(totalSteps > 0, "Expected positive integer total_steps, but got ", totalSteps);
        List<Double> greatest = perGroup("max_lr", optimizer, maxLr);
        Options o = options.apply(Options.DEFAULTS);
        double start = o.pctStart;
        Ranges.check(
                start >= 0 && start <= 1,
                "Expected float between 0 and 1 pct_start, but got ",
                start);
        Phase up = new Phase(start * totalSteps - 1, Level.FIRST, Level.GREATEST);
        double last = totalSteps - 1;
        phases =
                o.threePhase
                        ? List.of(
                                up,
                                new Phase(2 * start * totalSteps - 2, Level.GREATEST, Level.FIRST),
                                new Phase(last, Level.FIRST, Level.LAST))
                        : List.of(up, new Phase(last, Level.GREATEST, Level.LAST));
        if (o.cycleMomentum) {
            checkMomentum(optimizer);
        }
        List<Double> base = perGroup("base_momentum", optimizer, o.baseMomentum);
        List<Double> most = perGroup("max_momentum", optimizer, o.maxMomentum);
        for (int i = 0; i < greatest.size() && o.lastEpoch == -1; i++) {
            ParamGroup<?> group = optimizer.paramGroups().get(i);
            double first = greatest.get(i) / o.divFactor;
            group.set("initial_lr", first);
            group.set("max_lr", greatest.get(i));
            group.set("min_lr", first / o.finalDivFactor);
            if (o.cycleMomentum) {
                setMomentum(group, most.get(i));
                group.set("max_momentum", most.get(i));
                group.set("base_momentum", base.get(i));
            }
        }
        this.greatest = greatest;
        baseMomentums = base;
        maxMomentums = most;
        this.o = o;
        this.totalSteps = totalSteps;
        super(optimizer, o.lastEpoch);
    }

    @Override
    protected double rate(At at) {
        if (at.step() > totalSteps) {
            throw new IllegalStateException(
                    "Tried to step "
                            + at.step()
                            + " times. The specified number of total steps is "
                            + totalSteps);
        }
        Phase phase = phase(at.step());
        return anneal(
                rate(phase.from, at.group()), rate(phase.to, at.group()), done(phase, at.step()));
    }

    @Override
    public boolean movesMomentum() {
        return o.cycleMomentum;
    }

    @Override
    public double momentum(int step, int group) {
        Phase phase = phase(step);
        return anneal(momentum(phase.from, group), momentum(phase.to, group), done(phase, step));
    }

    private double rate(Level level, int group) {
        double first = greatest.get(group) / o.divFactor;
        return switch (level) {
            case FIRST -> first;
            case GREATEST -> greatest.get(group);
            case LAST -> first / o.finalDivFactor;
        };
    }

    private double momentum(Level level, int group) {
        return switch (level) {
            case FIRST, LAST -> maxMomentums.get(group);
            case GREATEST -> baseMomentums.get(group);
        };
    }

    private Phase phase(int step) {
        return phases.stream().filter(p -> step <= p.end).findFirst().orElse(phases.getLast());
    }

    private double done(Phase phase, int step) {
        int index = phases.indexOf(phase);
        double start = index == 0 ? 0 : phases.get(index - 1).end;
        return (step - start) / (phase.end - start);
    }

    private double anneal(double start, double end, double done) {
        return switch (o.annealStrategy) {
            case COS -> end + (start - end) / 2.0 * (Math.cos(Math.PI * done) + 1);
            case LINEAR -> (end - start) * done + start;
        };
    }

    private static SequencedMap<String, Object> phaseMap(Phase phase) {
        SequencedMap<String, Object> out = new LinkedHashMap<>();
        out.put("end_step", phase.end);
        out.put("start_lr", phase.from.rate);
        out.put("end_lr", phase.to.rate);
        out.put("start_momentum", phase.from.momentum);
        out.put("end_momentum", phase.to.momentum);
        return out;
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("total_steps", totalSteps);
        out.put("_schedule_phases", phases.stream().map(OneCycleLR::phaseMap).toList());
        out.put("_anneal_func_type", o.annealStrategy.name().toLowerCase(Locale.ROOT));
        out.put("cycle_momentum", o.cycleMomentum);
        if (o.cycleMomentum) {
            out.put("use_beta1", optimizer().defaults().has("betas"));
        }
        return out;
    }
}
