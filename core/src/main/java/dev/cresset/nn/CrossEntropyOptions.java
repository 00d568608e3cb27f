package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.LossReduction;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Functional#crossEntropy} and {@link Functional#nllLoss} weigh classes and examples.
 *
 * @param weight a factor for each class {@code (C)}, or null for ones
 * @param ignoreIndex the target class that does not count
 * @param reduction what is made of the examples; the mean is weighted
 * @param labelSmoothing the share of the uniform distribution in the target, in [0, 1]; {@code
 *     crossEntropy}
 */
public record CrossEntropyOptions(
        @Nullable Tensor weight, long ignoreIndex, LossReduction reduction, double labelSmoothing) {
    static final CrossEntropyOptions DEFAULT =
            new CrossEntropyOptions(null, -100, LossReduction.MEAN, 0);

    /** Returns these options with factors of the classes. */
    public CrossEntropyOptions weight(@Nullable Tensor value) {
        return new CrossEntropyOptions(value, ignoreIndex, reduction, labelSmoothing);
    }

    /** Returns these options with a target class that does not count. */
    public CrossEntropyOptions ignoreIndex(long value) {
        return new CrossEntropyOptions(weight, value, reduction, labelSmoothing);
    }

    /** Returns these options with a reduction. */
    public CrossEntropyOptions reduction(LossReduction value) {
        return new CrossEntropyOptions(weight, ignoreIndex, value, labelSmoothing);
    }

    /** Returns these options with a share of the uniform distribution. */
    public CrossEntropyOptions labelSmoothing(double value) {
        return new CrossEntropyOptions(weight, ignoreIndex, reduction, value);
    }
}
