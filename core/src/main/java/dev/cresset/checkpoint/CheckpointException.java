package dev.cresset.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Says that a checkpoint file cannot be read or written: which file, where in it, and why.
 *
 * <p>Every fault of a file's content ends as this exception, however broken or hostile the file is.
 * Faults of the file system (no such file, no permission, disk full) stay what {@link
 * java.nio.file.Files} throws.
 */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;
    private final String reason;

    /**
     * Returns an exception about a place in a file.
     *
     * @param file the file
     * @param record the record inside the file that {@code offset} counts from, "" for the file
     *     itself
     * @param offset the position in bytes, negative if it is not known
     * @param reason what is wrong
     */
    CheckpointException(Path file, String record, long offset, String reason) {
        super(file + where(record, offset) + ": " + reason);
        this.file = file;
        this.offset = offset;
        this.reason = reason;
    }

    /** Returns the file at fault. */
    public Path file() {
        return file;
    }

    /** Returns the position of the fault in bytes, negative if it is not known. */
    public long offset() {
        return offset;
    }

    /** Returns what is wrong, without file and position. */
    public String reason() {
        return reason;
    }

    private static String where(String record, long offset) {
        String at = offset < 0 ? "" : " at byte " + offset;
        String of = record.isEmpty() ? "" : (offset < 0 ? " in " : " of ") + record;
        return at + of;
    }
}
