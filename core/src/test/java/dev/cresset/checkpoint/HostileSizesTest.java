package dev.cresset.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small files that would grow large, deep or slow end as checked exceptions, or load, with a heap
 * of 256 MiB.
 */
class HostileSizesTest {
    @TempDir Path folder;

    /** Reads the files that it is given and says for each what came of it. */
    static final class Read {
        private Read() {}

        public static void main(String[] files) {
            for (String file : files) {
                long start = System.nanoTime();
                String what;
                try {
                    Objects.requireNonNull(Checkpoint.read(Path.of(file)).toString());
                    what = "read";
                } catch (CheckpointException e) {
                    what = "refused";
                } catch (Throwable t) {
                    what = "ESCAPED " + t;
                }
                long ms = (System.nanoTime() - start) / 1_000_000;
                System.out.println(file + " " + what + " in " + ms + " ms");
            }
        }
    }

    @Test
    void nothingEscapesWithASmallHeap() throws IOException, InterruptedException {
        Map<String, byte[]> pickles = new LinkedHashMap<>();
        for (char c : "]}(N)\u008f".toCharArray()) {
            pickles.put("many-" + (int) c, repeated(new byte[] {(byte) c}, 3_000_000));
        }
        pickles.put("sets", repeated(new byte[] {(byte) 0x8f, 'q', 0}, 6_000_000));
        // Just within the number of objects that a heap of 256 MiB is reckoned to hold.
        byte[] within = repeated(new byte[] {(byte) 0x8f}, 665_000, (byte) '(');
        within[within.length - 1] = 't';
        pickles.put("sets-within", java.util.Arrays.copyOf(within, within.length + 1));
        Objects.requireNonNull(pickles.get("sets-within"))[within.length] = '.';
        pickles.put("memos", memos());
        pickles.put("lists-in-lists", repeated(new byte[] {']', ']', 'a'}, 3_000_000));
        pickles.put("tuples", repeated(new byte[] {')', (byte) 0x85}, 3_000_000));
        pickles.put("nested", repeated(new byte[] {(byte) 0x85}, 3_000_000, (byte) ')'));
        pickles.put("laughs", laughs());
        pickles.put("long-string", string(30_000_000));
        pickles.put("long-integer", integer(30_000_000));
        pickles.put("colliding-keys", collidingKeys());
        List<Object> files = new java.util.ArrayList<>();
        for (var e : pickles.entrySet()) {
            files.add(Files.write(folder.resolve(e.getKey() + ".pt"), zip(e.getValue())));
        }
        files.add(Files.write(folder.resolve("bomb.npz"), bomb()));
        files.add(Files.write(folder.resolve("json.safetensors"), json()));

        Process process = ChildJvm.of(Read.class, List.of("-Xmx256m"), files.toArray()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()).hasSize(files.size());
        assertThat(output).doesNotContain("ESCAPED");
        assertThat(output.lines().filter(l -> l.matches(".* in \\d{5,} ms"))).as(output).isEmpty();
    }

    private static byte[] repeated(byte[] part, int length, byte... start) {
        ByteBuffer out = ByteBuffer.allocate(2 + start.length + length + 1);
        out.put((byte) 0x80).put((byte) 2).put(start);
        for (int i = 0; i + part.length <= length; i += part.length) {
            out.put(part);
        }
        out.put((byte) '.');
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] memos() {
        ByteBuffer out = ByteBuffer.allocate(23_000_000).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x80).put((byte) 2).put((byte) 'N');
        for (int i = 0; out.remaining() > 10; i++) {
            out.put((byte) 'r').putInt(i);
        }
        return java.util.Arrays.copyOf(out.put((byte) '.').array(), out.position());
    }

    /** A list of ten lists that are the same list of ten lists that are …. */
    private static byte[] laughs() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2, 'N'});
        for (int level = 0; level < 40; level++) {
            out.writeBytes(new byte[] {'q', (byte) level, '0', '(', 'h', (byte) level});
            for (int i = 0; i < 9; i++) {
                out.writeBytes(new byte[] {'h', (byte) level});
            }
            out.write('l');
        }
        out.write('.');
        return out.toByteArray();
    }

    private static byte[] string(int length) {
        ByteBuffer out = ByteBuffer.allocate(length + 16).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x80).put((byte) 2).put((byte) 'X').putInt(length);
        java.util.Arrays.fill(out.array(), out.position(), out.position() + length, (byte) 'x');
        out.position(out.position() + length).put((byte) '.');
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] integer(int length) {
        byte[] out = string(length);
        out[2] = (byte) 0x8b;
        return out;
    }

    /** Strings of "Aa" and "BB", whose Java hash codes are all the same, as keys of one dict. */
    private static byte[] collidingKeys() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2, '}', '('});
        for (int n = 0; n < 1 << 17; n++) {
            out.writeBytes(new byte[] {'X', 34, 0, 0, 0});
            for (int bit = 0; bit < 17; bit++) {
                out.writeBytes(((n >> bit & 1) == 0 ? "Aa" : "BB").getBytes(UTF_8));
            }
            out.write('N');
        }
        out.writeBytes(new byte[] {'u', '.'});
        return out.toByteArray();
    }

    private static byte[] zip(byte[] pickle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(pickle);
            out.closeEntry();
            out.putNextEntry(new ZipEntry("archive/version"));
            out.write("3\n".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_SPEED);
            for (int i = 0; i < 4; i++) {
                out.putNextEntry(new ZipEntry("a" + i + ".npy"));
                byte[] header =
                        NpyHeader.of(
                                dev.cresset.op.DType.UINT8, dev.cresset.op.Shape.of(100_000_000));
                out.write(header);
                byte[] zeros = new byte[1_000_000];
                for (int j = 0; j < 100; j++) {
                    out.write(zeros);
                }
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] json() {
        byte[] text = "{\"a\":[".concat("{},".repeat(2_000_000)).concat("{}]}").getBytes(UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        return out.putLong(text.length).put(text).array();
    }
}
