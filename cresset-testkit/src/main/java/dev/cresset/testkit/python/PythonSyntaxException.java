package dev.cresset.testkit.python;

/** Thrown for text that is not in the subset of Python that {@link Parser} reads. */
public final class PythonSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    PythonSyntaxException(String why, String source, int at) {
        super("python: " + why + " at character " + at + " of: " + source);
    }
}
