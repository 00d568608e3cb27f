package dev.cresset.checkpoint;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The records of a zip archive, found through its central directory.
 *
 * <p>Stored and deflated records, zip64, and sizes that stand only in the central directory
 * (general flag bit 3, which PyTorch sets everywhere). Every offset and size is checked against the
 * file; names must be unique and equal in both headers, and records must not overlap.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 6.3, 4.3</a>
 */
final class ZipReader {
    private static final long LOCAL = 0x04034b50L;
    private static final long CENTRAL = 0x02014b50L;
    private static final long END = 0x06054b50L;
    private static final long END64 = 0x06064b50L;
    private static final long LOCATOR64 = 0x07064b50L;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** What is handled at a time, in bytes: less than a core's own cache. */
    private static final long PART = 1 << 18;

    /** Deflate cannot compress better than this: 258 bytes in two bits. */
    private static final long MAX_RATIO = 1032;

    /**
     * A record.
     *
     * @param header where its local header starts, in bytes
     * @param data where its data start, in bytes
     * @param packed its size in the file, in bytes
     * @param size its size unpacked, in bytes
     * @param crc the checksum of the unpacked data, 0 if the writer left it out
     */
    record Entry(
            String name, int method, long header, long data, long packed, long size, long crc) {}

    private record Directory(long start, long size, long count) {}

    private final MappedFile file;
    private final SequencedMap<String, Entry> entries;

    private ZipReader(MappedFile file, SequencedMap<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Reads the central directory.
     *
     * @throws CheckpointException if the archive is broken
     */
    static ZipReader open(MappedFile file, Budget budget) throws CheckpointException {
        Directory directory = directory(file);
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        long at = directory.start;
        long end = directory.start + directory.size;
        for (long i = 0; i < directory.count; i++) {
            if (end - at < 46 || file.u4(at) != CENTRAL) {
                throw file.fail(at, "the zip directory has no entry " + i + " here");
            }
            budget.object();
            Entry entry = entry(file, at, directory.start);
            if (entries.putIfAbsent(entry.name, entry) != null) {
                throw file.fail(at, "the zip directory names the record " + entry.name + " twice");
            }
            at += 46 + file.u2(at + 28) + file.u2(at + 30) + file.u2(at + 32);
        }
        if (at != end) {
            throw file.fail(at, "the zip directory's size and number of entries contradict");
        }
        checkOverlaps(file, entries);
        return new ZipReader(file, entries);
    }

    /** Returns the records by name, in the directory's order. */
    SequencedMap<String, Entry> entries() {
        return Collections.unmodifiableSequencedMap(entries);
    }

    /**
     * Returns a record's unpacked bytes; those of a stored record are the file's own.
     *
     * @throws CheckpointException if the data do not unpack, or their checksum is wrong
     */
    MemorySegment read(Entry entry, Budget budget) throws CheckpointException {
        MemorySegment raw = file.slice(entry.data, entry.packed);
        MemorySegment bytes =
                entry.method == STORED ? raw : inflate(entry, raw, whole(entry), budget);
        if (entry.crc != 0) {
            checkCrc(entry, crc(bytes));
        }
        return bytes;
    }

    /** Takes a record's bytes part by part. */
    interface Part {
        /** Takes the bytes that start at an offset. */
        void take(long offset, MemorySegment bytes);
    }

    /**
     * Reads a record's unpacked bytes part by part, each checked while it is still in the cache.
     *
     * @throws CheckpointException if the data do not unpack, or their checksum is wrong, which is
     *     known only after the last part
     */
    void read(Entry entry, Budget budget, Part part) throws CheckpointException {
        MemorySegment raw = file.slice(entry.data, entry.packed);
        MemorySegment bytes =
                entry.method == STORED ? raw : inflate(entry, raw, whole(entry), budget);
        CRC32 crc = new CRC32();
        for (long at = 0; at < bytes.byteSize(); at += PART) {
            MemorySegment next = bytes.asSlice(at, Math.min(PART, bytes.byteSize() - at));
            part.take(at, next);
            crc.update(next.asByteBuffer());
        }
        if (entry.crc != 0) {
            checkCrc(entry, crc.getValue());
        }
    }

    /**
     * Returns a record's first unpacked bytes, at least as many as wanted if it has so many; their
     * checksum is not looked at.
     *
     * @throws CheckpointException if the data do not unpack
     */
    MemorySegment start(Entry entry, int wanted, Budget budget) throws CheckpointException {
        MemorySegment raw = file.slice(entry.data, entry.packed);
        return entry.method == STORED
                ? raw
                : inflate(entry, raw, (int) Math.min(entry.size, wanted), budget);
    }

    private MemorySegment inflate(Entry entry, MemorySegment raw, int wanted, Budget budget)
            throws CheckpointException {
        if (entry.packed > Integer.MAX_VALUE - 8) {
            throw fail(entry, "it is deflated and larger than 2 GiB; store it uncompressed");
        }
        if (entry.size > (entry.packed + 1) * MAX_RATIO) {
            throw fail(
                    entry,
                    entry.packed + " deflated bytes cannot hold " + entry.size + " bytes of data");
        }
        byte[] out = budget.attempt(wanted, "record " + entry.name, () -> new byte[wanted]);
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(raw.asByteBuffer());
            int done = 0;
            while (done < out.length) {
                int n = inflater.inflate(out, done, out.length - done);
                if (n == 0) {
                    throw fail(entry, "its deflated data end after " + done + " bytes");
                }
                done += n;
            }
            if (wanted == entry.size
                    && !inflater.finished()
                    && inflater.inflate(new byte[1]) != 0) {
                throw fail(entry, "its deflated data go on after " + done + " bytes");
            }
        } catch (DataFormatException e) {
            throw fail(entry, "its deflated data are broken: " + e.getMessage());
        }
        return MemorySegment.ofArray(out);
    }

