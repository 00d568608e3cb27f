package dev.cresset;

import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;

/** The leading dimensions of batches of matrices and vectors. */
final class Batches {
    private Batches() {}

    /**
     * Returns the batch shape that two tensors broadcast to.
     *
     * @param coreX the number of trailing dimensions of x that are no batch
     * @throws IllegalArgumentException if they do not broadcast
     */
    static Shape common(String op, Tensor x, int coreX, Tensor y, int coreY) {
        try {
            return Shape.broadcast(
                    MatrixRules.batch(x.shape(), coreX), MatrixRules.batch(y.shape(), coreY));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(op + ": " + e.getMessage(), e);
        }
    }

    static Tensor expand(Tensor x, Shape batch, int core) {
        int[] sizes = x.shape().toArray();
        int[] tail = java.util.Arrays.copyOfRange(sizes, sizes.length - core, sizes.length);
        Shape shape = MatrixRules.with(batch, tail);
        return shape.equals(x.shape()) ? x : x.expand(shape);
    }
}
