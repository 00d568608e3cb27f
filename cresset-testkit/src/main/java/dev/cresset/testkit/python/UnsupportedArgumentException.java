package dev.cresset.testkit.python;

/** Thrown for an argument that an adapter's signature does not have or cannot pass on. */
public final class UnsupportedArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says which argument of which function. */
    public UnsupportedArgumentException(String message) {
        super(message);
    }
}
