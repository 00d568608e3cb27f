package dev.cresset.nn;

import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Functional#scaledDotProductAttention} attends.
 *
 * @param attnMask what is added to the scores, or, if of booleans, true where a key takes part; it
 *     broadcasts to {@code (*, L, S)}; null for none
 * @param dropoutP the probability that a weight is dropped, whether or not anything is in training
 * @param isCausal whether query i sees keys 0 to i only
 * @param scale the factor of the scores; null for {@code 1 / sqrt(E)}
 * @param enableGqa whether several heads of the query may share a head of key and value
 */
public record AttentionOptions(
        @Nullable Tensor attnMask,
        double dropoutP,
        boolean isCausal,
        @Nullable Double scale,
        boolean enableGqa) {
    static final AttentionOptions DEFAULT = new AttentionOptions(null, 0, false, null, false);

    /** Returns these options with a mask; null for none. */
    public AttentionOptions attnMask(@Nullable Tensor value) {
        return new AttentionOptions(value, dropoutP, isCausal, scale, enableGqa);
    }

    /** Returns these options with a probability of dropping a weight, in [0, 1]. */
    public AttentionOptions dropoutP(double value) {
        return new AttentionOptions(attnMask, value, isCausal, scale, enableGqa);
    }

    /** Returns these options with or without later keys hidden. */
    public AttentionOptions isCausal(boolean value) {
        return new AttentionOptions(attnMask, dropoutP, value, scale, enableGqa);
    }

    /** Returns these options with a factor of the scores; null for {@code 1 / sqrt(E)}. */
    public AttentionOptions scale(@Nullable Double value) {
        return new AttentionOptions(attnMask, dropoutP, isCausal, value, enableGqa);
    }

    /** Returns these options with or without heads that share keys and values. */
    public AttentionOptions enableGqa(boolean value) {
        return new AttentionOptions(attnMask, dropoutP, isCausal, scale, value);
    }
}
