package dev.cresset.op;

/**
 * An op along one dimension whose result keeps that dimension: running sums, orderings, softmax.
 */
public sealed interface Scan extends Op {
    /** Returns the dimension, normalised. */
    int dim();

    /** The running sum; integers and bool give int64. */
    record Cumsum(int dim) implements Scan {}

    /** {@code e^x / sum(e^x)}; floats. */
    record Softmax(int dim) implements Scan {}

    /** {@code x - log(sum(e^x))}; floats. */
    record LogSoftmax(int dim) implements Scan {}
}
