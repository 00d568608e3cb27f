package dev.cresset.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Damages files at random: anywhere, or inside the records of an archive and the header of a
 * safetensors file with lengths and checksums made right again, so that damage gets past the first
 * checks.
 */
final class Mutations {
    private static final byte[] OPCODES =
            "().RQsuabt0]}cqhjXKMJGNlde12U\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0093\u0094\u0095"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 40,
        1L << 62
    };

    private static final String[] TEXTS = {
        "0", "-1", "1e9", "1.0", "9223372036854775807", "9223372036854775808", "[", "]", "{", "}",
        ",", ":", "\"", "null", "true", "[[[[[[", "\"dtype\"", "\"F32\"", "\"BF16\"", "\"F4\"",
        "\\u0000", "\\ud800", "\"__metadata__\"", "(", ")", "'<f8'", "'|O'", "'descr'", "True"
    };

    private final SplittableRandom random;
    private final List<byte[]> corpus;

    Mutations(SplittableRandom random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    /** Returns a damaged copy of a random file of the corpus. */
    byte[] next() {
        byte[] original = corpus.get(random.nextInt(corpus.size())).clone();
        boolean zip = original.length > 4 && original[0] == 'P' && original[1] == 'K';
        boolean inside = random.nextInt(3) > 0;
        if (zip && inside) {
            return rezipped(original);
        }
        if (original.length > 8 && original[8] == '{' && inside) {
            return reheaded(original);
        }
        return mutate(original);
    }

    /** Damages one record of an archive and writes the archive anew. */
    private byte[] rezipped(byte[] original) {
        Map<String, byte[]> records = records(original);
        if (records.isEmpty()) {
            return mutate(original);
        }
        List<String> names = List.copyOf(records.keySet());
        String pickle =
                names.stream().filter(n -> n.endsWith("data.pkl")).findFirst().orElse(names.get(0));
        String chosen = random.nextInt(4) > 0 ? pickle : names.get(random.nextInt(names.size()));
        boolean deflated = random.nextInt(3) == 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                byte[] data = records.get(name);
                if (name.equals(chosen)) {
                    data = mutate(data.clone());
                }
                ZipEntry entry = new ZipEntry(name);
                if (!deflated) {
                    CRC32 crc = new CRC32();
                    crc.update(data);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(data.length);
                    entry.setCrc(crc.getValue());
                }
                out.putNextEntry(entry);
                out.write(data);
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] made = bytes.toByteArray();
        return random.nextInt(8) == 0 ? mutate(made) : made;
    }

    /** Reads the records of a sound archive, as far as they are stored. */
    private static Map<String, byte[]> records(byte[] file) {
        Map<String, byte[]> out = new LinkedHashMap<>();
        ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 46 <= file.length; at++) {
            if (b.getInt(at) == 0x02014b50 && b.getShort(at + 10) == 0) {
                int size = b.getInt(at + 24);
                int length = b.getShort(at + 28) & 0xffff;
                int header = b.getInt(at + 42);
                if (header >= 0 && header <= file.length - 30 && at + 46 + length <= file.length) {
                    String name = new String(file, at + 46, length, StandardCharsets.UTF_8);
                    int data =
                            header
                                    + 30
                                    + (b.getShort(header + 26) & 0xffff)
                                    + (b.getShort(header + 28) & 0xffff);
                    if (size >= 0 && data <= file.length && size <= file.length - data) {
                        out.put(name, Arrays.copyOfRange(file, data, data + size));
                    }
                }
            }
        }
        return out;
    }

    /** Damages the header of a safetensors file and makes its length right. */
    private byte[] reheaded(byte[] original) {
        ByteBuffer b = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
        long length = b.getLong(0);
        if (length < 0 || length > original.length - 8) {
            return mutate(original);
        }
        byte[] header = Arrays.copyOfRange(original, 8, 8 + (int) length);
        header = random.nextBoolean() ? mutate(header) : textMutate(header);
        byte[] data = Arrays.copyOfRange(original, 8 + (int) length, original.length);
        ByteBuffer out = ByteBuffer.allocate(8 + header.length + data.length);
        out.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).put(data);
        return out.array();
    }

    private byte[] textMutate(byte[] text) {
        byte[] out = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(out.length + 1);
            int drop = Math.min(random.nextInt(6), out.length - at);
            byte[] piece = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.US_ASCII);
            out = spliced(out, at, drop, piece);
        }
        return out;
    }

    private byte[] mutate(byte[] bytes) {
        byte[] out = bytes;
        for (int i = random.nextInt(4); i >= 0 && out.length > 0; i--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(11)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> out = Arrays.copyOf(out, at);
                case 3 -> out[at] = OPCODES[random.nextInt(OPCODES.length)];
                case 4 -> {
                    int n = Math.min(random.nextInt(1, 9), out.length - at);
                    Arrays.fill(out, at, at + n, (byte) (random.nextBoolean() ? 0xff : 0));
                }
                case 5 -> {
                    int from = random.nextInt(out.length);
                    int n = Math.min(random.nextInt(1, 64), out.length - Math.max(at, from));
                    System.arraycopy(out.clone(), from, out, at, n);
                }
                case 6 -> out = spliced(out, at, 0, OPCODES, random.nextInt(OPCODES.length), 1);
                case 7 -> out = spliced(out, at, random.nextInt(9), new byte[0]);
                case 8 -> out = textMutate(out);
                case 9 -> {
                    byte[] other = corpus.get(random.nextInt(corpus.size()));
                    int from = random.nextInt(other.length + 1);
                    int n = Math.min(random.nextInt(256), other.length - from);
                    out = spliced(out, at, random.nextInt(64), other, from, n);
                }
                default -> {
                    int width = 1 << random.nextInt(4);
                    long edge = EDGES[random.nextInt(EDGES.length)];
                    for (int k = 0; k < width && at + k < out.length; k++) {
                        out[at + k] = (byte) (edge >>> (8 * k));
                    }
                }
            }
        }
        return out;
    }

    private static byte[] spliced(byte[] bytes, int at, int drop, byte[] piece) {
        return spliced(bytes, at, drop, piece, 0, piece.length);
    }

    private static byte[] spliced(
            byte[] bytes, int at, int drop, byte[] piece, int from, int length) {
        int gone = Math.min(drop, bytes.length - at);
        byte[] out = new byte[bytes.length - gone + length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(piece, from, out, at, length);
        System.arraycopy(bytes, at + gone, out, at + length, bytes.length - at - gone);
        return out;
    }
}
