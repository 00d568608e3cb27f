package dev.cresset.nn;

import java.util.Locale;

/** Padding of a convolution by a rule: PyTorch's strings {@code "valid"} and {@code "same"}. */
public enum Padding {
    /** None. */
    VALID,
    /** As much as keeps the size; for stride 1. */
    SAME;

    /** Returns PyTorch's text: {@code same}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
