package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by gamma every {@code stepSize} steps. */
public final class StepLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final int stepSize;
    private final double gamma;

    /** Makes a schedule that divides by 10. */
    public StepLR(Optimizer<?> optimizer, int stepSize) {
        this(optimizer, stepSize, 0.1);
    }

    /** Makes a schedule. */
    public StepLR(Optimizer<?> optimizer, int stepSize, double gamma) {
        this(optimizer, stepSize, gamma, -1);
    }

    /**
     * Makes a schedule.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public StepLR(Optimizer<?> optimizer, int stepSize, double gamma, int lastEpoch) {
        this.stepSize = stepSize;
        this.gamma = gamma;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        return at.step() == 0 || at.step() % stepSize != 0 ? at.lr() : at.lr() * gamma;
    }

    @Override
    public double closedForm(int step, double base) {
        return base * Math.pow(gamma, Math.floorDiv(step, stepSize));
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("step_size", stepSize);
        out.put("gamma", gamma);
        return out;
    }
}
