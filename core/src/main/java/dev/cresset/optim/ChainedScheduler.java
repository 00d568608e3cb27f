package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Several schedules at once: each step takes a step of every one, in order. */
public final class ChainedScheduler extends LRScheduler {
    private final List<LRScheduler> schedulers;
    private List<Double> lastLr;

    /**
     * Makes a chain.
     *
     * @throws IllegalArgumentException if there is no schedule, or they are of several optimisers
     */
    public ChainedScheduler(List<? extends LRScheduler> schedulers) {
        check("ChainedScheduler", null, schedulers);
        super(schedulers.getFirst().optimizer());
        this.schedulers = List.copyOf(schedulers);
        lastLr = rates(optimizer());
    }

    static void check(
            String name, @Nullable Optimizer<?> optimizer, List<? extends LRScheduler> schedulers) {
        if (schedulers.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " expects at least one scheduler, but got no scheduler.");
        }
        Optimizer<?> expected = optimizer == null ? schedulers.getFirst().optimizer() : optimizer;
        for (int i = 0; i < schedulers.size(); i++) {
            if (schedulers.get(i).optimizer() != expected) {
                throw new IllegalArgumentException(
                        name
                                + " expects all schedulers to belong to the same optimizer, but the"
                                + " one at index "
                                + i
                                + " belongs to another");
            }
        }
    }

    @Override
    public void step() {
        schedulers.forEach(LRScheduler::step);
        lastLr = rates(optimizer());
    }

    @Override
    void start() {
        step();
    }

    @Override
    void undo() {
        schedulers.forEach(LRScheduler::undo);
    }

    @Override
    void restart() {
        schedulers.forEach(LRScheduler::restart);
        lastLr = rates(optimizer());
    }

    @Override
    public List<Double> lastLr() {
        return lastLr;
    }

    @Override
    public SequencedMap<String, @Nullable Object> stateDict() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("_last_lr", lastLr);
        out.put("_schedulers", schedulers.stream().map(LRScheduler::stateDict).toList());
        return out;
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        SavedSchedule state = new SavedSchedule("ChainedScheduler", saved);
        List<Double> last = state.rates("_last_lr");
        for (int i = 0; i < schedulers.size(); i++) {
            schedulers.get(i).loadStateDict(state.part("_schedulers", i));
        }
        lastLr = last;
    }
}
