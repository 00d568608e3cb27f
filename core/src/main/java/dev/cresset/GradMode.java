package dev.cresset;

import java.util.function.Supplier;

/** Whether the current thread records operations for backward: PyTorch's grad mode. */
final class GradMode {
    private static final class State {
        boolean enabled = true;
        boolean inference;
    }

    private static final ThreadLocal<State> STATE = ThreadLocal.withInitial(State::new);

    private GradMode() {}

    static boolean enabled() {
        return STATE.get().enabled;
    }

    static boolean inference() {
        return STATE.get().inference;
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
