package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Leads the rates to a constant one, at which the weights are averaged (Izmailov et al. 2018): see
 * {@link AveragedModel}.
 */
public final class SWALR extends RateScheduler {
    /** How rates go to the constant one. */
    public enum Anneal {
        /** Along half a cosine. */
        COS,
        /** Evenly. */
        LINEAR
    }

    /**
     * The options.
     *
     * @param annealEpochs the number of steps until the rate is constant, 0 or more
     * @param annealStrategy how rates go there
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     */
    public record Options(int annealEpochs, Anneal annealStrategy, int lastEpoch) {
        static final Options DEFAULTS = new Options(10, Anneal.COS, -1);

        /** Returns these options with a number of steps until the rate is constant. */
        public Options annealEpochs(int value) {
            return new Options(value, annealStrategy, lastEpoch);
        }

        /** Returns these options with a way to the constant rate. */
        public Options annealStrategy(Anneal value) {
            return new Options(annealEpochs, value, lastEpoch);
        }

        /** Returns these options with a number of steps that were taken before. */
        public Options lastEpoch(int value) {
            return new Options(annealEpochs, annealStrategy, value);
        }
    }

    private final Options o;

    /** Makes a schedule to one rate for all groups. */
    public SWALR(Optimizer<?> optimizer, double swaLr) {
        this(optimizer, List.of(swaLr), o -> o);
    }

    /** Makes a schedule to one rate for all groups. */
    public SWALR(Optimizer<?> optimizer, double swaLr, UnaryOperator<Options> options) {
        this(optimizer, List.of(swaLr), options);
    }

    /**
     * Makes a schedule to a rate for each group.
     *
     * @throws IllegalArgumentException if the rates do not fit the groups, or the number of steps
     *     is negative
     */
    public SWALR(Optimizer<?> optimizer, List<Double> swaLr, UnaryOperator<Options> options) {
        List<Double> rates = perGroup("swa_lr", optimizer, swaLr);
        Options o = options.apply(Options.DEFAULTS);
        Ranges.check(
                o.annealEpochs >= 0,
                "anneal_epochs must be equal or greater than 0, got ",
                o.annealEpochs);
        for (int i = 0; i < rates.size(); i++) {
            optimizer.paramGroups().get(i).set("swa_lr", rates.get(i));
        }
        this.o = o;
        super(optimizer, o.lastEpoch);
    }

    @Override
    protected double rate(At at) {
        int step = stepCount() - 1;
        if (o.annealEpochs == 0) {
            step = Math.max(1, step);
        }
        double goal =
                optimizer().paramGroups().get(at.group()).get("swa_lr") instanceof Number n
                        ? n.doubleValue()
                        : at.lr();
        double before = share(step - 1);
        double first = before == 1 ? goal : (at.lr() - before * goal) / (1 - before);
        double share = share(step);
        return goal * share + first * (1 - share);
    }

    /** Returns how far a step has gone to the constant rate, in [0, 1]. */
    private double share(int step) {
        double t = Math.clamp((double) step / Math.max(1, o.annealEpochs), 0.0, 1.0);
        return switch (o.annealStrategy) {
            case COS -> (1 - Math.cos(Math.PI * t)) / 2;
            case LINEAR -> t;
        };
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("_anneal_strategy", o.annealStrategy.name().toLowerCase(Locale.ROOT));
        out.put("anneal_epochs", o.annealEpochs);
        return out;
    }
}
