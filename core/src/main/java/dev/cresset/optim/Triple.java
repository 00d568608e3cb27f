package dev.cresset.optim;

import dev.cresset.PythonText;

/**
 * Three numbers that are one option, such as the coefficients of a polynomial; in Python a tuple.
 *
 * @param first the first number
 * @param second the second number
 * @param third the third number
 */
public record Triple(Number first, Number second, Number third) {
    /** Returns Python's text: {@code (3.4445, -4.775, 2.0315)}. */
    @Override
    public String toString() {
        return PythonText.repr(PythonText.tuple(first, second, third));
    }
}
