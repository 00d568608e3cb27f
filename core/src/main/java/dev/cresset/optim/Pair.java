package dev.cresset.optim;

import dev.cresset.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * Two numbers that are one option, such as the two decay rates of Adam; in Python a tuple.
 *
 * @param first the first number; null where the option says so
 * @param second the second number
 */
public record Pair(@Nullable Number first, Number second) {
    /** Returns Python's text: {@code (0.9, 0.999)}. */
    @Override
    public String toString() {
        return PythonText.repr(PythonText.tuple(first, second));
    }

    double a() {
        if (first == null) {
            throw new IllegalStateException("the first number of " + this + " is not given");
        }
        return first.doubleValue();
    }

    double b() {
        return second.doubleValue();
    }
}
