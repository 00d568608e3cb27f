package dev.cresset.optim;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes the learning rates of an optimiser from step to step.
 *
 * <pre>{@code
 * var schedule = new StepLR(optimizer, 30, 0.1);
 * for (int epoch = 0; epoch < 100; epoch++) {
 *   train(optimizer);
 *   schedule.step();
 * }
 * }</pre>
 */
public abstract class LRScheduler {
    private final Optimizer<?> optimizer;

    LRScheduler(Optimizer<?> optimizer) {
        this.optimizer = optimizer;
    }

    /** Returns the optimiser whose rates change. */
    public final Optimizer<?> optimizer() {
        return optimizer;
    }

    /** Sets the learning rates of the next step or epoch. */
    public abstract void step();

    /** Returns the learning rate of each group, as last set by this schedule. */
    public abstract List<Double> lastLr();

    /** Returns the state in PyTorch's structure; functions that were given are not in it. */
    public abstract SequencedMap<String, @Nullable Object> stateDict();

    /**
     * Continues from a state that {@link #stateDict()} or PyTorch made. The learning rates
     * themselves are in the optimiser's state.
     *
     * @throws IllegalArgumentException if the state is of another schedule: settings that differ
     *     from this one's are named; nothing has changed then
     */
    public abstract void loadStateDict(Map<?, ?> saved);

    /** Takes the step that making a schedule takes. */
    abstract void start();

    /** Takes back the step that making a schedule took, without changing rates. */
    abstract void undo();

    /** Starts at step 0 in the middle of a sequence. */
    abstract void restart();

    static List<Double> rates(Optimizer<?> optimizer) {
        return optimizer.paramGroups().stream().map(ParamGroup::lr).toList();
    }

    /** Returns a setting of each group: one for all, or a list of as many as there are groups. */
    static List<Double> perGroup(String name, Optimizer<?> optimizer, List<Double> values) {
        int groups = optimizer.paramGroups().size();
        if (values.size() == 1) {
            return java.util.Collections.nCopies(groups, values.getFirst());
        }
        if (values.size() != groups) {
            throw new IllegalArgumentException(
                    name
                            + " must have the same length as optimizer.param_groups: "
                            + values.size()
                            + " values, "
                            + groups
                            + " groups");
        }
        return values;
    }
}
