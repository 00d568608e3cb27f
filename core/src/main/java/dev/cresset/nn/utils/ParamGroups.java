package dev.cresset.nn.utils;

import dev.cresset.Parameter;
import dev.cresset.nn.Module;
import dev.cresset.nn.Named;
import dev.cresset.optim.OptimizerOptions;
import dev.cresset.optim.ParamGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * Parameter groups of an optimiser by patterns of paths. A parameter belongs to the first pattern
 * that it matches; the rest is a group with the optimiser's own options.
 *
 * <pre>{@code
 * var groups = new ParamGroups<Adam.Options>()
 *     .add("*.bias", o -> o.weightDecay(0))
 *     .add("head.*", o -> o.lr(0.01));
 * var optimizer = new AdamW(groups.of(net), o -> o.lr(0.001));
 * }</pre>
 *
 * <p>In a pattern, {@code *} is any text, also with dots, {@code ?} any character and {@code [ab]}
 * one of several.
 *
 * @param <O> the optimiser's options
 */
public final class ParamGroups<O extends OptimizerOptions<O>> {
    private final SequencedMap<String, UnaryOperator<O>> rules = new LinkedHashMap<>();

    /** Makes a list without patterns. */
    public ParamGroups() {}

    /** Adds a pattern and the options of its group; returns this. */
    public ParamGroups<O> add(String glob, UnaryOperator<O> options) {
        rules.put(glob, options);
        return this;
    }

    /**
     * Returns the groups of a module's parameters that need gradients; empty ones are left out.
     *
     * @throws IllegalArgumentException if a pattern matches no parameter at all
     */
    public List<ParamGroup<O>> of(Module module) {
        Named<Parameter> all = module.namedParameters();
        SequencedMap<String, SequencedMap<String, Parameter>> parts = new LinkedHashMap<>();
        rules.keySet().forEach(glob -> parts.put(glob, new LinkedHashMap<>()));
        SequencedMap<String, Parameter> rest = new LinkedHashMap<>();
        for (String text : rules.keySet()) {
            Glob glob = new Glob(text);
            if (all.names().stream().noneMatch(glob::matches)) {
                throw Glob.unmatched("ParamGroups", text, all.names());
            }
        }
        all.forEach((name, p) -> {
            if (!p.requiresGrad()) {
                return;
            }
            for (Map.Entry<String, SequencedMap<String, Parameter>> part : parts.entrySet()) {
                if (new Glob(part.getKey()).matches(name)) {
                    part.getValue().put(name, p);
                    return;
                }
            }
            rest.put(name, p);
        });
        List<ParamGroup<O>> out = new ArrayList<>();
        rules.forEach((glob, options) -> {
            SequencedMap<String, Parameter> part = parts.get(glob);
            if (part != null && !part.isEmpty()) {
                out.add(ParamGroup.of(part.values(), options));
            }
        });
        if (!rest.isEmpty()) {
            out.add(ParamGroup.of(rest.values()));
        }
        return out;
    }
}
