package dev.cresset.checkpoint;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What reading one file may cost: bytes of tensors and number of objects, measured against the
 * heap.
 *
 * <p>A file that claims more than the Java heap could ever hold is refused before anything is
 * allocated for it, so that a small hostile file cannot end the process.
 */
final class Budget {
    /** An object of a pickle (an entry, a number, a memo slot) is reckoned at this many bytes. */
    private static final long BYTES_PER_OBJECT = 400;

    private final Path file;
    private final long heap = Runtime.getRuntime().maxMemory();
    private long bytes;
    private long objects;

    Budget(Path file) {
        this.file = file;
    }

    /**
     * Books bytes that are about to be allocated.
     *
     * @throws CheckpointException if the sum exceeds the heap
     */
    void reserve(long amount, String what) throws CheckpointException {
        if (amount > heap - bytes) {
            throw new CheckpointException(
                    file,
                    "",
                    -1,
                    what
                            + " needs "
                            + amount
                            + " bytes on top of "
                            + bytes
                            + ", but the Java heap holds "
                            + heap
                            + ": start the JVM with a larger -Xmx");
        }
        bytes += amount;
    }

    /**
     * Allocates bytes that are booked already, or that may be freed before more are wanted.
     *
     * @throws CheckpointException if they exceed the heap, or the heap is too full
     */
    <T> T attempt(long amount, String what, Supplier<T> allocation) throws CheckpointException {
        if (amount <= heap) {
            try {
                return allocation.get();
            } catch (OutOfMemoryError e) {
                // Said below; what was in the making is free again.
            }
        }
        throw new CheckpointException(
                file,
                "",
                -1,
                what
                        + " needs "
                        + amount
                        + " bytes, which the Java heap has no room for: start the JVM with a larger"
                        + " -Xmx");
    }

    /**
     * Books one object of a file: a value of a pickle, an entry of an archive.
     *
     * @throws CheckpointException if there are more than the heap can hold
     */
    void object() throws CheckpointException {
        if (++objects > heap / BYTES_PER_OBJECT) {
            throw new CheckpointException(
                    file,
                    "",
                    -1,
                    "it holds more than "
                            + heap / BYTES_PER_OBJECT
                            + " objects, too many for the Java heap: start the JVM with a larger"
                            + " -Xmx");
        }
    }

    /** Returns the size in bytes up to which a pickle is accepted. */
    long pickleLimit() {
        return heap / 8;
    }
}
