package dev.cresset.checkpoint;

import dev.cresset.op.DType;

/** Where a pickle's storages come from: one storage object per key. */
interface StorageSource {
    /**
     * Returns the storage of a key as elements of a dtype; its bytes are not read yet.
     *
     * @throws CheckpointException if the file has no such storage, or one of another size or dtype
     */
    FileStorage storage(StorageRef ref, DType dtype) throws CheckpointException;

    /**
     * Checks that the file has a storage whose elements Cresset cannot hold.
     *
     * @throws CheckpointException if it has none
     */
    void skip(StorageRef ref) throws CheckpointException;
}
