package dev.cresset.nn;

import static dev.cresset.options.Changed.with;

import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Functional#multiHeadAttentionForward} takes beside its weights.
 *
 * @param training whether weights are dropped
 * @param keyPaddingMask {@code (N, S)} or {@code (S)}: true for keys to ignore, or what is added to
 *     their scores; null for none
 * @param needWeights whether the weights are returned; without them it is faster, and a query that
 *     may attend to nothing gets zeros instead of NaN
 * @param attnMask {@code (L, S)} or {@code (N heads, L, S)}: true for pairs to ignore, or what is
 *     added to their scores; null for none
 * @param useSeparateProjWeight whether the projections are given apart
 * @param qProjWeight the queries' projection {@code (E, E)}, if given apart
 * @param kProjWeight the keys' projection {@code (E, Ek)}, if given apart
 * @param vProjWeight the values' projection {@code (E, Ev)}, if given apart
 * @param staticK projected keys {@code (N heads, S, E / heads)} to be used instead, or null
 * @param staticV projected values {@code (N heads, S, E / heads)} to be used instead, or null
 * @param averageAttnWeights whether the weights are averaged over the heads
 * @param isCausal says that the mask is the causal one
 */
public record MultiHeadOptions(
        boolean training,
        @Nullable Tensor keyPaddingMask,
        boolean needWeights,
        @Nullable Tensor attnMask,
        boolean useSeparateProjWeight,
        @Nullable Tensor qProjWeight,
        @Nullable Tensor kProjWeight,
        @Nullable Tensor vProjWeight,
        @Nullable Tensor staticK,
        @Nullable Tensor staticV,
        boolean averageAttnWeights,
        boolean isCausal) {
    static final MultiHeadOptions DEFAULT =
            new MultiHeadOptions(
                    true, null, true, null, false, null, null, null, null, null, true, false);

    /** Returns these options with or without weights being dropped. */
    public MultiHeadOptions training(boolean value) {
        return with(this, "training", value);
    }

    /** Returns these options with a mask of keys; null for none. */
    public MultiHeadOptions keyPaddingMask(@Nullable Tensor value) {
        return with(this, "keyPaddingMask", value);
    }

    /** Returns these options with or without the weights returned. */
    public MultiHeadOptions needWeights(boolean value) {
        return with(this, "needWeights", value);
    }

    /** Returns these options with a mask of pairs; null for none. */
    public MultiHeadOptions attnMask(@Nullable Tensor value) {
        return with(this, "attnMask", value);
    }

    /** Returns these options with or without projections given apart. */
    public MultiHeadOptions useSeparateProjWeight(boolean value) {
        return with(this, "useSeparateProjWeight", value);
    }

    /** Returns these options with a projection of queries. */
    public MultiHeadOptions qProjWeight(@Nullable Tensor value) {
        return with(this, "qProjWeight", value);
    }

    /** Returns these options with a projection of keys. */
    public MultiHeadOptions kProjWeight(@Nullable Tensor value) {
        return with(this, "kProjWeight", value);
    }

    /** Returns these options with a projection of values. */
    public MultiHeadOptions vProjWeight(@Nullable Tensor value) {
        return with(this, "vProjWeight", value);
    }

    /** Returns these options with projected keys; null for none. */
    public MultiHeadOptions staticK(@Nullable Tensor value) {
        return with(this, "staticK", value);
    }

    /** Returns these options with projected values; null for none. */
    public MultiHeadOptions staticV(@Nullable Tensor value) {
        return with(this, "staticV", value);
    }

    /** Returns these options with or without weights averaged over the heads. */
    public MultiHeadOptions averageAttnWeights(boolean value) {
        return with(this, "averageAttnWeights", value);
    }

    /** Returns these options with or without the word that the mask is causal. */
    public MultiHeadOptions isCausal(boolean value) {
        return with(this, "isCausal", value);
    }
}
