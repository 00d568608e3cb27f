package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The state-dict hooks of one module. */
final class StateHooks {
    private final List<StateHook> all = new CopyOnWriteArrayList<>();

    /** Adds a hook; returns what removes it. */
    Runnable add(StateHook hook) {
        all.add(hook);
        return () -> all.removeIf(h -> h == hook);
    }

    StateHooks copy() {
        StateHooks out = new StateHooks();
        out.all.addAll(all);
        return out;
    }

    void saving(Module module, String prefix, boolean keepVars) {
        for (StateHook hook : all) {
            if (hook instanceof StateHook.Saving h) {
                h.before(module, prefix, keepVars);
            }
        }
    }

    void saved(Module module, StateDict stateDict, String prefix) {
        for (StateHook hook : all) {
            if (hook instanceof StateHook.Saved h) {
                h.after(module, stateDict, prefix);
            }
        }
    }

    void loading(Module module, Map<String, Tensor> stateDict, String prefix, boolean strict) {
        for (StateHook hook : all) {
            if (hook instanceof StateHook.Loading h) {
                h.before(module, stateDict, prefix, strict);
            }
        }
    }

    boolean hasLoaded() {
        return all.stream().anyMatch(h -> h instanceof StateHook.Loaded);
    }

    void loaded(Module module, Collection<String> missing, Collection<String> unexpected) {
        for (StateHook hook : all) {
            if (hook instanceof StateHook.Loaded h) {
                h.after(module, missing, unexpected);
            }
        }
    }
}
