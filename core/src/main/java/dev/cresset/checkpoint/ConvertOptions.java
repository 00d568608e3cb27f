package dev.cresset.checkpoint;

import dev.cresset.op.DType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Checkpoint#convert} writes.
 *
 * @param path keys from the file's root to the state dict that is wanted, none for the whole file
 * @param names which tensors are wanted, empty for all
 * @param cast what floating-point tensors are converted to, null for as they are
 * @param maxShardBytes the most bytes of tensors in a file, if several are written
 */
public record ConvertOptions(
        List<String> path,
        Optional<Predicate<String>> names,
        @Nullable DType cast,
        long maxShardBytes) {
    static final ConvertOptions DEFAULT =
            new ConvertOptions(List.of(), Optional.empty(), null, Checkpoint.MAX_SHARD_BYTES);

    /** Copies the list. */
    public ConvertOptions {
        path = List.copyOf(path);
    }

    /** Returns these options for the state dict at a path of keys: {@code path("model")}. */
    public ConvertOptions path(String... keys) {
        return new ConvertOptions(List.of(keys), names, cast, maxShardBytes);
    }

    /** Returns these options for the tensors whose names pass. */
    public ConvertOptions names(Predicate<String> wanted) {
        return new ConvertOptions(path, Optional.of(wanted), cast, maxShardBytes);
    }

    /**
     * Returns these options with floating-point tensors converted.
     *
     * @throws IllegalArgumentException if the dtype is not a floating-point one
     */
    public ConvertOptions cast(@Nullable DType dtype) {
        if (dtype != null && !dtype.isFloatingPoint()) {
            throw new IllegalArgumentException("convert: " + dtype + " is no floating-point dtype");
        }
        return new ConvertOptions(path, names, dtype, maxShardBytes);
    }

    /**
     * Returns these options with the most bytes of tensors in a file, if several are written.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ConvertOptions maxShardBytes(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException(
                    "convert: the size of a shard must be positive, got " + bytes);
        }
        return new ConvertOptions(path, names, cast, bytes);
    }
}
