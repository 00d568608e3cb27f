package dev.cresset.checkpoint;

import dev.cresset.engine.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Writes arrays as NumPy does: {@code .npy} for one, {@code .npz} for a map from names to them.
 *
 * <p>NumPy has no sharing: tensors that are the same elements are written each, and a record that
 * NumPy does not mind says so, from which they are tied again.
 */
final class NpzWriter {
    private final SequencedMap<String, Value.TensorValue> tensors;
    private final Map<String, String> ties = new LinkedHashMap<>();

    /**
     * Prepares arrays.
     *
     * @throws IllegalArgumentException if NumPy cannot hold one
     */
    NpzWriter(SequencedMap<String, Value.TensorValue> tensors) {
        this.tensors = tensors;
        IdentityHashMap<Object, List<Map.Entry<String, Value.TensorValue>>> byMemory =
                new IdentityHashMap<>();
        for (Map.Entry<String, Value.TensorValue> e : tensors.entrySet()) {
            if ((e.getKey() + ".npy").equals(NpzReader.METADATA)) {
                throw new IllegalArgumentException(
                        "npz: a tensor cannot be named " + NpzReader.METADATA);
            }
            header(e.getKey(), e.getValue());
            var siblings = byMemory.computeIfAbsent(e.getValue().memory(), m -> new ArrayList<>());
            siblings.stream()
                    .filter(s -> s.getValue().sameElements(e.getValue()))
                    .findFirst()
                    .ifPresentOrElse(
                            first -> ties.put(e.getKey(), first.getKey()), () -> siblings.add(e));
        }
    }

    private static byte[] header(String name, Value.TensorValue tensor) {
        try {
            return NpyHeader.of(tensor.dtype(), tensor.shape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor '" + name + "': " + e.getMessage(), e);
        }
    }

    /** Writes an archive to an empty file. */
    void write(FileChannel out) throws IOException {
        ZipWriter zip = new ZipWriter(out);
        for (Map.Entry<String, Value.TensorValue> e : tensors.entrySet()) {
            byte[] header = header(e.getKey(), e.getValue());
            zip.add(
                    e.getKey() + ".npy",
                    header.length + e.getValue().bytes(),
                    sink -> {
                        sink.write(ByteBuffer.wrap(header));
                        elements(e.getValue(), sink);
                    });
        }
        if (!ties.isEmpty()) {
            StringBuilder json = new StringBuilder("{\"ties\":{");
            ties.forEach((name, first) ->
                    json.append(Json.quote(name))
                            .append(':')
                            .append(Json.quote(first))
                            .append(','));
            json.setLength(json.length() - 1);
            zip.add(
                    NpzReader.METADATA,
                    json.append("}}").toString().getBytes(StandardCharsets.UTF_8));
        }
        zip.finish();
    }

    /** Writes one array to an empty file. */
    static void writeOne(Value.TensorValue tensor, FileChannel out) throws IOException {
        StorageBytes.Sink sink =
                bytes -> {
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                };
        sink.write(ByteBuffer.wrap(header("", tensor)));
        elements(tensor, sink);
    }

    private static void elements(Value.TensorValue tensor, StorageBytes.Sink sink)
            throws IOException {
        View dense = StorageBytes.dense(tensor.tensor().view());
        StorageBytes.write(dense.storage(), dense.layout().offset(), dense.numel(), sink);
    }
}
