package dev.cresset.nn;

import java.util.Locale;

/** How {@link Functional#gelu} is computed: PyTorch's argument {@code approximate}. */
public enum GeluApproximation {
    /** By the error function. */
    NONE,
    /** By tanh (Hendrycks and Gimpel 2016). */
    TANH;

    /** Returns PyTorch's text: {@code tanh}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
