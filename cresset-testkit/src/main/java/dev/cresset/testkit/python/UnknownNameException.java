package dev.cresset.testkit.python;

/** Thrown for a name, attribute or operator that a {@link World} does not have. */
public final class UnknownNameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;

    /** Says which name is unknown. */
    public UnknownNameException(String name) {
        super("unknown name: " + name);
        this.name = name;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }
}
