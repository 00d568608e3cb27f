package dev.cresset.optim;

import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of an optimiser: an immutable record whose components, in their order, are the keys
 * of PyTorch's parameter groups.
 *
 * <p>The component {@code weightDecay} is the key {@code weight_decay}. Components are numbers
 * ({@code Number}, so that {@code 0} and {@code 0.0} print as Python prints them), {@code boolean},
 * {@code Boolean} (null is {@code None}), {@code Integer}, {@link Pair}, {@link Triple} or an enum.
 *
 * @param <O> the record itself
 */
public interface OptimizerOptions<O extends OptimizerOptions<O>> {
    /** Returns the learning rate. */
    Number lr();

    /** Returns these options with a learning rate. */
    default O lr(Number value) {
        return with("lr", value);
    }

    /**
     * Checks that the values are in their ranges.
     *
     * @throws IllegalArgumentException if one is not; the message names it
     */
    void check();

    /** Returns whether there is an option of this key. */
    default boolean has(String key) {
        return OptionKeys.of(getClass()).has(key);
    }

    /**
     * Returns the value of a key as Python knows it: pairs are tuples, enums are strings.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    default @Nullable Object get(String key) {
        return OptionKeys.of(getClass()).get(this, key);
    }

    /**
     * Returns these options with another value of a key.
     *
     * @param key PyTorch's key, such as {@code weight_decay}
     * @throws IllegalArgumentException if there is no such key, or the value is of another kind
     */
    @SuppressWarnings("unchecked")
    default O with(String key, @Nullable Object value) {
        return (O) OptionKeys.of(getClass()).with(this, key, value);
    }

    /** Returns keys and values in order, as Python knows them. */
    default SequencedMap<String, @Nullable Object> toMap() {
        return OptionKeys.of(getClass()).toMap(this);
    }
}
