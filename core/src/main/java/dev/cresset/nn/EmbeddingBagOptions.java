package dev.cresset.nn;

import static dev.cresset.options.Changed.with;

import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Functional#embeddingBag} combines rows.
 *
 * @param mode what is made of the rows of a bag
 * @param perSampleWeights a factor for each row, of the indices' shape, or null; sums only
 * @param includeLastOffset whether the last offset is where the last bag ends
 * @param paddingIdx the row that does not count, counted from the end if negative, or null
 * @param maxNorm the greatest norm of a row that is looked up, or null; longer ones are scaled down
 *     in the table itself
 * @param normType the p of that norm
 * @param scaleGradByFreq whether a row's gradient is divided by how often it occurs
 * @param sparse whether gradients are sparse; not offered
 */
public record EmbeddingBagOptions(
        EmbeddingBag.Mode mode,
        @Nullable Tensor perSampleWeights,
        boolean includeLastOffset,
        @Nullable Integer paddingIdx,
        @Nullable Double maxNorm,
        double normType,
        boolean scaleGradByFreq,
        boolean sparse) {
    static final EmbeddingBagOptions DEFAULT =
            new EmbeddingBagOptions(
                    EmbeddingBag.Mode.MEAN, null, false, null, null, 2, false, false);

    /** Returns these options with what is made of a bag. */
    public EmbeddingBagOptions mode(EmbeddingBag.Mode value) {
        return with(this, "mode", value);
    }

    /** Returns these options with a factor for each row. */
    public EmbeddingBagOptions perSampleWeights(@Nullable Tensor value) {
        return with(this, "perSampleWeights", value);
    }

    /** Returns these options with or without an offset at the end. */
    public EmbeddingBagOptions includeLastOffset(boolean value) {
        return with(this, "includeLastOffset", value);
    }

    /** Returns these options with a row that does not count. */
    public EmbeddingBagOptions paddingIdx(@Nullable Integer value) {
        return with(this, "paddingIdx", value);
    }

    /** Returns these options with a greatest norm. */
    public EmbeddingBagOptions maxNorm(@Nullable Double value) {
        return with(this, "maxNorm", value);
    }

    /** Returns these options with the p of the norm. */
    public EmbeddingBagOptions normType(double value) {
        return with(this, "normType", value);
    }

    /** Returns these options dividing gradients by frequency or not. */
    public EmbeddingBagOptions scaleGradByFreq(boolean value) {
        return with(this, "scaleGradByFreq", value);
    }

    /** Returns these options with sparse gradients, which are refused, or dense ones. */
    public EmbeddingBagOptions sparse(boolean value) {
        return with(this, "sparse", value);
    }
}
