package dev.cresset.checkpoint;

import dev.cresset.engine.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Writes safetensors files with the bytes that the official library would write.
 *
 * <p>Tensors are sorted by dtype (largest first), then by name; the header is padded with spaces to
 * a multiple of 8. Tensors that are the same elements of the same storage are stored once, under
 * their first name; the metadata name the others. Any other sharing is lost: a strided view becomes
 * a tensor of its own.
 */
final class SafetensorsWriter {
    private static final Comparator<String> BY_BYTES =
            (a, b) ->
                    Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private record Stored(String name, Value.TensorValue tensor) {}

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Stored> stored = new ArrayList<>();

    /**
     * Prepares a state dict.
     *
     * @param metadata texts for the header's {@code __metadata__}
     */
    SafetensorsWriter(
            SequencedMap<String, Value.TensorValue> tensors, Map<String, String> metadata) {
        if (tensors.containsKey(SafetensorsReader.METADATA)) {
            throw new IllegalArgumentException(
                    "safetensors: a tensor cannot be named " + SafetensorsReader.METADATA);
        }
        if (!tensors.containsKey("format") && !tensors.containsKey("pt")) {
            this.metadata.put("format", "pt");
        }
        metadata.forEach((key, text) -> {
            if (!tensors.containsKey(key) && !tensors.containsKey(text)) {
                this.metadata.put(key, text);
            }
        });
        IdentityHashMap<Object, List<Stored>> byMemory = new IdentityHashMap<>();
        tensors.forEach((name, tensor) -> {
            List<Stored> siblings =
                    byMemory.computeIfAbsent(tensor.memory(), m -> new ArrayList<>());
            for (Stored first : siblings) {
                if (first.tensor.sameElements(tensor)) {
                    this.metadata.put(name, first.name);
                    return;
                }
            }
            Stored entry = new Stored(name, tensor);
            siblings.add(entry);
            stored.add(entry);
        });
        stored.sort(
                Comparator.comparing((Stored s) -> SafetensorsDType.of(s.tensor.dtype()))
                        .reversed()
                        .thenComparing(Stored::name, BY_BYTES));
    }

    /** Writes the file to an empty channel. */
    void write(FileChannel out) throws IOException {
        byte[] header = header();
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        put(out, length.putLong(header.length).flip());
        put(out, ByteBuffer.wrap(header));
        for (Stored s : stored) {
            View dense = StorageBytes.dense(s.tensor.tensor().view());
            StorageBytes.write(
                    dense.storage(), dense.layout().offset(), dense.numel(), b -> put(out, b));
        }
    }

    private byte[] header() {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append(Json.quote(SafetensorsReader.METADATA)).append(":{");
            metadata.forEach((key, text) ->
                    json.append(Json.quote(key)).append(':').append(Json.quote(text)).append(','));
            json.setCharAt(json.length() - 1, '}');
            json.append(',');
        }
        long at = 0;
        for (Stored s : stored) {
            long end = at + s.tensor.bytes();
            json.append(Json.quote(s.name)).append(":{\"dtype\":\"");
            json.append(SafetensorsDType.of(s.tensor.dtype())).append("\",\"shape\":[");
            for (int size : s.tensor.shape().toArray()) {
                json.append(size).append(',');
            }
            if (s.tensor.shape().rank() > 0) {
                json.setLength(json.length() - 1);
            }
            json.append("],\"data_offsets\":[").append(at).append(',').append(end).append("]},");
            at = end;
        }
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, 8) * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void put(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
