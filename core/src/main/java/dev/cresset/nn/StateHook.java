package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.Collection;
import java.util.Map;

/** Functions that are called where a module's state dict is made or loaded. */
public sealed interface StateHook {
    /** Called before a module's part of a state dict is made. */
    @FunctionalInterface
    non-sealed interface Saving extends StateHook {
        /**
         * Prepares for saving.
         *
         * @param module whose state it is
         * @param prefix what precedes the module's keys, with its dot
         * @param keepVars whether the parameters themselves are listed
         */
        void before(Module module, String prefix, boolean keepVars);
    }

    /** Called after a module's part of a state dict was made. */
    @FunctionalInterface
    non-sealed interface Saved extends StateHook {
        /**
         * Changes the state dict in place.
         *
         * @param module whose state it is
         * @param stateDict the state dict so far
         * @param prefix what precedes the module's keys, with its dot
         */
        void after(Module module, StateDict stateDict, String prefix);
    }

    /** Called before a module's part of a state dict is read. */
    @FunctionalInterface
    non-sealed interface Loading extends StateHook {
        /**
         * Changes the state dict, a copy of what was given, in place.
         *
         * @param module whose state it becomes
         * @param stateDict the whole state dict
         * @param prefix what precedes the module's keys, with its dot
         * @param strict whether missing and unexpected keys will be errors
         */
        void before(Module module, Map<String, Tensor> stateDict, String prefix, boolean strict);
    }

    /** Called after a module's part of a state dict was loaded. */
    @FunctionalInterface
    non-sealed interface Loaded extends StateHook {
        /**
         * Takes notice of the loaded values; keys taken out of the collections are forgiven.
         *
         * @param module whose state was loaded
         * @param missingKeys the keys of the whole tree that were missing
         * @param unexpectedKeys the keys that nothing of the tree has
         */
        void after(
                Module module, Collection<String> missingKeys, Collection<String> unexpectedKeys);
    }
}
