package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.LossReduction;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Functional#linearCrossEntropy} is computed.
 *
 * @param linearBias what is added to the logits, or null
 * @param weight a factor for each class {@code (C)}, or null
 * @param ignoreIndex the target class that does not count, or null for -100
 * @param reduction what is made of the examples
 * @param labelSmoothing the share of the uniform distribution in the target, in [0, 1]
 */
public record LinearCrossEntropyOptions(
        @Nullable Tensor linearBias,
        @Nullable Tensor weight,
        @Nullable Long ignoreIndex,
        LossReduction reduction,
        double labelSmoothing) {
    static final LinearCrossEntropyOptions DEFAULT =
            new LinearCrossEntropyOptions(null, null, null, LossReduction.MEAN, 0);

    /** Returns these options with what is added to the logits. */
    public LinearCrossEntropyOptions linearBias(@Nullable Tensor value) {
        return new LinearCrossEntropyOptions(value, weight, ignoreIndex, reduction, labelSmoothing);
    }

    /** Returns these options with factors of the classes. */
    public LinearCrossEntropyOptions weight(@Nullable Tensor value) {
        return new LinearCrossEntropyOptions(
                linearBias, value, ignoreIndex, reduction, labelSmoothing);
    }

    /** Returns these options with a target class that does not count. */
    public LinearCrossEntropyOptions ignoreIndex(@Nullable Long value) {
        return new LinearCrossEntropyOptions(linearBias, weight, value, reduction, labelSmoothing);
    }

    /** Returns these options with a reduction. */
    public LinearCrossEntropyOptions reduction(LossReduction value) {
        return new LinearCrossEntropyOptions(
                linearBias, weight, ignoreIndex, value, labelSmoothing);
    }

    /** Returns these options with a share of the uniform distribution. */
    public LinearCrossEntropyOptions labelSmoothing(double value) {
        return new LinearCrossEntropyOptions(linearBias, weight, ignoreIndex, reduction, value);
    }
}
