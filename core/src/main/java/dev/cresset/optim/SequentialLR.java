package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Schedules one after the other, for example a warm-up and then a decay.
 *
 * <pre>{@code
 * new SequentialLR(optimizer,
 *     List.of(new LinearLR(optimizer, 0.1, 1, 5), new CosineAnnealingLR(optimizer, 95)),
 *     List.of(5));
 * }</pre>
 */
public final class SequentialLR extends LRScheduler {
    private final List<LRScheduler> schedulers;
    private final List<Integer> milestones;
    private int lastEpoch;
    private List<Double> lastLr;

    /**
     * Makes a sequence.
     *
     * @param milestones the steps at which the next schedule starts; one fewer than schedules
     * @throws IllegalArgumentException if the counts do not fit, or a schedule is of another
     *     optimiser
     */
    public SequentialLR(
            Optimizer<?> optimizer,
            List<? extends LRScheduler> schedulers,
            List<Integer> milestones) {
        this(optimizer, schedulers, milestones, -1);
    }

    /**
     * Makes a sequence.
     *
     * @param milestones the steps at which the next schedule starts; one fewer than schedules
     * @param lastEpoch how many steps were taken before, -1 for a new sequence; the first schedule
     *     starts anew in any case
     * @throws IllegalArgumentException if the counts do not fit, or a schedule is of another
     *     optimiser
     */
    public SequentialLR(
            Optimizer<?> optimizer,
            List<? extends LRScheduler> schedulers,
            List<Integer> milestones,
            int lastEpoch) {
        ChainedScheduler.check("SequentialLR", optimizer, schedulers);
        if (milestones.size() != schedulers.size() - 1) {
            throw new IllegalArgumentException(
                    "Sequential Schedulers expects number of schedulers provided to be one more than"
                            + " the number of milestone points, but got number of schedulers "
                            + schedulers.size()
                            + " and the number of milestones to be equal to "
                            + milestones.size());
        }
        super(optimizer);
        this.schedulers = List.copyOf(schedulers);
        this.milestones = List.copyOf(milestones);
        this.lastEpoch = lastEpoch + 1;
        // Each schedule has taken its first step when it was made: only the first one's counts.
        for (ParamGroup<?> group : optimizer.paramGroups()) {
            group.lr(RateScheduler.initialLr(group));
        }
        undo();
        LRScheduler first = this.schedulers.get(at(0));
        first.start();
        lastLr = first.lastLr();
    }

    private int at(int step) {
        int index = 0;
        while (index < milestones.size() && milestones.get(index) <= step) {
            index++;
        }
        return index;
    }

    @Override
    public void step() {
        lastEpoch++;
        int index = at(lastEpoch);
        LRScheduler current = schedulers.get(index);
        if (index > 0 && milestones.get(index - 1) == lastEpoch) {
            current.restart();
        } else {
            current.step();
        }
        lastLr = current.lastLr();
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
        lastEpoch = 0;
        LRScheduler first = schedulers.get(at(0));
        first.restart();
        lastLr = first.lastLr();
    }

    @Override
    public List<Double> lastLr() {
        return lastLr;
    }

    @Override
    public SequencedMap<String, @Nullable Object> stateDict() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("_milestones", milestones);
        out.put("last_epoch", lastEpoch);
        out.put("_last_lr", lastLr);
        out.put("_schedulers", schedulers.stream().map(LRScheduler::stateDict).toList());
        return out;
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        SavedSchedule state = new SavedSchedule("SequentialLR", saved);
        SequencedMap<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("_milestones", milestones);
        state.checkSame(settings);
        int epoch = state.integer("last_epoch");
        List<Double> last = state.rates("_last_lr");
        for (int i = 0; i < schedulers.size(); i++) {
            schedulers.get(i).loadStateDict(state.part("_schedulers", i));
        }
        lastEpoch = epoch;
        lastLr = last;
    }
}
