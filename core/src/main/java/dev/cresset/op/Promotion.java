package dev.cresset.op;

import org.jspecify.annotations.Nullable;

/**
 * PyTorch's type promotion: tensors with dimensions outrank 0-dim tensors, and those outrank Java
 * numbers; the lower ranks only matter where their category is higher.
 */
public final class Promotion {
    private Promotion() {}

    /** Returns the dtype in which an elementwise op on these inputs computes. */
    public static DType resultType(Spec... inputs) {
        @Nullable DType dimensioned = null;
        @Nullable DType zeroDim = null;
        @Nullable DType weak = null;
        for (Spec s : inputs) {
            if (s.weak()) {
                DType d = s.dtype().isFloatingPoint() ? DefaultDType.get() : s.dtype();
                weak = weak == null ? d : DType.promote(weak, d);
            } else if (s.shape().rank() == 0) {
                zeroDim = zeroDim == null ? s.dtype() : DType.promote(zeroDim, s.dtype());
            } else {
                dimensioned =
                        dimensioned == null ? s.dtype() : DType.promote(dimensioned, s.dtype());
            }
        }
        DType result = combine(combine(dimensioned, zeroDim), weak);
        return result == null ? DefaultDType.get() : result;
    }

    private static @Nullable DType combine(@Nullable DType high, @Nullable DType low) {
        if (high == null || low == null) {
            return high == null ? low : high;
        }
        return low.category().compareTo(high.category()) > 0 ? low : high;
    }

    /** Returns whether values of {@code from} may be stored in a tensor of {@code to} in place. */
    public static boolean canCast(DType from, DType to) {
        return from.category().compareTo(to.category()) <= 0;
    }
}
