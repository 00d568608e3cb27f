package dev.cresset.testkit.golden;

/** Thrown when a result differs from the recorded one. */
public final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Outcome.Failed failed;

    /** Says what was expected, what came out and how far they are apart. */
    public MismatchException(String expected, String actual, String error) {
        super("expected " + expected + ", actual " + actual + " " + error);
        this.failed = new Outcome.Failed(expected, actual, error);
    }

    Outcome.Failed failed() {
        return failed;
    }

    /** Returns the same mismatch, said to be in a part of the result. */
    MismatchException in(String where) {
        return new MismatchException(
                where + " " + failed.expected(), failed.actual(), failed.error());
    }
}
