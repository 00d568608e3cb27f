package dev.cresset.testkit.golden;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The test kit's own reader of safetensors files, so that recorded values never pass through the
 * code under test.
 *
 * <p>Format: 8 bytes length (little endian), a JSON header {@code name -> {dtype, shape,
 * data_offsets}}, raw little-endian data.
 */
public final class SafeTensors {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private SafeTensors() {}

    /**
     * Reads all tensors of a file, in the order of its header, as dense row-major views.
     *
     * @throws IOException if the file cannot be read or is not a safetensors file
     */
    public static Map<String, View> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < 8) {
            throw new IOException(file + ": shorter than its header");
        }
        long length = bytes.getLong();
        if (length < 0 || length > bytes.remaining()) {
            throw new IOException(file + ": header of " + length + " bytes does not fit the file");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Map<String, View> out = new LinkedHashMap<>();
        try {
            JsonNode root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> e : root.properties()) {
                if (!e.getKey().equals("__metadata__")) {
                    out.put(e.getKey(), tensor(file, e.getKey(), e.getValue(), data));
                }
            }
        } catch (JacksonException e) {
            throw new IOException(file + ": the header is not JSON", e);
        }
        return Collections.unmodifiableMap(out);
    }

    /** As {@link #read}, for callers that cannot go on without the file. */
    static Map<String, View> readUnchecked(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static View tensor(Path file, String name, JsonNode entry, ByteBuffer data)
            throws IOException {
        DType dtype = dtype(file, name, entry.get("dtype").asString());
        JsonNode sizes = entry.get("shape");
        int[] shape = new int[sizes.size()];
        for (int d = 0; d < shape.length; d++) {
            shape[d] = sizes.get(d).asInt();
        }
        int numel = Math.toIntExact(Shape.of(shape).numel());
        long begin = entry.get("data_offsets").get(0).asLong();
        long end = entry.get("data_offsets").get(1).asLong();
        if (begin < 0 || end > data.capacity() || end - begin != (long) numel * dtype.bytes()) {
            throw new IOException(
                    file
                            + ": tensor "
                            + name
                            + " has offsets "
                            + begin
                            + ", "
                            + end
                            + " for "
                            + numel
                            + " elements of "
                            + dtype);
        }
        ByteBuffer raw =
                data.slice((int) begin, (int) (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
        return new View(dtype, storage(dtype, raw, numel), Layout.contiguous(Shape.of(shape)));
    }

    private static Storage storage(DType dtype, ByteBuffer raw, int numel) {
        Storage storage = Storage.allocate(dtype, numel);
        switch (storage) {
            case Storage.Floats s -> raw.asFloatBuffer().get(s.array);
            case Storage.Doubles s -> raw.asDoubleBuffer().get(s.array);
            case Storage.Longs s -> raw.asLongBuffer().get(s.array);
            case Storage.Ints s -> raw.asIntBuffer().get(s.array);
            case Storage.Shorts s -> raw.asShortBuffer().get(s.array);
            case Storage.Bytes s -> raw.get(s.array);
        }
        return storage;
    }

    private static DType dtype(Path file, String name, String code) throws IOException {
        return switch (code) {
            case "F64" -> DType.FLOAT64;
            case "F32" -> DType.FLOAT32;
            case "F16" -> DType.FLOAT16;
            case "BF16" -> DType.BFLOAT16;
            case "I64" -> DType.INT64;
            case "I32" -> DType.INT32;
            case "I16" -> DType.INT16;
            case "I8" -> DType.INT8;
            case "U8" -> DType.UINT8;
            case "BOOL" -> DType.BOOL;
            default -> throw new IOException(file + ": tensor " + name + " has dtype " + code);
        };
    }
}
