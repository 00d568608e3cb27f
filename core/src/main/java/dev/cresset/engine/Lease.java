package dev.cresset.engine;

/**
 * What the caller of a method says about a tensor that it is shown: how long it will look at it.
 * For code of this module, which keeps its word; others cannot name this type.
 */
public enum Lease {
    /** Until the call that needs it returns: nothing refers to the tensor afterwards. */
    UNTIL_RETURN
}
