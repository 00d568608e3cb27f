package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Lets the rates fall to 0 in {@code totalIters} steps, as {@code (1 - t / totalIters)^power}. */
public final class PolynomialLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final int totalIters;
    private final double power;

    /** Makes a schedule that falls evenly in 5 steps. */
    public PolynomialLR(Optimizer<?> optimizer) {
        this(optimizer, 5, 1.0);
    }

    /** Makes a schedule. */
    public PolynomialLR(Optimizer<?> optimizer, int totalIters, double power) {
        this(optimizer, totalIters, power, -1);
    }

    /**
     * Makes a schedule.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public PolynomialLR(Optimizer<?> optimizer, int totalIters, double power, int lastEpoch) {
        this.totalIters = totalIters;
        this.power = power;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        if (at.first() || at.step() > totalIters) {
            return at.lr();
        }
        double n = totalIters;
        double factor = Math.pow((1.0 - at.step() / n) / (1.0 - (at.step() - 1) / n), power);
        return at.lr() * factor;
    }

    @Override
    public double closedForm(int step, double base) {
        return base * Math.pow(1.0 - Math.min(totalIters, step) / (double) totalIters, power);
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("total_iters", totalIters);
        out.put("power", power);
        return out;
    }
}
