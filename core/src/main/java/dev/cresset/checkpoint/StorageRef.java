package dev.cresset.checkpoint;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle says about a storage before its bytes are read.
 *
 * @param key its name among the file's storages
 * @param type PyTorch's name of the storage class, such as {@code FloatStorage}
 * @param dtype what its elements are, null if Cresset has no such dtype or the storage is untyped
 * @param numel its number of elements; of bytes if it is untyped
 * @param base the element that offsets count from: 0 but for views of storages in old files
 */
record StorageRef(String key, String type, @Nullable DType dtype, long numel, long base) {
    /** Returns whether this is PyTorch's {@code UntypedStorage}, measured in bytes. */
    boolean untyped() {
        return type.equals("UntypedStorage");
    }
}
