package dev.cresset.nn;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * How layers that normalise channels are made.
 *
 * @param numFeatures the number of channels
 * @param eps what is added to the variance
 * @param momentum the share of a batch in the running statistics; null: the mean over all batches
 * @param affine whether a scale is learnt for each channel
 * @param bias whether, with a scale, a shift is learnt for each channel
 * @param trackRunningStats whether running statistics are kept, for evaluation
 * @param dtype the parameters' type, null for the default one
 */
public record NormOptions(
        int numFeatures,
        double eps,
        @Nullable Double momentum,
        boolean affine,
        boolean bias,
        boolean trackRunningStats,
        @Nullable DType dtype) {
    /** Returns these options with what is added to the variance. */
    public NormOptions eps(double value) {
        return new NormOptions(
                numFeatures, value, momentum, affine, bias, trackRunningStats, dtype);
    }

    /** Returns these options with the share of a batch; null: the mean over all batches. */
    public NormOptions momentum(@Nullable Double value) {
        return new NormOptions(numFeatures, eps, value, affine, bias, trackRunningStats, dtype);
    }

    /** Returns these options with or without scale and shift. */
    public NormOptions affine(boolean value) {
        return new NormOptions(numFeatures, eps, momentum, value, bias, trackRunningStats, dtype);
    }

    /** Returns these options with or without a shift. */
    public NormOptions bias(boolean value) {
        return new NormOptions(numFeatures, eps, momentum, affine, value, trackRunningStats, dtype);
    }

    /** Returns these options with or without running statistics. */
    public NormOptions trackRunningStats(boolean value) {
        return new NormOptions(numFeatures, eps, momentum, affine, bias, value, dtype);
    }

    /** Returns these options with a type of parameters. */
    public NormOptions dtype(DType value) {
        return new NormOptions(numFeatures, eps, momentum, affine, bias, trackRunningStats, value);
    }
}
