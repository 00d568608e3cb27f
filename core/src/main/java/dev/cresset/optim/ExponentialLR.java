package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by gamma every step. */
public final class ExponentialLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final double gamma;

    /** Makes a schedule. */
    public ExponentialLR(Optimizer<?> optimizer, double gamma) {
        this(optimizer, gamma, -1);
    }

    /**
     * Makes a schedule.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public ExponentialLR(Optimizer<?> optimizer, double gamma, int lastEpoch) {
        this.gamma = gamma;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        return at.first() ? at.lr() : at.lr() * gamma;
    }

    @Override
    public double closedForm(int step, double base) {
        return base * Math.pow(gamma, step);
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("gamma", gamma);
        return out;
    }
}
