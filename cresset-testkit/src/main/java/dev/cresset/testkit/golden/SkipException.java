package dev.cresset.testkit.golden;

/** Thrown when a case needs something that the tables know Cresset not to offer. */
public final class SkipException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Gives the reason, one sentence. */
    public SkipException(String reason) {
        super(reason, null, false, false);
    }

    /** Returns the reason. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
