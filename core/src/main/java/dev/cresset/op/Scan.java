package dev.cresset.op;

/**
 * An op along one dimension whose result keeps that dimension: running sums, orderings, softmax.
 */
public sealed interface Scan extends Op {
    /** Returns the dimension, normalised. */
    int dim();

    /** The running sum; integers and bool give int64. */
    record Cumsum(int dim) implements Scan {}

    /** The running product; integers and bool give int64. */
    record Cumprod(int dim) implements Scan {}

    /** The running extreme and its index (int64), the last among equals: two results. */
    record Cumextreme(boolean max, int dim) implements Scan {
        @Override
        public String gradName() {
            return max ? "CummaxBackward0" : "CumminBackward0";
        }
    }

    /** {@code log} of the running sum of {@code e^x}; floats. */
    record Logcumsumexp(int dim) implements Scan {}

    /** {@code e^x / sum(e^x)}; floats. */
    record Softmax(int dim) implements Scan {}

    /** {@code x - log(sum(e^x))}; floats. */
    record LogSoftmax(int dim) implements Scan {}
}
