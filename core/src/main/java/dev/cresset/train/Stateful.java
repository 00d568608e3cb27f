package dev.cresset.train;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something whose state a checkpoint can hold, such as a metric. */
public interface Stateful {
    /** Returns the state: numbers, strings, booleans, null, tensors, and lists and maps of such. */
    Map<String, @Nullable Object> stateDict();

    /**
     * Goes on from a state.
     *
     * @throws IllegalArgumentException if it is no state of such an object; nothing has changed
     *     then
     */
    void loadStateDict(Map<?, ?> saved);
}
