package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Op;

/**
 * Something that executes ops on views: the contract behind which engines and accelerators live.
 *
 * <p>Inputs have been checked, promoted types chosen and elementwise inputs broadcast to the
 * output's shape before an engine sees them. An engine writes every element of each output and
 * keeps nothing.
 */
public interface Engine {
    /** Returns the engine's name, as in the system property {@code cresset.engine}. */
    String name();

    /** Returns whether this engine executes the op on these inputs. */
    boolean supports(Op op, DType compute, View[] in);

    /**
     * Executes an op.
     *
     * @param op what to compute; never a view op
     * @param compute the dtype that arithmetic is done in; inputs may have others and are converted
     *     element by element
     * @param in the inputs; elementwise ones have the output's shape
     * @param out the outputs, already of the right dtype and shape, in any layout without overlap
     */
    void run(Op op, DType compute, View[] in, View[] out);
}
