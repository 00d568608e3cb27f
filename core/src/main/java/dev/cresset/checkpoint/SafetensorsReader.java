package dev.cresset.checkpoint;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads safetensors files by the rules of the official library: a strict JSON header, and tensors
 * that tile the data without hole, overlap or rest.
 *
 * <p>A tensor that {@code __metadata__} names as another name's source is restored under both
 * names: {@code {"3.weight": "1.weight"}}, as the official {@code save_model} records ties.
 *
 * @see <a href="https://github.com/huggingface/safetensors">safetensors</a>
 */
final class SafetensorsReader {
    /** The longest header, in bytes. */
    static final long MAX_HEADER = 100_000_000;

    /** What a byte of JSON may cost in memory: {@code {},} becomes a map. */
    static final int HEADER_COST = 32;

    static final String METADATA = "__metadata__";

    private record Entry(String name, SafetensorsDType type, long[] shape, long begin, long end) {}

    private final MappedFile file;
    private final long dataStart;

    private SafetensorsReader(MappedFile file, long dataStart) {
        this.file = file;
        this.dataStart = dataStart;
    }

    /** Returns whether a file starts as a safetensors file does. */
    static boolean matches(MappedFile file) throws CheckpointException {
        if (file.size() < 9) {
            return false;
        }
        long length = file.i8(0);
        int first = file.u1(8);
        return length > 0
                && length <= MAX_HEADER
                && length <= file.size() - 8
                && (first == '{' || first == ' ' || first == '\n');
    }

    /** Reads a file as a map from names to tensors, with the metadata as attribute. */
    static Value read(MappedFile file, Budget budget) throws CheckpointException {
        if (file.size() < 8) {
            throw file.fail(0, "too short for a safetensors file: " + file.size() + " bytes");
        }
        long length = file.i8(0);
        if (length < 0 || length > MAX_HEADER) {
            throw file.fail(
                    0,
                    "the safetensors header is said to have "
                            + Long.toUnsignedString(length)
                            + " bytes; at most "
                            + MAX_HEADER
                            + " are accepted");
        }
        file.check(8, length);
        budget.reserve(HEADER_COST * length, "the safetensors header");
        Object header;
        try {
            header = Json.parse(file.copy(8, (int) length));
        } catch (Json.SyntaxException e) {
            throw file.fail(8 + e.offset(), "the header is not strict JSON: " + e.getMessage());
        }
        if (!(header instanceof Map<?, ?> map)) {
            throw file.fail(8, "the header is not a JSON object");
        }
        return new SafetensorsReader(file, 8 + length).read(map, budget);
    }

    private Value read(Map<?, ?> header, Budget budget) throws CheckpointException {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (var e : header.entrySet()) {
            String name = (String) e.getKey();
            if (name.equals(METADATA)) {
                metadata = metadata(e.getValue());
            } else {
                entries.add(entry(name, e.getValue()));
            }
        }
        checkTiling(entries);

        Value.MapValue out = new Value.MapValue(false);
        for (Entry e : entries) {
            out.put(new Value.StringValue(e.name), tensor(e, budget));
        }
        Value.MapValue attributes = new Value.MapValue(false);
        metadata.forEach((name, text) -> {
            Value tensor = out.get(text);
            if (tensor != null && out.get(name) == null) {
                out.put(new Value.StringValue(name), tensor);
            } else {
                attributes.put(new Value.StringValue(name), new Value.StringValue(text));
            }
        });
        if (!attributes.entries().isEmpty()) {
            out.metadata(attributes);
        }
        return out;
    }

    private Map<String, String> metadata(@Nullable Object value) throws CheckpointException {
        if (!(value instanceof Map<?, ?> map)) {
            throw file.fail(8, METADATA + " is not a JSON object");
        }
        Map<String, String> out = new LinkedHashMap<>();
        for (var e : map.entrySet()) {
            if (!(e.getValue() instanceof String text)) {
                throw file.fail(
                        8, METADATA + ": the value of '" + e.getKey() + "' is not a string");
            }
            out.put((String) e.getKey(), text);
        }
        return out;
    }

