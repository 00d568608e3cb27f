package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Masks of attention: what is added to the scores, {@code -inf} where a key is hidden. */
final class AttentionMasks {
    private AttentionMasks() {}

    /** Returns the mask {@code (rows, columns)} that hides what lies above the diagonal. */
    static Tensor causal(int rows, int columns, @Nullable DType dtype) {
        return Tensor.full(
                        Shape.of(rows, columns),
                        Double.NEGATIVE_INFINITY,
                        o -> dtype == null ? o : o.dtype(dtype))
                .triu(1);
    }

    /** Returns 0 where booleans are true and {@code -inf} elsewhere. */
    static Tensor allowing(Tensor mask, DType dtype) {
        return mask.zerosLike(dtype).maskedFill_(mask.logicalNot(), Double.NEGATIVE_INFINITY);
    }

    /**
     * Returns a mask as what is added: one of booleans hides where it is true.
     *
     * @throws IllegalArgumentException if it is neither of booleans nor floating-point
     */
    static @Nullable Tensor added(String name, @Nullable Tensor mask, DType dtype) {
        if (mask == null || mask.dtype().isFloatingPoint()) {
            return mask;
        }
        if (mask.dtype() != DType.BOOL) {
            throw new IllegalArgumentException(
                    "only bool and floating types of "
                            + name
                            + " are supported, got "
                            + mask.dtype());
        }
        return mask.zerosLike(dtype).maskedFill_(mask, Double.NEGATIVE_INFINITY);
    }

    /**
     * Returns whether attention is causal: as said, or, if that is null, whether the mask is the
     * causal one for sequences of a length.
     */
    static boolean isCausal(@Nullable Tensor mask, @Nullable Boolean said, int length) {
        if (said != null || mask == null) {
            return said != null && said;
        }
        Tensor causal = causal(length, length, mask.dtype());
        return mask.shape().equals(causal.shape()) && mask.equal(causal);
    }

    /** Returns the length of sequences {@code (L, E)}, {@code (L, N, E)} or {@code (N, L, E)}. */
    static int length(Tensor x, boolean batchFirst) {
        return x.dim() == 2 || !batchFirst ? x.size(0) : x.size(1);
    }
}
