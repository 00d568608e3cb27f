package dev.cresset.optim;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that share options: an entry of PyTorch's {@code param_groups}.
 *
 * <pre>{@code
 * var optimizer = new SGD(List.of(
 *     ParamGroup.of(body.parameters()),
 *     ParamGroup.of(head.parameters(), o -> o.lr(0.5))), o -> o.lr(0.1));
 * optimizer.paramGroups().get(1).lr(0.25);       // may change between steps
 * }</pre>
 *
 * @param <O> the optimiser's options
 */
public final class ParamGroup<O extends OptimizerOptions<O>> {
    private final List<Tensor> params;
    private final @Nullable List<String> names;
    private final UnaryOperator<O> change;
    private final SequencedMap<String, @Nullable Object> extra = new LinkedHashMap<>();
    private @Nullable O options;

    private ParamGroup(List<Tensor> params, @Nullable List<String> names, UnaryOperator<O> change) {
        this.params = params;
        this.names = names;
        this.change = change;
    }

    /** Returns a group with the optimiser's options. */
    public static <O extends OptimizerOptions<O>> ParamGroup<O> of(
            Iterable<? extends Tensor> params) {
        return of(params, o -> o);
    }

    /** Returns a group with options of its own on top of the optimiser's. */
    public static <O extends OptimizerOptions<O>> ParamGroup<O> of(
            Iterable<? extends Tensor> params, UnaryOperator<O> options) {
        SequencedMap<Tensor, Boolean> once = new LinkedHashMap<>();
        params.forEach(p -> once.put(p, true));
        return new ParamGroup<>(List.copyOf(once.keySet()), null, options);
    }

    /** Returns a group of named parameters with the optimiser's options. */
    public static <O extends OptimizerOptions<O>> ParamGroup<O> of(
            SequencedMap<String, ? extends Tensor> named) {
        return of(named, o -> o);
    }

    /** Returns a group of named parameters with options of its own; a tie keeps its first name. */
    public static <O extends OptimizerOptions<O>> ParamGroup<O> of(
            SequencedMap<String, ? extends Tensor> named, UnaryOperator<O> options) {
        SequencedMap<Tensor, String> once = new LinkedHashMap<>();
        named.forEach((name, p) -> once.putIfAbsent(p, name));
        return new ParamGroup<>(List.copyOf(once.keySet()), List.copyOf(once.values()), options);
    }

    /** Returns this group as a part of an optimiser with these defaults. */
    ParamGroup<O> attached(O defaults) {
        ParamGroup<O> out = new ParamGroup<>(params, names, change);
        O own = change.apply(defaults);
        own.check();
        out.options = own;
        return out;
    }

    /** Returns the parameters, each once. */
    public List<Tensor> params() {
        return params;
    }

    /** Returns the parameters' names, null if they were given without. */
    public @Nullable List<String> names() {
        return names;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalStateException if the group belongs to no optimiser
     */
    public O options() {
        O own = options;
        if (own == null) {
            throw new IllegalStateException(
                    "this group has no options before it belongs to an optimizer: ask the"
                            + " optimizer's paramGroups()");
        }
        return own;
    }

    /**
     * Changes the options.
     *
     * @throws IllegalArgumentException if a value is out of its range; nothing has changed then
     */
    public void options(UnaryOperator<O> changed) {
        O own = changed.apply(options());
        own.check();
        options = own;
    }

    /** Returns the learning rate. */
    public double lr() {
        return options().lr().doubleValue();
    }

    /** Changes the learning rate. */
    public void lr(double value) {
        options = options().lr(value);
    }

    /**
     * Returns whether there is a value of this key: an option, or one that a scheduler keeps here.
     */
    public boolean has(String key) {
        return options().has(key) || extra.containsKey(key);
    }

    /** Returns the value of a key as Python knows it, null if it is None or absent. */
    public @Nullable Object get(String key) {
        return options().has(key) ? options().get(key) : extra.get(key);
    }

    /** Sets an option, or keeps a value such as {@code initial_lr} beside the options. */
    public void set(String key, @Nullable Object value) {
        if (options().has(key)) {
            options = options().with(key, value);
        } else {
            extra.put(key, value);
        }
    }

    /** Returns keys and values as Python knows them, without the parameters. */
    SequencedMap<String, @Nullable Object> toMap() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        if (names != null) {
            out.put("param_names", new ArrayList<>(names));
        }
        out.putAll(options().toMap());
        out.putAll(extra);
        return out;
    }

    /** Returns the options that a state dict's group holds, on top of the present ones. */
    O loadable(Map<?, ?> saved) {
        O own = options();
        for (String key : own.toMap().keySet()) {
            if (saved.containsKey(key)) {
                own = own.with(key, saved.get(key));
            }
        }
        own.check();
        return own;
    }

    /** Returns a group of other parameters with the options of a state dict's group. */
    ParamGroup<O> swapped(List<Tensor> others, Map<?, ?> saved) {
        ParamGroup<O> out = new ParamGroup<>(others, names, change);
        out.options = options();
        out.load(loadable(saved), saved);
        return out;
    }

    /** Takes over a state dict's group. */
    void load(O loaded, Map<?, ?> saved) {
        options = loaded;
        extra.clear();
        saved.forEach((key, value) -> {
            if (key instanceof String s
                    && !loaded.has(s)
                    && !s.equals("params")
                    && !s.equals("param_names")) {
                extra.put(s, value);
            }
        });
    }
}
