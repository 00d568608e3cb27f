package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A tensor in a file: a layout over a {@link FileStorage}. */
final class FileTensor {
    private final FileStorage storage;
    private final Layout layout;
    private @Nullable WeakReference<Tensor> cached;
    private @Nullable Tensor kept;

    FileTensor(FileStorage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    FileStorage storage() {
        return storage;
    }

    Layout layout() {
        return layout;
    }

    /** Reads the values for good: the file is not needed afterwards. */
    void keep() throws CheckpointException {
        kept = load();
    }

    /**
     * Returns the tensor, reading it if need be; while it is in use, the same each time.
     *
     * @throws UncheckedIOException of a {@link CheckpointException} if the bytes are damaged
     */
    Tensor tensor() {
        try {
            return load();
        } catch (CheckpointException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Tensor load() throws CheckpointException {
        if (kept != null) {
            return kept;
        }
        Tensor known = cached == null ? null : cached.get();
        if (known == null) {
            known = Tensor.of(new View(storage.dtype(), storage.load(), layout));
            cached = new WeakReference<>(known);
        }
        return known;
    }
}
