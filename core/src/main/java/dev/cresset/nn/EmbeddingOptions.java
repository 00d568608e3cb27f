package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * How {@link Functional#embedding} looks up rows.
 *
 * @param paddingIdx the row that gets no gradient, counted from the end if negative, or null
 * @param maxNorm the greatest norm of a row that is looked up, or null; longer ones are scaled down
 *     in the table itself
 * @param normType the p of that norm
 * @param scaleGradByFreq whether a row's gradient is divided by how often it occurs
 * @param sparse whether gradients are sparse; not offered
 */
public record EmbeddingOptions(
        @Nullable Integer paddingIdx,
        @Nullable Double maxNorm,
        double normType,
        boolean scaleGradByFreq,
        boolean sparse) {
    static final EmbeddingOptions DEFAULT = new EmbeddingOptions(null, null, 2, false, false);

    /** Returns these options with a row without gradient. */
    public EmbeddingOptions paddingIdx(@Nullable Integer value) {
        return new EmbeddingOptions(value, maxNorm, normType, scaleGradByFreq, sparse);
    }

    /** Returns these options with a greatest norm. */
    public EmbeddingOptions maxNorm(@Nullable Double value) {
        return new EmbeddingOptions(paddingIdx, value, normType, scaleGradByFreq, sparse);
    }

    /** Returns these options with the p of the norm. */
    public EmbeddingOptions normType(double value) {
        return new EmbeddingOptions(paddingIdx, maxNorm, value, scaleGradByFreq, sparse);
    }

    /** Returns these options, dividing gradients by frequency or not. */
    public EmbeddingOptions scaleGradByFreq(boolean value) {
        return new EmbeddingOptions(paddingIdx, maxNorm, normType, value, sparse);
    }

    /** Returns these options with sparse gradients, which are refused, or dense ones. */
    public EmbeddingOptions sparse(boolean value) {
        return new EmbeddingOptions(paddingIdx, maxNorm, normType, scaleGradByFreq, value);
    }
}
