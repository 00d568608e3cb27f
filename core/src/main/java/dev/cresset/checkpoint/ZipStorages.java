package dev.cresset.checkpoint;

import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The storages of a zip checkpoint: the records {@code root/data/key}. */
final class ZipStorages implements StorageSource {
    private record Described(StorageRef ref, FileStorage storage) {}

    private final MappedFile file;
    private final ZipReader zip;
    private final String folder;
    private final ByteOrder order;
    private final Budget budget;
    private final Map<String, Described> described = new HashMap<>();

    ZipStorages(MappedFile file, ZipReader zip, String root, ByteOrder order, Budget budget) {
        this.file = file;
        this.zip = zip;
        this.folder = root + "/data/";
        this.order = order;
        this.budget = budget;
    }

    @Override
    public FileStorage storage(StorageRef ref, DType dtype) throws CheckpointException {
        Described before = described.get(ref.key());
        if (before != null) {
            if (before.storage.dtype() != dtype || before.ref.numel() != ref.numel()) {
                throw file.fail(
                        entry(ref).data(),
                        "storage "
                                + ref.key()
                                + " is described twice: "
                                + before.ref.numel()
                                + " elements of "
                                + before.storage.dtype()
                                + ", and "
                                + ref.numel()
                                + " of "
                                + dtype);
            }
            return before.storage;
        }
        ZipReader.Entry entry = checked(ref);
        long numel = entry.size() / dtype.bytes();
        if (numel > Integer.MAX_VALUE - 8 || entry.size() % dtype.bytes() != 0) {
            throw file.fail(
                    entry.data(),
                    "storage "
                            + ref.key()
                            + " of "
                            + entry.size()
                            + " bytes is no Java array of "
                            + dtype);
        }
        FileStorage storage =
                new FileStorage(dtype, entry.size(), () -> load(ref, dtype, entry, (int) numel));
        described.put(ref.key(), new Described(ref, storage));
        return storage;
    }

    private Storage load(StorageRef ref, DType dtype, ZipReader.Entry entry, int numel)
            throws CheckpointException {
        Storage storage =
                budget.attempt(
                        entry.size(), "storage " + ref.key(), () -> Storage.allocate(dtype, numel));
        zip.read(entry, budget, (at, bytes) -> StorageBytes.fill(dtype, storage, at, bytes, order));
        return storage;
    }

    @Override
    public void skip(StorageRef ref) throws CheckpointException {
        checked(ref);
    }

    private ZipReader.Entry checked(StorageRef ref) throws CheckpointException {
        ZipReader.Entry entry = entry(ref);
        long width = Globals.storageBytes(ref.type());
        if (entry.size() / width != ref.numel() || entry.size() % width != 0) {
            throw file.fail(
                    entry.data(),
                    "storage "
                            + ref.key()
                            + " has "
                            + entry.size()
                            + " bytes, but the pickle says "
                            + ref.numel()
                            + " elements of "
                            + width
                            + " bytes");
        }
        return entry;
    }

    private ZipReader.Entry entry(StorageRef ref) throws CheckpointException {
        ZipReader.Entry entry = zip.entries().get(folder + ref.key());
        if (entry == null) {
            throw file.fail(-1, "the archive has no record for storage '" + ref.key() + "'");
        }
        return entry;
    }
}
