package dev.cresset.optim;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A state dict that has been checked against an optimiser's groups.
 *
 * @param options the options of each group
 * @param groups the saved groups
 * @param states what is remembered of each parameter that has a state
 */
record LoadedState<O extends OptimizerOptions<O>>(
        List<O> options, List<Map<?, ?>> groups, SequencedMap<Tensor, ParamState> states) {

    static <O extends OptimizerOptions<O>> LoadedState<O> read(
            Map<?, ?> saved, List<ParamGroup<O>> groups) {
        List<Map<?, ?>> savedGroups = new ArrayList<>();
        for (Object group : list(saved.get("param_groups"), "param_groups")) {
            savedGroups.add(map(group, "a parameter group"));
        }
        if (savedGroups.size() != groups.size()) {
            throw new IllegalArgumentException(
                    "loaded state dict has a different number of parameter groups: "
                            + savedGroups.size()
                            + ", but the optimizer has "
                            + groups.size());
        }
        List<O> options = new ArrayList<>();
        Map<Long, Tensor> params = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            List<?> ids = list(savedGroups.get(i).get("params"), "params");
            List<Tensor> own = groups.get(i).params();
            if (ids.size() != own.size()) {
                throw new IllegalArgumentException(
                        "loaded state dict contains a parameter group that doesn't match the size of"
                                + " optimizer's group: group "
                                + i
                                + " has "
                                + ids.size()
                                + " parameters, the optimizer's "
                                + own.size());
            }
            for (int j = 0; j < own.size(); j++) {
                params.put(number(ids.get(j)), own.get(j));
            }
            options.add(groups.get(i).loadable(savedGroups.get(i)));
        }
        SequencedMap<Tensor, ParamState> states = new LinkedHashMap<>();
        map(saved.get("state"), "state")
                .forEach((id, values) -> {
                    Tensor param = params.get(number(id));
                    if (param != null) {
                        states.put(param, state(map(values, "a state"), param));
                    }
                });
        return new LoadedState<>(options, savedGroups, states);
    }

    void into(List<ParamGroup<O>> targets, SequencedMap<Tensor, ParamState> target) {
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).load(options.get(i), groups.get(i));
        }
        target.clear();
        target.putAll(states);
    }

    private static ParamState state(Map<?, ?> saved, Tensor param) {
        ParamState out = new ParamState();
        saved.forEach((key, value) -> out.put(String.valueOf(key), copied(key, value, param)));
        return out;
    }

    private static @Nullable Object copied(
            @Nullable Object key, @Nullable Object value, Tensor param) {
        return switch (value) {
            case Tensor t when Objects.equals(key, "step") || !param.dtype().isFloatingPoint() ->
                    t.detach().clone();
            case Tensor t -> t.detach().clone().to(param.dtype());
            case List<?> items -> {
                List<@Nullable Object> out = new ArrayList<>();
                items.forEach(item -> out.add(copied(key, item, param)));
                yield out;
            }
            case null, default -> value;
        };
    }

    private static Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> m) {
            return m;
        }
        throw new IllegalArgumentException(
                "loadStateDict: " + what + " must be a dict, but is " + value);
    }

    private static List<?> list(@Nullable Object value, String what) {
        if (value instanceof List<?> l) {
            return l;
        }
        throw new IllegalArgumentException(
                "loadStateDict: " + what + " must be a list, but is " + value);
    }

    private static long number(@Nullable Object id) {
        if (id instanceof Number n) {
            return n.longValue();
        }
        throw new IllegalArgumentException(
                "loadStateDict: parameters are numbered, but found " + id);
    }
}
