package dev.cresset.nn;

/**
 * How {@link Functional#batchNorm} and {@link Functional#instanceNorm} normalise.
 *
 * @param training whether mean and variance are the input's, else the running ones
 * @param momentum the share of the input's statistics in the running ones
 * @param eps what is added to the variance
 */
public record BatchNormOptions(boolean training, double momentum, double eps) {
    static final BatchNormOptions DEFAULT = new BatchNormOptions(false, 0.1, 1e-5);

    /** Returns these options, with the input's statistics or the running ones. */
    public BatchNormOptions training(boolean value) {
        return new BatchNormOptions(value, momentum, eps);
    }

    /** Returns these options with a share of the input's statistics. */
    public BatchNormOptions momentum(double value) {
        return new BatchNormOptions(training, value, eps);
    }

    /** Returns these options with what is added to the variance. */
    public BatchNormOptions eps(double value) {
        return new BatchNormOptions(training, momentum, value);
    }
}
