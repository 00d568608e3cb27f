/**
 * The golden runner: replays a folder of recorded PyTorch results against Cresset and reports every
 * case that differs.
 *
 * <p>{@link dev.cresset.testkit.golden.GoldenRunner} is the door. Each {@link
 * dev.cresset.testkit.golden.Part} reads one subfolder. Names are resolved in the tables of {@code
 * dev.cresset.testkit.table}; a name that is not there is skipped, anything else that goes wrong is
 * a failure.
 */
@NullMarked
package dev.cresset.testkit.golden;

import org.jspecify.annotations.NullMarked;
