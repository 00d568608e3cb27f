package dev.cresset.train;

import dev.cresset.Tensor;

/**
 * A number that says how good predictions are, gathered over batches.
 *
 * <pre>{@code
 * var accuracy = new Accuracy();
 * for (var batch : test) {
 *   accuracy.update(net.call(batch.x()), batch.y());
 * }
 * System.out.println(accuracy.value());
 * }</pre>
 *
 * <p>Predictions of classes are scores {@code (n, classes, *)}, of which the greatest counts; or
 * the classes themselves, integers {@code (n, *)}; or the probabilities of class 1 of two, floats
 * {@code (n, *)}, of which those above 0.5 count. Targets are {@code (n, *)}.
 */
public interface Metric extends Stateful {
    /**
     * Takes a batch in.
     *
     * @throws IllegalArgumentException if shapes do not fit, or a class is out of range
     */
    void update(Tensor predictions, Tensor targets);

    /** Returns the number so far; NaN if nothing was taken in. */
    double value();

    /** Forgets everything. */
    void reset();
}
