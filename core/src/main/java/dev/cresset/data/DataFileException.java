package dev.cresset.data;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file of data that is missing, cut off, or not what it should be; the message says which. */
public final class DataFileException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Path path;

    /** Makes an exception whose message is {@code path: what}. */
    public DataFileException(Path path, String what) {
        super(path + ": " + what);
        this.path = path;
    }

    /** Makes an exception with a cause. */
    public DataFileException(Path path, String what, Throwable cause) {
        super(path + ": " + what, cause);
        this.path = path;
    }

    /** Returns the file or folder. */
    public Path path() {
        return path;
    }
}
