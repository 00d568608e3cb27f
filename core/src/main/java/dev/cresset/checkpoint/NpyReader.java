package dev.cresset.checkpoint;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import java.lang.foreign.MemorySegment;

/** Reads NumPy arrays: a header, then the elements. */
final class NpyReader {
    /** Where the bytes of an array come from. */
    interface Source {
        /** Returns the first bytes, at least as many as wanted if there are so many. */
        MemorySegment start(int wanted) throws CheckpointException;

        /** Returns all bytes. */
        MemorySegment all() throws CheckpointException;
    }

    private NpyReader() {}

    static boolean matches(MappedFile file) {
        return NpyHeader.matches(file.slice(0, file.size()));
    }

    /** Reads a file that is one array. */
    static Value read(MappedFile file, Budget budget) throws CheckpointException {
        MemorySegment all = file.slice(0, file.size());
        Source source =
                new Source() {
                    @Override
                    public MemorySegment start(int wanted) {
                        return all;
                    }

                    @Override
                    public MemorySegment all() {
                        return all;
                    }
                };
        return read(file, "the array", source, file.size(), budget);
    }

    /**
     * Describes an array; its elements are read when they are wanted.
     *
     * @param what the array's name, for messages
     * @param size the number of bytes that the source has
     */
    static Value read(MappedFile file, String what, Source source, long size, Budget budget)
            throws CheckpointException {
        try {
            NpyHeader header = NpyHeader.parse(source.start(NpyHeader.MAX_LENGTH + 12));
            if (header.bytes() != size - header.end()) {
                throw file.fail(
                        -1,
                        what
                                + " of shape "
                                + header.shape()
                                + " and type "
                                + header.descr()
                                + " takes "
                                + header.bytes()
                                + " bytes, but "
                                + (size - header.end())
                                + " follow its header");
            }
            DType dtype = header.dtype();
            if (dtype == null) {
                return new Value.OpaqueValue(
                        "tensor of " + header.descr() + " and shape " + header.shape(), null);
            }
            Layout layout = header.layout();
            FileStorage storage =
                    new FileStorage(
                            dtype,
                            header.bytes(),
                            () -> load(what, dtype, header, source.all(), budget));
            return new Value.TensorValue(new FileTensor(storage, layout), false, false);
        } catch (NpyHeader.HeaderException e) {
            throw file.fail(-1, what + ": " + e.getMessage());
        } catch (ArithmeticException e) {
            throw file.fail(-1, what + " is larger than a Java array can be (2^31 - 1 elements)");
        }
    }

    private static Storage load(
            String what, DType dtype, NpyHeader header, MemorySegment all, Budget budget)
            throws CheckpointException {
        MemorySegment elements = all.asSlice(header.end());
        int numel = (int) (elements.byteSize() / dtype.bytes());
        Storage storage =
                budget.attempt(elements.byteSize(), what, () -> Storage.allocate(dtype, numel));
        StorageBytes.fill(dtype, storage, elements, header.order());
        return storage;
    }
}
