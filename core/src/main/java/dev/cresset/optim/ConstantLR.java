package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by a factor for the first {@code totalIters} steps. */
public final class ConstantLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final double factor;
    private final int totalIters;

    /** Makes a schedule with a third of the rates for 5 steps. */
    public ConstantLR(Optimizer<?> optimizer) {
        this(optimizer, 1.0 / 3, 5);
    }

    /** Makes a schedule; the factor is in (0, 1]. */
    public ConstantLR(Optimizer<?> optimizer, double factor, int totalIters) {
        this(optimizer, factor, totalIters, -1);
    }

    /**
     * Makes a schedule; the factor is in (0, 1].
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public ConstantLR(Optimizer<?> optimizer, double factor, int totalIters, int lastEpoch) {
        Ranges.check(
                factor <= 1 && factor >= 0,
                "Constant multiplicative factor expected to be between 0 and 1: ",
                factor);
        this.factor = factor;
        this.totalIters = totalIters;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        if (at.step() == 0) {
            return at.lr() * factor;
        }
        return at.step() == totalIters ? at.lr() * (1.0 / factor) : at.lr();
    }

    @Override
    public double closedForm(int step, double base) {
        return base * (factor + (step >= totalIters ? 1 : 0) * (1 - factor));
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("factor", factor);
        out.put("total_iters", totalIters);
        return out;
    }
}
