package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Moves a factor of the rates evenly from one value to another in {@code totalIters} steps. */
public final class LinearLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final double startFactor;
    private final double endFactor;
    private final int totalIters;

    /** Makes a schedule from a third of the rates to all of them in 5 steps. */
    public LinearLR(Optimizer<?> optimizer) {
        this(optimizer, 1.0 / 3, 1.0, 5);
    }

    /** Makes a schedule; the first factor is in (0, 1], the second in [0, 1]. */
    public LinearLR(Optimizer<?> optimizer, double startFactor, double endFactor, int totalIters) {
        this(optimizer, startFactor, endFactor, totalIters, -1);
    }

    /**
     * Makes a schedule; the first factor is in (0, 1], the second in [0, 1].
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public LinearLR(
            Optimizer<?> optimizer,
            double startFactor,
            double endFactor,
            int totalIters,
            int lastEpoch) {
        Ranges.check(
                startFactor <= 1 && startFactor > 0,
                "Starting multiplicative factor expected to be greater than 0 and less or equal to 1: ",
                startFactor);
        Ranges.check(
                endFactor <= 1 && endFactor >= 0,
                "Ending multiplicative factor expected to be between 0 and 1: ",
                endFactor);
        this.startFactor = startFactor;
        this.endFactor = endFactor;
        this.totalIters = totalIters;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        if (at.step() == 0) {
            return at.lr() * startFactor;
        }
        if (at.first() || at.step() > totalIters) {
            return at.lr();
        }
        double rise = endFactor - startFactor;
        return at.lr() * (1.0 + rise / (totalIters * startFactor + (at.step() - 1) * rise));
    }

    @Override
    public double closedForm(int step, double base) {
        return base
                * (startFactor
                        + (endFactor - startFactor) * Math.min(totalIters, step) / totalIters);
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("start_factor", startFactor);
        out.put("end_factor", endFactor);
        out.put("total_iters", totalIters);
        return out;
    }
}
