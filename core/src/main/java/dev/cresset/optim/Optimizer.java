package dev.cresset.optim;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes parameters by their gradients: PyTorch's {@code torch.optim.Optimizer}.
 *
 * <p>An optimiser of one's own usually extends {@link PerParameterOptimizer}.
 *
 * @param <O> its options
 */
public abstract class Optimizer<O extends OptimizerOptions<O>> {
    private final O defaults;
    private final boolean differentiable;
    private final List<ParamGroup<O>> groups = new ArrayList<>();
    private final SequencedMap<Tensor, ParamState> states = new LinkedHashMap<>();
    private final List<Consumer<Optimizer<O>>> beforeStep = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optimizer<O>>> afterStep = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optimizer<O>>> beforeSaving = new CopyOnWriteArrayList<>();
    private final List<UnaryOperator<SequencedMap<String, @Nullable Object>>> afterSaving =
            new CopyOnWriteArrayList<>();
    private final List<UnaryOperator<Map<?, ?>>> beforeLoading = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optimizer<O>>> afterLoading = new CopyOnWriteArrayList<>();

    /**
     * Makes an optimiser of groups.
     *
     * @throws IllegalArgumentException if there is no parameter, one appears in two groups or is
     *     not a leaf, or an option is out of its range
     */
    protected Optimizer(List<ParamGroup<O>> groups, O defaults) {
        defaults.check();
        this.defaults = defaults;
        this.differentiable =
                defaults.has("differentiable")
                        && Boolean.TRUE.equals(defaults.get("differentiable"));
        if (groups.isEmpty() || (groups.size() == 1 && groups.get(0).params().isEmpty())) {
            throw new IllegalArgumentException("optimizer got an empty parameter list");
        }
        for (ParamGroup<O> group : groups) {
            add(group);
        }
    }

    /** Updates the parameters by their present gradients; those without one stay as they are. */
    public abstract void step();

    /**
     * Computes the loss, and updates the parameters.
     *
     * @param closure clears the gradients, computes the loss, calls {@code backward} and returns
     *     the loss; called with recording on
     * @return the loss before the update
     */
    public abstract Tensor step(Supplier<Tensor> closure);

    /** Returns the options that groups have unless they say otherwise. */
    public final O defaults() {
        return defaults;
    }

    /** Returns whether steps are recorded, so that gradients flow through them. */
    final boolean isDifferentiable() {
        return differentiable;
    }

    /** Returns the groups; their options may be changed between steps. */
    public final List<ParamGroup<O>> paramGroups() {
        return Collections.unmodifiableList(groups);
    }

    /**
     * Adds a group, for example of layers that are made trainable later.
     *
     * @throws IllegalArgumentException if a parameter is in another group or not a leaf, or an
     *     option is out of its range
     */
    public final void addParamGroup(ParamGroup<O> group) {
        add(group);
    }

    private void add(ParamGroup<O> group) {
        for (Tensor p : group.params()) {
            if (!isDifferentiable() && !p.isLeaf() && !p.retainsGrad()) {
                throw new IllegalArgumentException("can't optimize a non-leaf Tensor");
            }
        }
        Set<Tensor> present = new HashSet<>();
        for (ParamGroup<O> other : groups) {
            if ((other.names() == null) != (group.names() == null)) {
                throw new IllegalArgumentException(
                        "all optimizer param groups should be with/without names. cannot add param"
                                + " group "
                                + (group.names() == null ? "without names" : "with names")
                                + " to the optimizer");
            }
            present.addAll(other.params());
        }
        for (Tensor p : group.params()) {
            if (present.contains(p)) {
                throw new IllegalArgumentException(
                        "some parameters appear in more than one parameter group: one of shape "
                                + p.shape().listText());
            }
        }
        groups.add(group.attached(defaults));
    }

    // ---- hooks

    /** Adds a function that is called before each step; returns what removes it. */
    public final Runnable registerStepPreHook(Consumer<? super Optimizer<O>> hook) {
        return added(beforeStep, hook::accept);
    }

    /** Adds a function that is called after each step; returns what removes it. */
    public final Runnable registerStepPostHook(Consumer<? super Optimizer<O>> hook) {
        return added(afterStep, hook::accept);
    }

    /** Adds a function that is called before a state dict is made; returns what removes it. */
    public final Runnable registerStateDictPreHook(Consumer<? super Optimizer<O>> hook) {
        return added(beforeSaving, hook::accept);
    }

    /** Adds a function that may replace each state dict; returns what removes it. */
    public final Runnable registerStateDictPostHook(
            UnaryOperator<SequencedMap<String, @Nullable Object>> hook) {
        return added(afterSaving, hook);
    }

    /**
     * Adds a function that may replace a state dict before it is loaded; returns what removes it.
     */
    public final Runnable registerLoadStateDictPreHook(UnaryOperator<Map<?, ?>> hook) {
        return added(beforeLoading, hook);
    }

    /** Adds a function that is called after a state dict was loaded; returns what removes it. */
    public final Runnable registerLoadStateDictPostHook(Consumer<? super Optimizer<O>> hook) {
        return added(afterLoading, hook::accept);
    }

    private static <H> Runnable added(List<H> list, H hook) {
        Object[] entry = {hook};
        list.add(hook);
        return () -> list.removeIf(h -> h == entry[0]);
    }

