package dev.cresset.checkpoint;

import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's format before 1.6: five pickles in a row (magic number, protocol version, system,
 * object, storage keys), then the storages.
 *
 * <p>Storages are described while the object is built; where their bytes lie is known afterwards.
 * What all of them claim together is checked against the size of the file first.
 */
final class LegacyCheckpoint implements StorageSource {
    private static final Value MAGIC =
            new Value.NumberValue(new BigInteger("1950a86a20f9469cfc6c", 16));
    private static final Value PROTOCOL = new Value.NumberValue(1001L);

    /** A storage; {@code storage} is null if its elements are of no dtype that Cresset has. */
    private record Allocated(
            StorageRef ref, @Nullable DType dtype, @Nullable FileStorage storage, long bytes) {}

    private final MappedFile file;
    private final PickleInput in;
    private final Budget budget;
    private final Map<String, Allocated> storages = new HashMap<>();
    private long claimed;

    private LegacyCheckpoint(MappedFile file, Budget budget) {
        this.file = file;
        this.in = new PickleInput(file.path(), "", file.slice(0, file.size()));
        this.budget = budget;
    }

    /** Reads the tree of values. */
    static Value read(MappedFile file, Budget budget) throws CheckpointException {
        return new LegacyCheckpoint(file, budget).read();
    }

    private Value read() throws CheckpointException {
        if (!pickle().equals(MAGIC)) {
            throw file.fail(0, "a pickle, but no PyTorch checkpoint: the magic number is missing");
        }
        if (!pickle().equals(PROTOCOL)) {
            throw in.fail("an unknown version of PyTorch's legacy format, not 1001");
        }
        ByteOrder order = byteOrder(pickle());
        Value root = pickle();
        if (!(pickle() instanceof Value.ListValue keys)) {
            throw in.fail("the list of storage keys is missing");
        }
        for (Value key : keys.items()) {
            Allocated a =
                    key instanceof Value.StringValue(String name) ? storages.remove(name) : null;
            if (a == null) {
                throw in.fail("the storage list names a storage that the object does not have");
            }
            fill(a, order);
        }
        if (!storages.isEmpty()) {
            throw in.fail(
                    "the file holds no data for storage " + storages.keySet().iterator().next());
        }
        return root;
    }

    private Value pickle() throws CheckpointException {
        return new Unpickler(in, this, budget).load();
    }

    private ByteOrder byteOrder(Value system) throws CheckpointException {
        if (system instanceof Value.MapValue m
                && m.get("little_endian") instanceof Value.BoolValue(boolean little)) {
            return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        }
        throw in.fail("the description of the writing system is missing");
    }

    private void fill(Allocated a, ByteOrder order) throws CheckpointException {
        long numel = in.i8();
        if (numel != a.ref.numel()) {
            throw in.fail(
                    "storage "
                            + a.ref.key()
                            + " has "
                            + numel
                            + " elements here, but the pickle says "
                            + a.ref.numel());
        }
        var bytes = in.segment(a.bytes);
        if (a.storage != null && a.dtype != null) {
            DType dtype = a.dtype;
            a.storage.loader(() -> load(a.ref, dtype, bytes, order));
        }
    }

    private Storage load(StorageRef ref, DType dtype, MemorySegment bytes, ByteOrder order)
            throws CheckpointException {
        Storage storage =
                budget.attempt(
                        bytes.byteSize(),
                        "storage " + ref.key(),
                        () -> Storage.allocate(dtype, (int) ref.numel()));
        StorageBytes.fill(dtype, storage, bytes, order);
        return storage;
    }

    @Override
    public FileStorage storage(StorageRef ref, DType dtype) throws CheckpointException {
        Allocated a = allocated(ref, dtype);
        if (a.storage == null) {
            throw in.fail("storage " + ref.key() + " is described with two dtypes");
        }
        return a.storage;
    }

    @Override
    public void skip(StorageRef ref) throws CheckpointException {
        allocated(ref, null);
    }

    private Allocated allocated(StorageRef ref, @Nullable DType dtype) throws CheckpointException {
        Allocated before = storages.get(ref.key());
        if (before != null) {
            if (before.dtype != dtype || before.ref.numel() != ref.numel()) {
                throw in.fail("storage " + ref.key() + " is described twice, differently");
            }
            return before;
        }
        int width = dtype == null ? Globals.storageBytes(ref.type()) : dtype.bytes();
        long room = in.remaining() - claimed;
        if (ref.untyped() || ref.numel() > room / width) {
            throw in.fail(
                    "storage "
                            + ref.key()
                            + " of "
                            + ref.numel()
                            + " elements does not fit into the "
                            + room
                            + " bytes that are left");
        }
        long bytes = ref.numel() * width;
        claimed += bytes;
        FileStorage storage = null;
        if (dtype != null) {
            if (ref.numel() > Integer.MAX_VALUE - 8) {
                throw in.fail("storage " + ref.key() + " is larger than a Java array can be");
            }
            storage = new FileStorage(dtype, bytes, null);
        }
        Allocated a = new Allocated(ref, dtype, storage, bytes);
        storages.put(ref.key(), a);
        return a;
    }
}
