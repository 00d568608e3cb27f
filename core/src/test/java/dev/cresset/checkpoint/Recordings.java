package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Recordings in the test resources: gzipped JSON rows and the safetensors file that they refer to.
 */
public final class Recordings {
    private final List<Map<String, Object>> rows;
    private final Map<String, Tensor> tensors;

    private Recordings(List<Map<String, Object>> rows, Map<String, Tensor> tensors) {
        this.rows = rows;
        this.tensors = tensors;
    }

    /** Reads {@code name.json.gz}, and {@code name.safetensors.gz} if there is one. */
    @SuppressWarnings("unchecked")
    public static Recordings read(Class<?> beside, String name) {
        try {
            byte[] json = Objects.requireNonNull(bytes(beside, name + ".json.gz"), name);
            byte[] data = bytes(beside, name + ".safetensors.gz");
            var rows = (List<Map<String, Object>>) Objects.requireNonNull(Json.parse(json));
            return new Recordings(rows, data == null ? Map.of() : tensors(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Json.SyntaxException e) {
            throw new IllegalStateException(name + " at " + e.offset(), e);
        }
    }

    private static Map<String, Tensor> tensors(byte[] data) throws IOException {
        Path file = Files.createTempFile("recorded", ".safetensors");
        try {
            Files.write(file, data);
            return Checkpoint.load(file);
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] bytes(Class<?> beside, String file) throws IOException {
        try (InputStream in = beside.getResourceAsStream(file)) {
            return in == null ? null : new GZIPInputStream(in).readAllBytes();
        }
    }

    /** Returns the rows. */
    public List<Map<String, Object>> rows() {
        return rows;
    }

    /** Returns a copy of a tensor. */
    public Tensor tensor(Object key) {
        return Objects.requireNonNull(tensors.get((String) key), () -> "no tensor " + key).clone();
    }
}
