/**
 * Whole workloads on Cresset beside LibTorch and Python PyTorch, and JMH benchmarks of its parts.
 *
 * <p>{@code ./cresset bench} starts {@link dev.cresset.benchmarks.Bench}. It runs each contestant
 * in a process of its own, lets them take turns, and checks first that they compute the same
 * numbers. {@code ./cresset bench --jmh dispatch} runs the JMH classes whose names match.
 */
@NullMarked
package dev.cresset.benchmarks;

import org.jspecify.annotations.NullMarked;
