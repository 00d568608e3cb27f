package dev.cresset.checkpoint;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recorded files of real PyTorch, safetensors and NumPy, from the test resources. */
final class RecordedFiles {
    private static final Map<String, byte[]> FILES = files();

    private RecordedFiles() {}

    /** Returns the rows of the index of a class: valid, bad, st_valid or st_bad. */
    static Stream<Map<?, ?>> rows(String kind) {
        Map<?, ?> index = (Map<?, ?>) json("index.json");
        return ((List<?>) Objects.requireNonNull(index.get("files")))
                .stream()
                        .<Map<?, ?>>map(f -> (Map<?, ?>) f)
                        .filter(f -> kind.equals(f.get("class")));
    }

    static Object json(String name) {
        try {
            return Objects.requireNonNull(Json.parse(bytes(name)));
        } catch (Json.SyntaxException e) {
            throw new AssertionError(name + " at " + e.offset(), e);
        }
    }

    static byte[] bytes(String name) {
        return Objects.requireNonNull(FILES.get(name), name);
    }

    /** Copies a file into a folder, keeping its own name, and returns where it is. */
    static Path copy(String name, Path folder) {
        try {
            return Files.write(
                    folder.resolve(name.substring(name.lastIndexOf('/') + 1)), bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        unpack("checkpoints.bin.gz", files);
        unpack("numpy.bin.gz", files);
        return files;
    }

    private static void unpack(String resource, Map<String, byte[]> files) {
        try (InputStream raw = RecordedFiles.class.getResourceAsStream(resource);
                DataInputStream in =
                        new DataInputStream(new GZIPInputStream(Objects.requireNonNull(raw)))) {
            for (int high = in.read(); high >= 0; high = in.read()) {
                String name = new String(in.readNBytes(high << 8 | in.read()));
                files.put(name, in.readNBytes(in.readInt()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
