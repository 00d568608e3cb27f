/**
 * What an operation is: the op records, element types, shapes and the rules that infer results.
 *
 * <p>Ops are data. {@link dev.cresset.op.Op} is sealed, so that every pass over the ops (infer,
 * differentiate, execute, print) is a switch that the compiler checks for completeness.
 */
@NullMarked
package dev.cresset.op;

import org.jspecify.annotations.NullMarked;
