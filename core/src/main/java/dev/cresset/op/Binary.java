package dev.cresset.op;

import static dev.cresset.op.Elementwise.Result.FLOAT;
import static dev.cresset.op.Elementwise.Result.SAME;

import java.util.Locale;

/** An elementwise op of two inputs x and y without attributes. */
public enum Binary implements Elementwise {
    /** {@code x + y}; "or" for bool. */
    ADD(SAME),
    /** {@code x - y}; bool is refused. */
    SUB(SAME),
    /** {@code x * y}; "and" for bool. */
    MUL(SAME),
    /** {@code x / y}, true division. */
    DIV(FLOAT),
    /** {@code floor(x / y)}; integers refuse a divisor of 0. */
    FLOOR_DIVIDE(SAME),
    /** {@code trunc(x / y)}; integers refuse a divisor of 0. */
    TRUNC_DIVIDE(SAME),
    /** The remainder with the sign of y, Python's {@code %}. */
    REMAINDER(SAME),
    /** The remainder with the sign of x, Java's {@code %}. */
    FMOD(SAME),
    /** {@code x^y}; integers refuse negative exponents. */
    POW(SAME),
    /** The larger; NaN if either is NaN. */
    MAXIMUM(SAME),
    /** The smaller; NaN if either is NaN. */
    MINIMUM(SAME),
    /** The larger; a NaN is ignored if the other is a number. */
    FMAX(SAME),
    /** The smaller; a NaN is ignored if the other is a number. */
    FMIN(SAME),
    /** The angle of the point (y, x), in radians: {@code atan2(first, second)}. */
    ATAN2(FLOAT),
    /** {@code sqrt(x^2 + y^2)} without overflow; floats only. */
    HYPOT(SAME),
    /** The magnitude of x with the sign of y. */
    COPYSIGN(FLOAT),
    /** {@code x * log(y)}, 0 where x is 0 unless y is NaN. */
    XLOGY(FLOAT),
    /** {@code log(e^x + e^y)}; floats only. */
    LOGADDEXP(SAME),
    /** The greatest common divisor, not negative; integers. */
    GCD(SAME),
    /** The least common multiple, not negative; integers. */
    LCM(SAME),
    /** Bitwise "and"; integers and bool. */
    BITWISE_AND(SAME),
    /** Bitwise "or"; integers and bool. */
    BITWISE_OR(SAME),
    /** Bitwise "exclusive or"; integers and bool. */
    BITWISE_XOR(SAME),
    /** {@code x << y}; integers. */
    BITWISE_LEFT_SHIFT(SAME),
    /** {@code x >> y} with sign; integers. */
    BITWISE_RIGHT_SHIFT(SAME);

    private final Result result;
    private final String kernel;

    Binary(Result result) {
        this.result = result;
        this.kernel = Names.lowerCamelCase(name());
    }

    @Override
    public Result result() {
        return result;
    }

    @Override
    public String kernel() {
        return kernel;
    }

    @Override
    public String gradName() {
        return switch (this) {
            case POW -> "PowBackward1";
            case FLOOR_DIVIDE, TRUNC_DIVIDE -> "DivBackward2";
            case REMAINDER -> "RemainderBackward1";
            case FMOD -> "FmodBackward1";
            default -> Elementwise.super.gradName();
        };
    }

    /** Returns the op's name as PyTorch writes it: {@code floor_divide}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
