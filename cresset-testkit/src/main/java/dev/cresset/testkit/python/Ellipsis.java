package dev.cresset.testkit.python;

/** Python's {@code ...}. */
public enum Ellipsis {
    /** The one value. */
    ELLIPSIS
}
