package dev.cresset.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of a pickle, read from front to back. */
final class PickleInput {
    private static final ValueLayout.OfInt I4 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I8 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F8 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** An integer of more bytes is refused: its decimal text takes quadratic time. */
    private static final int MAX_INTEGER = 4096;

    /** A line (module, name, decimal number) longer than this is refused. */
    private static final int MAX_LINE = 4096;

    private final Path file;
    private final String record;
    private final MemorySegment bytes;
    private long at;

    /**
     * Returns the input of a record's bytes.
     *
     * @param record the record's name, "" if the bytes are the file itself
     */
    PickleInput(Path file, String record, MemorySegment bytes) {
        this.file = file;
        this.record = record;
        this.bytes = bytes;
    }

    long position() {
        return at;
    }

    int u1() throws CheckpointException {
        return bytes.get(JAVA_BYTE, advance(1)) & 0xff;
    }

    int u2() throws CheckpointException {
        return u1() | u1() << 8;
    }

    int i4() throws CheckpointException {
        return bytes.get(I4, advance(4));
    }

    long u4() throws CheckpointException {
        return i4() & 0xffff_ffffL;
    }

    long i8() throws CheckpointException {
        return bytes.get(I8, advance(8));
    }

    /** Reads the big-endian double that BINFLOAT has. */
    double f8() throws CheckpointException {
        return bytes.get(F8, advance(8));
    }

    byte[] bytes(long length) throws CheckpointException {
        if (length < 0 || length > Integer.MAX_VALUE - 8) {
            throw fail("a length of " + length + " bytes is not possible");
        }
        return bytes.asSlice(advance(length), length).toArray(JAVA_BYTE);
    }

    String utf8(long length) throws CheckpointException {
        byte[] raw = bytes(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            throw fail("a string is not valid UTF-8");
        }
    }

    /** Reads a little-endian two's complement integer of any length. */
    BigInteger integer(long length) throws CheckpointException {
        if (length > MAX_INTEGER) {
            throw fail("an integer of " + length + " bytes, more than " + MAX_INTEGER);
        }
        byte[] raw = bytes(length);
        for (int i = 0, j = raw.length - 1; i < j; i++, j--) {
            byte b = raw[i];
            raw[i] = raw[j];
            raw[j] = b;
        }
        return raw.length == 0 ? BigInteger.ZERO : new BigInteger(raw);
    }

    /** Reads text up to the next line feed. */
    String line() throws CheckpointException {
        long end = at;
        while (end < bytes.byteSize() && bytes.get(JAVA_BYTE, end) != '\n') {
            if (++end - at > MAX_LINE) {
                throw fail("a line is longer than " + MAX_LINE + " bytes");
            }
        }
        if (end == bytes.byteSize()) {
            throw fail("the pickle ends within a line");
        }
        String line = utf8(end - at);
        at++;
        return line;
    }

    /** Returns the next {@code length} bytes as they are and moves behind them. */
    MemorySegment segment(long length) throws CheckpointException {
        return bytes.asSlice(advance(length), length);
    }

    long remaining() {
        return bytes.byteSize() - at;
    }

    /** Returns an exception about the current place. */
    CheckpointException fail(String reason) {
        return new CheckpointException(file, record, at, reason);
    }

    private long advance(long length) throws CheckpointException {
        if (length < 0 || length > bytes.byteSize() - at) {
            throw fail(
                    length
                            + " bytes were expected, but only "
                            + (bytes.byteSize() - at)
                            + " are left: the data are cut off or damaged");
        }
        long start = at;
        at += length;
        return start;
    }
}
