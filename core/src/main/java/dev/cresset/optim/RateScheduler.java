package dev.cresset.optim;

import dev.cresset.PythonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that is a formula: it maps a step, and the rate before it, to a rate.
 *
 * <p>Most formulas continue from the present rate, as PyTorch's do, so that several schedules (or a
 * rate set by hand) work together. The first rate is set when the schedule is made.
 */
public abstract class RateScheduler extends LRScheduler {
    /**
     * What a rate may depend on.
     *
     * @param step how many steps were taken, 0 when the schedule is made
     * @param first whether the schedule is being made or started
     * @param lr the group's present learning rate
     * @param base the group's learning rate before any schedule
     * @param group the group's number
     */
    public record At(int step, boolean first, double lr, double base, int group) {}

    /** A formula of the step alone, for schedules that start in the middle of a sequence. */
    interface ClosedForm {
        double closedForm(int step, double base);
    }

    /** A schedule that moves the momentum (of Adam and its kin: the first beta) too. */
    interface WithMomentum {
        boolean movesMomentum();

        double momentum(int step, int group);
    }

    /** What stands for functions in a state dict, at its end. */
    private static final List<String> FUNCTIONS = List.of("lr_lambdas", "_scale_fn_custom");

    private List<Double> baseLrs;
    private List<Double> lastLr = List.of();
    private int lastEpoch = -1;
    private int stepCount;

    /** Makes a schedule and sets the first rates; subclasses set their fields before. */
    protected RateScheduler(Optimizer<?> optimizer) {
        this(optimizer, -1);
    }

    /**
     * Makes a schedule and sets its rates; subclasses set their fields before.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule; otherwise the
     *     optimiser's groups must have an {@code initial_lr}, as they have after loading its state
     * @throws IllegalArgumentException if a group has no {@code initial_lr} although steps were
     *     taken
     */
    protected RateScheduler(Optimizer<?> optimizer, int lastEpoch) {
        super(optimizer);
        List<Double> base = new ArrayList<>();
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        for (int i = 0; i < groups.size(); i++) {
            ParamGroup<?> group = groups.get(i);
            if (!group.has("initial_lr")) {
                if (lastEpoch != -1) {
                    throw new IllegalArgumentException(
                            "param 'initial_lr' is not specified in param_groups["
                                    + i
                                    + "] when resuming scheduler with last_epoch >= 0: load the"
                                    + " optimizer's state first");
                }
                group.set("initial_lr", group.options().lr());
            }
            base.add(initialLr(group));
        }
        baseLrs = List.copyOf(base);
        this.lastEpoch = lastEpoch;
        start();
    }

    /** Returns the rate at a step. */
    protected abstract double rate(At at);

    /** Returns the settings under PyTorch's keys, in its order. */
    protected abstract SequencedMap<String, @Nullable Object> settings();

    @Override
    public final void step() {
        stepCount++;
        update(lastEpoch + 1, false, false);
    }

    /** Returns how many steps were taken. */
    public final int lastEpoch() {
        return lastEpoch;
    }

    /** Returns how often a rate was set since the schedule was made, which counts as the first. */
    final int stepCount() {
        return stepCount;
    }

    @Override
    public final List<Double> lastLr() {
        return lastLr;
    }

    static double initialLr(ParamGroup<?> group) {
        return group.get("initial_lr") instanceof Number n ? n.doubleValue() : group.lr();
    }

    @Override
    final void start() {
        stepCount = 1;
        update(lastEpoch + 1, true, false);
    }

    @Override
    final void undo() {
        lastEpoch--;
    }

    @Override
    final void restart() {
        update(0, false, true);
    }

    private void update(int step, boolean first, boolean closed) {
        List<? extends ParamGroup<?>> groups = optimizer().paramGroups();
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            double base = baseLrs.get(i);
            rates.add(
                    closed && this instanceof ClosedForm c
                            ? c.closedForm(step, base)
                            : rate(new At(step, first, groups.get(i).lr(), base, i)));
        }
        lastEpoch = step;
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).lr(rates.get(i));
            if (this instanceof WithMomentum m && m.movesMomentum()) {
                setMomentum(groups.get(i), m.momentum(step, i));
            }
        }
        lastLr = rates(optimizer());
    }

    static void checkMomentum(Optimizer<?> optimizer) {
        if (!optimizer.defaults().has("momentum") && !optimizer.defaults().has("betas")) {
            throw new IllegalArgumentException(
                    "optimizer must support momentum or beta1 with `cycle_momentum` option"
                            + " enabled");
        }
    }

    static void setMomentum(ParamGroup<?> group, double value) {
        if (group.get("betas") instanceof PythonText.Tuple betas) {
            group.set("betas", PythonText.tuple(value, betas.items().get(1)));
        } else {
            group.set("momentum", value);
        }
    }

    @Override
    public final SequencedMap<String, @Nullable Object> stateDict() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>(settings());
        SequencedMap<String, @Nullable Object> functions = new LinkedHashMap<>();
        for (String key : FUNCTIONS) {
            if (out.containsKey(key)) {
                functions.put(key, out.remove(key));
            }
        }
        out.put("base_lrs", baseLrs);
        out.put("last_epoch", lastEpoch);
        out.put("_step_count", stepCount);
        out.put("_is_initial", false);
        out.put("_get_lr_called_within_step", false);
        out.put("_last_lr", lastLr);
        out.putAll(functions);
        return out;
    }

    @Override
    public final void loadStateDict(Map<?, ?> saved) {
        SavedSchedule state = new SavedSchedule(getClass().getSimpleName(), saved);
        state.checkSame(settings());
        int epoch = state.integer("last_epoch");
        int count = state.integer("_step_count");
        List<Double> last = state.rates("_last_lr");
        baseLrs = state.rates("base_lrs");
        lastEpoch = epoch;
        stepCount = count;
        lastLr = last;
    }
}