    private int whole(Entry entry) throws CheckpointException {
        if (entry.size > Integer.MAX_VALUE - 8) {
            throw fail(entry, "it is deflated and larger than 2 GiB; store it uncompressed");
        }
        return (int) entry.size;
    }

    private static long crc(MemorySegment bytes) {
        CRC32 crc = new CRC32();
        for (long at = 0; at < bytes.byteSize(); at += PART) {
            crc.update(bytes.asSlice(at, Math.min(PART, bytes.byteSize() - at)).asByteBuffer());
        }
        return crc.getValue();
    }

    private void checkCrc(Entry entry, long crc) throws CheckpointException {
        if (crc != entry.crc) {
            throw fail(
                    entry,
                    String.format(
                            "its checksum is %08x, but the archive says %08x: the file is damaged",
                            crc, entry.crc));
        }
    }

    private CheckpointException fail(Entry entry, String reason) {
        return file.fail(entry.data, "record " + entry.name + ": " + reason);
    }

    private static Directory directory(MappedFile file) throws CheckpointException {
        long least = Math.max(0, file.size() - 22 - 0xffff);
        for (long at = file.size() - 22; at >= least; at--) {
            if (file.u4(at) == END && at + 22 + file.u2(at + 20) == file.size()) {
                return directory(file, at);
            }
        }
        throw file.fail(
                file.size(), "the zip archive has no end record: the file is cut off or damaged");
    }

    private static Directory directory(MappedFile file, long end) throws CheckpointException {
        long count = file.u2(end + 10);
        long size = file.u4(end + 12);
        long start = file.u4(end + 16);
        long limit = end;
        if (end >= 20 && file.u4(end - 20) == LOCATOR64) {
            limit = file.i8(end - 20 + 8);
            file.check(limit, 56);
            if (file.u4(limit) != END64) {
                throw file.fail(limit, "there is no zip64 end record here");
            }
            count = file.i8(limit + 32);
            size = file.i8(limit + 40);
            start = file.i8(limit + 48);
        }
        if (start < 0 || size < 0 || start > limit || size > limit - start) {
            throw file.fail(
                    end,
                    "the zip directory is said to lie at "
                            + start
                            + " with "
                            + size
                            + " bytes, but the archive ends at "
                            + limit);
        }
        if (count < 0 || count > size / 46) {
            throw file.fail(end, count + " zip entries do not fit into " + size + " bytes");
        }
        return new Directory(start, size, count);
    }

    private static Entry entry(MappedFile file, long at, long limit) throws CheckpointException {
        int flags = file.u2(at + 8);
        int method = file.u2(at + 10);
        long packed = file.u4(at + 20);
        long size = file.u4(at + 24);
        int nameLength = file.u2(at + 28);
        long header = file.u4(at + 42);
        byte[] rawName = file.copy(at + 46, nameLength);
        String name = name(file, at + 46, rawName);

        long extra = at + 46 + nameLength;
        long extraEnd = extra + file.u2(at + 30);
        while (extraEnd - extra >= 4) {
            int length = file.u2(extra + 2);
            if (file.u2(extra) == 1) {
                long field = extra + 4;
                if (size == 0xffff_ffffL) {
                    size = file.i8(field);
                    field += 8;
                }
                if (packed == 0xffff_ffffL) {
                    packed = file.i8(field);
                    field += 8;
                }
                if (header == 0xffff_ffffL) {
                    header = file.i8(field);
                    field += 8;
                }
                if (field > extra + 4 + length) {
                    throw file.fail(extra, "the zip64 field of record " + name + " is too short");
                }
            }
            extra += 4 + length;
        }

        if ((flags & 1) != 0) {
            throw file.fail(at, "record " + name + " is encrypted");
        }
        if (method != STORED && method != DEFLATED) {
            throw file.fail(at, "record " + name + " uses the unknown compression " + method);
        }
        if (method == STORED && size != packed) {
            throw file.fail(
                    at, "record " + name + " is stored, but its sizes are " + packed + ", " + size);
        }
        if (header < 0 || header > limit - 30 || file.u4(header) != LOCAL) {
            throw file.fail(at, "record " + name + " has no header at byte " + header);
        }
        int localLength = file.u2(header + 26);
        long data = header + 30 + localLength + file.u2(header + 28);
        if (packed < 0 || size < 0 || data > limit || packed > limit - data) {
            throw file.fail(
                    at,
                    "record " + name + " of " + packed + " bytes goes beyond the zip directory");
        }
        if (localLength != nameLength
                || file.slice(header + 30, localLength).mismatch(MemorySegment.ofArray(rawName))
                        != -1) {
            throw file.fail(header, "record " + name + " has another name in its own header");
        }
        return new Entry(name, method, header, data, packed, size, file.u4(at + 16));
    }

    private static String name(MappedFile file, long at, byte[] raw) throws CheckpointException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            throw file.fail(at, "the name of a zip record is not valid UTF-8");
        }
    }

    private static void checkOverlaps(MappedFile file, SequencedMap<String, Entry> entries)
            throws CheckpointException {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::header));
        for (int i = 1; i < sorted.size(); i++) {
            Entry before = sorted.get(i - 1);
            Entry entry = sorted.get(i);
            if (before.data + before.packed > entry.header) {
                throw file.fail(
                        entry.header,
                        "the records " + before.name + " and " + entry.name + " overlap");
            }
        }
    }
}
