package dev.cresset.checkpoint;

import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A storage that a file describes: its bytes are read when they are first wanted, and forgotten
 * when nobody uses them any more.
 *
 * <p>There is one of these per storage of the file, so tensors share memory exactly if they have
 * the same.
 */
final class FileStorage {
    /** What reads the bytes. */
    interface Loader {
        /** Returns a new storage with the file's values. */
        Storage load() throws CheckpointException;
    }

    private final DType dtype;
    private final long bytes;
    private @Nullable Loader loader;
    private @Nullable WeakReference<Storage> storage;

    /**
     * Describes a storage.
     *
     * @param bytes what it takes in memory
     * @param loader what reads it, null if its place in the file is not yet known
     */
    FileStorage(DType dtype, long bytes, @Nullable Loader loader) {
        this.dtype = dtype;
        this.bytes = bytes;
        this.loader = loader;
    }

    DType dtype() {
        return dtype;
    }

    long bytes() {
        return bytes;
    }

    /** Says where the bytes come from. */
    void loader(Loader found) {
        loader = found;
    }

    /**
     * Returns the storage, reading it if need be; while it is in use, the same each time.
     *
     * @throws CheckpointException if its bytes are damaged, or the heap has no room for them
     * @throws IllegalStateException if the file is closed
     */
    synchronized Storage load() throws CheckpointException {
        Storage known = storage == null ? null : storage.get();
        if (known != null) {
            return known;
        }
        if (loader == null) {
            throw new IllegalStateException("checkpoint: the storage's place is not known yet");
        }
        Storage loaded = loader.load();
        storage = new WeakReference<>(loaded);
        return loaded;
    }
}
