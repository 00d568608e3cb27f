package dev.cresset.op;

import java.util.Locale;

/** An elementwise op of two inputs x and y with a truth value as result; not differentiable. */
public enum Compare implements Elementwise {
    /** {@code x == y}; false for NaN. */
    EQ,
    /** {@code x != y}; true for NaN. */
    NE,
    /** {@code x < y}. */
    LT,
    /** {@code x <= y}. */
    LE,
    /** {@code x > y}. */
    GT,
    /** {@code x >= y}. */
    GE,
    /** Whether both are not 0. */
    LOGICAL_AND,
    /** Whether at least one is not 0. */
    LOGICAL_OR,
    /** Whether exactly one is not 0. */
    LOGICAL_XOR;

    private final String kernel = Names.lowerCamelCase(name());

    @Override
    public Result result() {
        return Result.BOOL;
    }

    @Override
    public String kernel() {
        return kernel;
    }

    /** Returns the op's name as PyTorch writes it: {@code logical_and}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
