package dev.cresset;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the current thread records operations for backward: PyTorch's grad mode. */
final class GradMode {
    private static final class State {
        boolean enabled = true;
        boolean inference;
        boolean anomaly;
        boolean checkNan;
        @Nullable SavedHooks savedHooks;
        @Nullable GradFn evaluating;
    }

    private static final ThreadLocal<State> STATE = ThreadLocal.withInitial(State::new);

    private GradMode() {}

    static boolean enabled() {
        return STATE.get().enabled;
    }

    static boolean inference() {
        return STATE.get().inference;
    }

    /** Returns whether nodes remember where they were made, and backward says so. */
    static boolean anomaly() {
        return STATE.get().anomaly;
    }

    /** Returns whether backward looks for NaN. */
    static boolean checksNan() {
        return STATE.get().checkNan;
    }

    static void setAnomaly(boolean anomaly, boolean checkNan) {
        State state = STATE.get();
        state.anomaly = anomaly;
        state.checkNan = checkNan;
    }

    /** Returns what packs tensors that are saved for backward, null if they are simply kept. */
    static @Nullable SavedHooks savedHooks() {
        return STATE.get().savedHooks;
    }

    static <T extends @Nullable Object> T withSavedHooks(
            @Nullable SavedHooks hooks, Supplier<T> body) {
        State state = STATE.get();
        SavedHooks before = state.savedHooks;
        state.savedHooks = hooks;
        try {
            return body.get();
        } finally {
            state.savedHooks = before;
        }
    }

    /** Returns the node whose backward runs in anomaly mode, null if none does. */
    static @Nullable GradFn evaluating() {
        return STATE.get().evaluating;
    }

    /** Says whose backward runs; returns the one before. */
    static @Nullable GradFn evaluating(@Nullable GradFn node) {
        State state = STATE.get();
        GradFn before = state.evaluating;
        state.evaluating = node;
        return before;
    }

    /** Sets the mode and returns the one before. */
    static boolean set(boolean enabled) {
        State state = STATE.get();
        boolean before = state.enabled;
        state.enabled = enabled && !state.inference;
        return before;
    }

    static <T> T with(boolean enabled, Supplier<T> body) {
        boolean before = set(enabled);
        try {
            return body.get();
        } finally {
            STATE.get().enabled = before;
        }
    }

    static <T> T inInference(Supplier<T> body) {
        State state = STATE.get();
        boolean wasEnabled = state.enabled;
        boolean wasInference = state.inference;
        state.enabled = false;
        state.inference = true;
        try {
            return body.get();
        } finally {
            state.enabled = wasEnabled;
            state.inference = wasInference;
        }
    }
}
