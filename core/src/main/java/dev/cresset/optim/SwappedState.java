package dev.cresset.optim;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Other parameters and states that an optimiser is to work on for a while.
 *
 * @param groups the groups
 * @param states what is remembered of each parameter; tensors are shared with the state dict
 */
record SwappedState<O extends OptimizerOptions<O>>(
        List<ParamGroup<O>> groups, SequencedMap<Tensor, ParamState> states) {

    static <O extends OptimizerOptions<O>> SwappedState<O> read(
            List<ParamGroup<O>> present, Iterable<? extends Tensor> params, Map<?, ?> state) {
        List<?> saved = state.get("param_groups") instanceof List<?> l ? l : List.of();
        if (saved.size() != present.size()) {
            throw refused(
                    "the state dict has a different number of parameter groups than the live"
                            + " optimizer: "
                            + saved.size()
                            + ", "
                            + present.size());
        }
        Iterator<? extends Tensor> next = params.iterator();
        List<ParamGroup<O>> groups = new ArrayList<>();
        Map<Object, Tensor> byId = new HashMap<>();
        for (int i = 0; i < saved.size(); i++) {
            if (!(saved.get(i) instanceof Map<?, ?> group)
                    || !(group.get("params") instanceof List<?> ids)
                    || ids.size() != present.get(i).params().size()) {
                throw refused(
                        "param group "
                                + i
                                + " has a different number of params than the live optimizer param"
                                + " group");
            }
            List<Tensor> own = new ArrayList<>();
            for (Object id : ids) {
                if (!next.hasNext()) {
                    throw refused("there are fewer tensors than parameters");
                }
                Tensor p = next.next();
                own.add(p);
                byId.put(number(id), p);
            }
            groups.add(present.get(i).swapped(List.copyOf(own), group));
        }
        SequencedMap<Tensor, ParamState> states = new LinkedHashMap<>();
        Map<?, ?> all = state.get("state") instanceof Map<?, ?> m ? m : Map.of();
        all.forEach((id, values) -> {
            Tensor p = byId.get(number(id));
            if (p == null || !(values instanceof Map<?, ?> remembered)) {
                throw refused("the state has a key that is no parameter's: " + id);
            }
            ParamState own = new ParamState();
            remembered.forEach((key, value) -> own.put(String.valueOf(key), value));
            states.put(p, own);
        });
        return new SwappedState<>(groups, states);
    }

    private static Object number(@Nullable Object id) {
        if (id instanceof Number n) {
            return n.longValue();
        }
        throw refused("parameters are numbered, but found " + id);
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("swapIn: " + why);
    }
}
