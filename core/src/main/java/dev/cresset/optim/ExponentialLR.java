package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by gamma every step. */
public final class ExponentialLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final double gamma;

    /** Makes a schedule. */
    public ExponentialLR(Optimizer<?> optimizer, double gamma) {
        this.gamma = gamma;
        super(optimizer);
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
