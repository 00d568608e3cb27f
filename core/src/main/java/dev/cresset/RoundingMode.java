package dev.cresset;

import dev.cresset.op.Binary;
import org.jspecify.annotations.Nullable;

/** How a quotient is rounded to a whole number. */
public enum RoundingMode {
    /** Towards zero. */
    TRUNC,
    /** Downwards, as Python's {@code //}. */
    FLOOR;

    static Binary division(@Nullable RoundingMode rounding) {
        if (rounding == null) {
            return Binary.DIV;
        }
        return switch (rounding) {
            case TRUNC -> Binary.TRUNC_DIVIDE;
            case FLOOR -> Binary.FLOOR_DIVIDE;
        };
    }
}
