/**
 * The {@code cresset} command: {@link dev.cresset.cli.Main} and one class for each subcommand.
 *
 * <p>A subcommand is a {@code Callable<Integer>} with picocli's {@code @Command}; it is registered
 * by naming its class in {@code Main}'s {@code subcommands}. It returns its exit status and throws
 * what goes wrong: {@link dev.cresset.cli.Failure} turns that into one sentence.
 */
@NullMarked
package dev.cresset.cli;

import org.jspecify.annotations.NullMarked;
