package dev.cresset.nn;

import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a transformer's decoder, or of one of its layers, takes beside target and memory.
 *
 * <p>Masks are of booleans, true for what to ignore, or of numbers that are added to the scores.
 *
 * @param tgtMask {@code (T, T)} or {@code (N heads, T, T)}, or null
 * @param memoryMask {@code (T, S)} or {@code (N heads, T, S)}, or null
 * @param tgtKeyPaddingMask {@code (N, T)} or {@code (T)}, or null
 * @param memoryKeyPaddingMask {@code (N, S)} or {@code (S)}, or null
 * @param tgtIsCausal says that the target's mask, which must be given, is the causal one; null: a
 *     decoder looks, a layer takes it as it is
 * @param memoryIsCausal says that the memory's mask, which must be given, is the causal one
 */
public record DecoderCallOptions(
        @Nullable Tensor tgtMask,
        @Nullable Tensor memoryMask,
        @Nullable Tensor tgtKeyPaddingMask,
        @Nullable Tensor memoryKeyPaddingMask,
        @Nullable Boolean tgtIsCausal,
        boolean memoryIsCausal) {
    static final DecoderCallOptions DEFAULT =
            new DecoderCallOptions(null, null, null, null, null, false);

    /** Returns these options with a mask of pairs of the target; null for none. */
    public DecoderCallOptions tgtMask(@Nullable Tensor value) {
        return new DecoderCallOptions(
                value,
                memoryMask,
                tgtKeyPaddingMask,
                memoryKeyPaddingMask,
                tgtIsCausal,
                memoryIsCausal);
    }

    /** Returns these options with a mask of pairs of target and memory; null for none. */
    public DecoderCallOptions memoryMask(@Nullable Tensor value) {
        return new DecoderCallOptions(
                tgtMask,
                value,
                tgtKeyPaddingMask,
                memoryKeyPaddingMask,
                tgtIsCausal,
                memoryIsCausal);
    }

    /** Returns these options with a mask of the target's keys; null for none. */
    public DecoderCallOptions tgtKeyPaddingMask(@Nullable Tensor value) {
        return new DecoderCallOptions(
                tgtMask, memoryMask, value, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
    }

    /** Returns these options with a mask of the memory's keys; null for none. */
    public DecoderCallOptions memoryKeyPaddingMask(@Nullable Tensor value) {
        return new DecoderCallOptions(
                tgtMask, memoryMask, tgtKeyPaddingMask, value, tgtIsCausal, memoryIsCausal);
    }

    /**
     * Returns these options with or without the word that the target's mask is causal; null: look.
     */
    public DecoderCallOptions tgtIsCausal(@Nullable Boolean value) {
        return new DecoderCallOptions(
                tgtMask,
                memoryMask,
                tgtKeyPaddingMask,
                memoryKeyPaddingMask,
                value,
                memoryIsCausal);
    }

    /** Returns these options with or without the word that the memory's mask is causal. */
    public DecoderCallOptions memoryIsCausal(boolean value) {
        return new DecoderCallOptions(
                tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, value);
    }
}
