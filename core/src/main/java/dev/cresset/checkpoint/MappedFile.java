package dev.cresset.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file mapped into memory for reading, with little-endian access and errors that name it. */
final class MappedFile implements AutoCloseable {
    private static final ValueLayout.OfShort U2 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U4 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I8 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Path path, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Maps a file.
     *
     * @throws IOException if it cannot be opened
     */
    static MappedFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = in.map(FileChannel.MapMode.READ_ONLY, 0, in.size(), arena);
            return new MappedFile(path, arena, bytes);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return bytes.byteSize();
    }

    /** Returns bytes of the file; the caller has checked the bounds. */
    MemorySegment slice(long offset, long length) {
        return bytes.asSlice(offset, length);
    }

    int u1(long offset) throws CheckpointException {
        check(offset, 1);
        return bytes.get(JAVA_BYTE, offset) & 0xff;
    }

    int u2(long offset) throws CheckpointException {
        check(offset, 2);
        return bytes.get(U2, offset) & 0xffff;
    }

    long u4(long offset) throws CheckpointException {
        check(offset, 4);
        return bytes.get(U4, offset) & 0xffff_ffffL;
    }

    long i8(long offset) throws CheckpointException {
        check(offset, 8);
        return bytes.get(I8, offset);
    }

    /** Returns a copy of bytes of the file; the caller has checked that they are few. */
    byte[] copy(long offset, int length) throws CheckpointException {
        check(offset, length);
        return bytes.asSlice(offset, length).toArray(JAVA_BYTE);
    }

    /** Checks that a range lies within the file. */
    void check(long offset, long length) throws CheckpointException {
        if (offset < 0 || length < 0 || offset > size() || length > size() - offset) {
            throw fail(
                    offset,
                    "the file ends after " + size() + " bytes; " + length + " more were expected");
        }
    }

    /** Returns an exception about a place in this file. */
    CheckpointException fail(long offset, String reason) {
        return new CheckpointException(path, "", offset, reason);
    }

    /** Returns what Java's InternalError means when a page of a mapped file cannot be read. */
    static CheckpointException cutOff(Path path) {
        return new CheckpointException(
                path, "", -1, "the file was cut off while it was read, or its disk failed");
    }

    @Override
    public void close() {
        arena.close();
    }
}
