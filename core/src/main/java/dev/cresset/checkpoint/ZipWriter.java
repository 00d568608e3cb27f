package dev.cresset.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored records whose data start at multiples of {@value #ALIGNMENT}
 * bytes.
 *
 * <p>Sizes and checksums stand in both headers; zip64 fields appear where a size or offset needs
 * them. The same records give the same bytes: all dates are 1980-01-01.
 */
final class ZipWriter {
    /** What the data of a record are aligned to, in bytes: what PyTorch 2 does. */
    static final int ALIGNMENT = 64;

    private static final long MAX32 = 0xffff_ffffL;
    private static final int UTF8 = 0x0800;
    private static final int DATE = 0x21;

    private record Entry(byte[] name, long header, long size, long crc) {
        boolean large() {
            return size >= MAX32 || header >= MAX32;
        }
    }

    /** What fills a record. */
    interface Body {
        /** Writes all bytes of the record. */
        void writeTo(StorageBytes.Sink sink) throws IOException;
    }

    private final FileChannel out;
    private final List<Entry> entries = new ArrayList<>();
    private long at;

    /** Returns a writer that starts at the beginning of an empty file. */
    ZipWriter(FileChannel out) {
        this.out = out;
    }

    /** Writes a record. */
    void add(String name, byte[] data) throws IOException {
        add(name, data.length, sink -> sink.write(ByteBuffer.wrap(data)));
    }

    /**
     * Writes a record of a known size.
     *
     * @throws IllegalStateException if the body writes more or fewer bytes
     */
    void add(String name, long size, Body body) throws IOException {
        byte[] rawName = name.getBytes(StandardCharsets.UTF_8);
        long header = at;
        put(localHeader(rawName, size));
        CRC32 crc = new CRC32();
        long start = at;
        body.writeTo(bytes -> {
            crc.update(bytes.duplicate());
            put(bytes);
        });
        if (at - start != size) {
            throw new IllegalStateException(
                    "zip: record " + name + " of " + size + " bytes got " + (at - start));
        }
        ByteBuffer checksum = buffer(4).putInt((int) crc.getValue()).flip();
        while (checksum.hasRemaining()) {
            out.write(checksum, header + 14 + checksum.position());
        }
        entries.add(new Entry(rawName, header, size, crc.getValue()));
    }

    /** Writes the directory; nothing may follow. */
    void finish() throws IOException {
        long start = at;
        for (Entry entry : entries) {
            put(centralHeader(entry));
        }
        put(endRecords(start, at - start));
    }

    private ByteBuffer localHeader(byte[] name, long size) {
        boolean large = size >= MAX32;
        int fixed = 30 + name.length + (large ? 20 : 0);
        int padding = (int) Math.floorMod(-(at + fixed + 4), (long) ALIGNMENT);
        ByteBuffer b = buffer(fixed + 4 + padding);
        b.putInt(0x04034b50).putShort((short) (large ? 45 : 20)).putShort((short) UTF8);
        b.putShort((short) 0).putShort((short) 0).putShort((short) DATE).putInt(0);
        b.putInt((int) (large ? MAX32 : size)).putInt((int) (large ? MAX32 : size));
        b.putShort((short) name.length).putShort((short) (fixed - 30 - name.length + 4 + padding));
        b.put(name);
        if (large) {
            b.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        }
        b.put((byte) 'F').put((byte) 'B').putShort((short) padding);
        while (b.hasRemaining()) {
            b.put((byte) 'Z');
        }
        return b.flip();
    }

    private static ByteBuffer centralHeader(Entry e) {
        boolean large = e.large();
        ByteBuffer b = buffer(46 + e.name.length + (large ? 28 : 0));
        b.putInt(0x02014b50).putShort((short) 45).putShort((short) (large ? 45 : 20));
        b.putShort((short) UTF8).putShort((short) 0).putShort((short) 0).putShort((short) DATE);
        b.putInt((int) e.crc);
        b.putInt((int) (large ? MAX32 : e.size)).putInt((int) (large ? MAX32 : e.size));
        b.putShort((short) e.name.length).putShort((short) (large ? 28 : 0));
        b.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        b.putInt((int) (large ? MAX32 : e.header)).put(e.name);
        if (large) {
            b.putShort((short) 1).putShort((short) 24);
            b.putLong(e.size).putLong(e.size).putLong(e.header);
        }
        return b.flip();
    }

    private ByteBuffer endRecords(long start, long size) {
        ByteBuffer b = buffer(56 + 20 + 22);
        boolean large = start >= MAX32 || size >= MAX32 || entries.size() >= 0xffff;
        if (large) {
            b.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
            b.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
            b.putLong(size).putLong(start);
            b.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
        }
        short count = (short) Math.min(entries.size(), 0xffff);
        b.putInt(0x06054b50).putShort((short) 0).putShort((short) 0).putShort(count);
        b.putShort(count).putInt((int) Math.min(size, MAX32)).putInt((int) Math.min(start, MAX32));
        return b.putShort((short) 0).flip();
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
