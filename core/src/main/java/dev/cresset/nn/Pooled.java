package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * The largest of each window and where it was.
 *
 * @param values the largest
 * @param indices their places in the plane of one channel, row-major, int64
 */
public record Pooled(Tensor values, Tensor indices) {}
