package dev.cresset.nn;

import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What attention gives.
 *
 * @param output the weighted values, of the queries' shape
 * @param weights the weights {@code (N, L, S)}, or {@code (N, heads, L, S)} if not averaged,
 *     without N if the query had none; null if they were not asked for
 */
public record Attended(Tensor output, @Nullable Tensor weights) {}