    private Entry entry(String name, @Nullable Object value) throws CheckpointException {
        if (!(value instanceof Map<?, ?> map)) {
            throw fail(name, "its entry is not a JSON object");
        }
        if (!(map.get("dtype") instanceof String typeName)) {
            throw fail(name, "it has no dtype");
        }
        SafetensorsDType type = SafetensorsDType.find(typeName);
        if (type == null) {
            throw fail(name, "its dtype '" + typeName + "' is not one of safetensors'");
        }
        long[] shape = numbers(name, "shape", map.get("shape"));
        long[] offsets = numbers(name, "data_offsets", map.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw fail(name, "data_offsets are not [begin, end]");
        }
        long bits = type.bits();
        try {
            for (long size : shape) {
                bits = Math.multiplyExact(bits, size);
            }
        } catch (ArithmeticException e) {
            throw fail(name, "the product of its sizes overflows 64 bits");
        }
        if (bits % 8 != 0 || bits / 8 != offsets[1] - offsets[0]) {
            throw fail(
                    name,
                    "its shape and dtype take "
                            + bits / 8
                            + " bytes, but its data_offsets span "
                            + (offsets[1] - offsets[0]));
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private long[] numbers(String name, String field, @Nullable Object value)
            throws CheckpointException {
        if (!(value instanceof List<?> list)) {
            throw fail(name, "it has no " + field);
        }
        long[] out = new long[list.size()];
        for (int i = 0; i < out.length; i++) {
            if (!(list.get(i) instanceof Long n) || n < 0) {
                throw fail(name, field + " are not all whole numbers of 0 or more");
            }
            out[i] = n;
        }
        return out;
    }

    private void checkTiling(List<Entry> entries) throws CheckpointException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        for (Entry e : sorted) {
            if (e.begin != at) {
                throw fail(
                        e.name,
                        "its data begin at "
                                + e.begin
                                + ", but those before it end at "
                                + at
                                + ": tensors must follow each other without hole or overlap");
            }
            at = e.end;
        }
        if (at != file.size() - dataStart) {
            throw file.fail(
                    dataStart,
                    "the tensors take "
                            + at
                            + " bytes, but the file holds "
                            + (file.size() - dataStart)
                            + " after the header");
        }
    }

    private Value tensor(Entry e, Budget budget) throws CheckpointException {
        DType dtype = e.type.dtype();
        if (dtype == null) {
            return new Value.OpaqueValue(
                    "tensor of " + e.type + " and shape " + List.of(boxed(e.shape)), null);
        }
        long bytes = e.end - e.begin;
        Layout layout = layout(e);
        FileStorage storage =
                new FileStorage(dtype, bytes, () -> load(e, dtype, layout.numel(), budget));
        return new Value.TensorValue(new FileTensor(storage, layout), false, false);
    }

    private Storage load(Entry e, DType dtype, int numel, Budget budget)
            throws CheckpointException {
        long bytes = e.end - e.begin;
        Storage storage =
                budget.attempt(bytes, "tensor " + e.name, () -> Storage.allocate(dtype, numel));
        StorageBytes.fill(
                dtype, storage, file.slice(dataStart + e.begin, bytes), ByteOrder.LITTLE_ENDIAN);
        return storage;
    }

    private Layout layout(Entry e) throws CheckpointException {
        try {
            int[] sizes = new int[e.shape.length];
            for (int d = 0; d < sizes.length; d++) {
                sizes[d] = Math.toIntExact(e.shape[d]);
            }
            Math.toIntExact((e.end - e.begin) * 8 / e.type.bits());
            return Layout.contiguous(Shape.of(sizes));
        } catch (ArithmeticException tooLarge) {
            throw fail(e.name, "it is larger than a Java array can be (2^31 - 1 elements)");
        }
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }

    private CheckpointException fail(String name, String reason) {
        return file.fail(8, "tensor '" + name + "': " + reason);
    }
}
