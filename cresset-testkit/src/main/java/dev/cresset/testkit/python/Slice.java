package dev.cresset.testkit.python;

import org.jspecify.annotations.Nullable;

/**
 * A Python slice {@code start:stop:step}; null where nothing was written.
 *
 * @param start the first index, a number or a 0-dim tensor
 * @param stop one past the last index
 * @param step the distance
 */
public record Slice(@Nullable Object start, @Nullable Object stop, @Nullable Object step) {}
