/**
 * How operations are executed: storages, layouts, the {@link dev.cresset.engine.Engine} contract
 * and the engines themselves.
 *
 * <p>{@code reference} is slow and obvious and defines the semantics for every dtype; {@code plain}
 * runs Java loops. Kernels see views that have been checked, promoted and broadcast.
 */
@NullMarked
package dev.cresset.engine;

import org.jspecify.annotations.NullMarked;