    /** Runs a step with the hooks around it; every step goes through here. */
    protected final <R extends @Nullable Object> R hooked(Supplier<R> step) {
        beforeStep.forEach(hook -> hook.accept(this));
        R out = step.get();
        afterStep.forEach(hook -> hook.accept(this));
        return out;
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        zeroGrad(true);
    }

    /**
     * Clears the gradients of all parameters.
     *
     * @param setToNone whether gradients become null, rather than filled with zeros
     */
    public final void zeroGrad(boolean setToNone) {
        for (ParamGroup<O> group : groups) {
            for (Tensor p : group.params()) {
                if (setToNone) {
                    p.setGrad(null);
                    continue;
                }
                Tensor grad = p.grad();
                if (grad != null) {
                    Tensor plain = grad.isLeaf() ? grad : grad.detach();
                    plain.requiresGrad_(false);
                    p.setGrad(noGrad(plain::zero_));
                }
            }
        }
    }

    /** Returns what is remembered of a parameter, under PyTorch's keys; empty before a step. */
    public final SequencedMap<String, @Nullable Object> state(Tensor param) {
        ParamState state = states.get(param);
        return state == null ? new LinkedHashMap<>() : state.toMap();
    }

    /** Returns what is remembered of a parameter, to be read and changed by a step. */
    protected final ParamState stateOf(Tensor param) {
        return states.computeIfAbsent(param, p -> new ParamState());
    }

    /**
     * Returns the state in PyTorch's structure: {@code {'state': {0: {'step': …}}, 'param_groups':
     * [{'lr': …, 'params': [0, 1]}]}}. Parameters are numbered through all groups; tensors are
     * shared.
     */
    public final SequencedMap<String, @Nullable Object> stateDict() {
        beforeSaving.forEach(hook -> hook.accept(this));
        Map<Tensor, Integer> numbers = new LinkedHashMap<>();
        List<Object> packed = new ArrayList<>();
        for (ParamGroup<O> group : groups) {
            List<Integer> ids = new ArrayList<>();
            for (Tensor p : group.params()) {
                ids.add(numbers.computeIfAbsent(p, x -> numbers.size()));
            }
            SequencedMap<String, @Nullable Object> map = group.toMap();
            map.put("params", ids);
            packed.add(map);
        }
        SequencedMap<Integer, Object> state = new LinkedHashMap<>();
        states.forEach((p, s) -> {
            Integer number = numbers.get(p);
            if (number != null && !s.isEmpty()) {
                state.put(number, new LinkedHashMap<>(s.toMap()));
            }
        });
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("state", state);
        out.put("param_groups", packed);
        for (UnaryOperator<SequencedMap<String, @Nullable Object>> hook : afterSaving) {
            out = hook.apply(out);
        }
        return out;
    }

    /**
     * Takes over a state that {@link #stateDict()} or PyTorch made. Tensors are copied, in the
     * parameter's dtype (except {@code step}); options come from the saved groups.
     *
     * @throws IllegalArgumentException if the groups do not fit; nothing has changed then
     */
    public final void loadStateDict(Map<?, ?> saved) {
        Map<?, ?> given = saved;
        for (UnaryOperator<Map<?, ?>> hook : beforeLoading) {
            given = hook.apply(given);
        }
        LoadedState.read(given, groups).into(groups, states);
        afterLoading.forEach(hook -> hook.accept(this));
    }

    /**
     * Runs code in which this optimiser works on other parameters and another state; returns its
     * result. PyTorch's {@code swap_in_optimizer_params_and_state}. Tensors of the state are
     * shared: what a step writes in them stays, everything else is forgotten afterwards.
     *
     * @param params as many tensors as this optimiser has, in its order
     * @param state a state dict, whose options count too
     * @throws IllegalArgumentException if they do not fit this optimiser
     * @throws IllegalStateException if no step was made yet
     */
    public final <R extends @Nullable Object> R swapIn(
            Iterable<? extends Tensor> params, Map<?, ?> state, Supplier<R> body) {
        if (states.isEmpty()) {
            throw new IllegalStateException("swapIn: requires initialized optimizer state");
        }
        SwappedState<O> other = SwappedState.read(groups, params, state);
        List<ParamGroup<O>> ownGroups = List.copyOf(groups);
        SequencedMap<Tensor, ParamState> ownStates = new LinkedHashMap<>(states);
        exchange(other.groups(), other.states());
        try {
            return body.get();
        } finally {
            exchange(ownGroups, ownStates);
        }
    }

    private void exchange(List<ParamGroup<O>> newGroups, Map<Tensor, ParamState> newStates) {
        groups.clear();
        groups.addAll(newGroups);
        states.clear();
        states.putAll(newStates);
    }

    /** Returns PyTorch's text: the options of each group, sorted by key. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(getClass().getSimpleName()).append(" (");
        for (int i = 0; i < groups.size(); i++) {
            out.append("\nParameter Group ").append(i).append('\n');
            new TreeMap<>(groups.get(i).toMap())
                    .forEach((key, value) ->
                            out.append("    ")
                                    .append(key)
                                    .append(": ")
                                    .append(PythonText.str(new @Nullable Object[] {value}))
                                    .append('\n'));
        }
        return out.append(')').toString();
    }
}
