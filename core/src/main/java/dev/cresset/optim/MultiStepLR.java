package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by gamma at each milestone; twice where one is given twice. */
public final class MultiStepLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final SequencedMap<Integer, Integer> milestones;
    private final double gamma;

    /** Makes a schedule that divides by 10. */
    public MultiStepLR(Optimizer<?> optimizer, List<Integer> milestones) {
        this(optimizer, milestones, 0.1);
    }

    /** Makes a schedule. */
    public MultiStepLR(Optimizer<?> optimizer, List<Integer> milestones, double gamma) {
        this(optimizer, milestones, gamma, -1);
    }

    /**
     * Makes a schedule.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public MultiStepLR(
            Optimizer<?> optimizer, List<Integer> milestones, double gamma, int lastEpoch) {
        SequencedMap<Integer, Integer> counts = new LinkedHashMap<>();
        milestones.forEach(m -> counts.merge(m, 1, Integer::sum));
        this.milestones = counts;
        this.gamma = gamma;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        Integer times = milestones.get(at.step());
        return times == null ? at.lr() : at.lr() * Math.pow(gamma, times);
    }

    @Override
    public double closedForm(int step, double base) {
        int passed =
                milestones.entrySet().stream()
                        .filter(e -> e.getKey() <= step)
                        .mapToInt(e -> e.getValue())
                        .sum();
        return base * Math.pow(gamma, passed);
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("milestones", milestones);
        out.put("gamma", gamma);
        return out;
    }
}
