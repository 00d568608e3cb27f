package dev.cresset.testkit.golden;

import dev.cresset.checkpoint.Value;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares what a checkpoint holds with the recorded tree: types, order, values, layouts, and that
 * tensors share memory exactly where the recording says so.
 */
final class CheckpointTree {
    private final Map<String, View> tensors;
    private final Map<Integer, Storage> storages = new HashMap<>();

    CheckpointTree(Map<String, View> tensors) {
        this.tensors = tensors;
    }

    /** Checks a value against its recording; {@code at} says where it is. */
    void same(String at, JsonNode expected, Value actual) {
        if (expected.isObject()) {
            tagged(at, expected, actual);
        } else if (expected.isArray()) {
            items(at, expected, list(at, expected, actual));
        } else {
            equal(at, plain(expected), actual);
        }
    }

    private static Value plain(JsonNode e) {
        if (e.isNull()) {
            return Value.NoneValue.NONE;
        }
        if (e.isBoolean()) {
            return new Value.BoolValue(e.asBoolean());
        }
        if (e.isString()) {
            return new Value.StringValue(e.asString());
        }
        return new Value.NumberValue(
                e.isIntegralNumber() ? (Number) e.bigIntegerValue() : (Number) e.asDouble());
    }

    private static Collection<Value> list(String at, JsonNode expected, Value actual) {
        return switch (actual) {
            case Value.ListValue l -> l.items();
            case Value.TensorValue _,
                    Value.MapValue _,
                    Value.TupleValue _,
                    Value.SetValue _,
                    Value.NumberValue _,
                    Value.StringValue _,
                    Value.BoolValue _,
                    Value.NoneValue _,
                    Value.BytesValue _,
                    Value.ComplexValue _,
                    Value.DTypeValue _,
                    Value.SizeValue _,
                    Value.DeviceValue _,
                    Value.OpaqueValue _ ->
                    throw new MismatchException(at + " list " + expected, "" + actual, "");
        };
    }

    private void tagged(String at, JsonNode e, Value actual) {
        if (e.has("shape")) {
            tensor(at, e, actual);
            return;
        }
        String tag = e.propertyNames().iterator().next();
        JsonNode content = e.get(tag);
        switch (tag) {
            case "dict", "odict" -> map(at, e, content, tag.equals("odict"), actual);
            case "tuple" -> items(at, content, as(Value.TupleValue.class, at, e, actual).items());
            case "set" -> items(at, content, as(Value.SetValue.class, at, e, actual).items());
            case "int" ->
                    equal(at, new Value.NumberValue(new BigInteger(content.asString())), actual);
            case "f" ->
                    equal(
                            at,
                            new Value.NumberValue(
                                    (Double)
                                            Objects.requireNonNull(
                                                    new Encoded(Map.of()).decode(e))),
                            actual);
            case "size" -> {
                List<Long> sizes = new ArrayList<>();
                content.forEach(s -> sizes.add(s.asLong()));
                equal(at, new Value.SizeValue(sizes), actual);
            }
            case "dtype" ->
                    equal(
                            at,
                            content.asString(),
                            as(Value.DTypeValue.class, at, e, actual).dtype().text());
            case "device" -> equal(at, new Value.DeviceValue(content.asString()), actual);
            case "bytes" -> {
                byte[] bytes = new byte[content.size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) content.get(i).asInt();
                }
                byte[] got = as(Value.BytesValue.class, at, e, actual).bytes();
                equal(at, Arrays.toString(bytes), Arrays.toString(got));
            }
            case "other" -> {
                if (content.asString().equals("builtins.complex")) {
                    as(Value.ComplexValue.class, at, e, actual);
                } else {
                    as(Value.OpaqueValue.class, at, e, actual);
                }
            }
            default -> throw new IllegalArgumentException("recording: unknown tag " + tag);
        }
    }

    private void map(String at, JsonNode e, JsonNode content, boolean ordered, Value actual) {
        Value.MapValue map = as(Value.MapValue.class, at, e, actual);
        if (map.ordered() != ordered || map.entries().size() != content.size()) {
            throw new MismatchException(
                    at + (ordered ? " OrderedDict" : " dict") + " of " + content.size(),
                    (map.ordered() ? "OrderedDict" : "dict") + " of " + map.entries().size(),
                    "");
        }
        int i = 0;
        for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
            JsonNode pair = content.get(i++);
            same(at + " key " + pair.get(0), pair.get(0), entry.getKey());
            same(at + "[" + pair.get(0) + "]", pair.get(1), entry.getValue());
        }
        JsonNode metadata = e.get("_metadata");
        if (metadata != null && !metadata.isNull()) {
            Value got = map.metadata();
            if (!(got instanceof Value.MapValue m)) {
                throw new MismatchException(at + "._metadata " + metadata, "" + got, "");
            }
            /* Recorded as a dict whatever it is; PyTorch's is an OrderedDict. */
            JsonNode entries = metadata.has("dict") ? metadata.get("dict") : metadata.get("odict");
            map(at + "._metadata", metadata, entries, m.ordered(), m);
        }
    }

    private void items(String at, JsonNode expected, Collection<Value> actual) {
        if (expected.size() != actual.size()) {
            throw new MismatchException(
                    at + " " + expected.size() + " items", actual.size() + " items", "");
        }
        int i = 0;
        for (Value v : actual) {
            same(at + "[" + i + "]", expected.get(i++), v);
        }
    }

    private void tensor(String at, JsonNode e, Value actual) {
        if (e.has("unsupported_dtype")) {
            as(Value.OpaqueValue.class, at, e, actual);
            return;
        }
        Value.TensorValue tensor = as(Value.TensorValue.class, at, e, actual);
        View view = tensor.tensor().view();
        View values = new Encoded(tensors).tensor(Json.text(e, "t"));
        try {
            Comparison.same(values, view, Tolerance.BITS);
        } catch (MismatchException m) {
            throw m.in(at);
        }
        equal(
                at,
                e.get("strides").toString(),
                Arrays.toString(view.layout().strides()).replace(" ", ""));
        equal(at + " offset", e.get("offset").asInt(), view.layout().offset());
        equal(at + " elements", e.get("storage_numel").asInt(), view.storage().length());
        equal(at + " requires_grad", e.get("rg").asBoolean(), tensor.requiresGrad());
        equal(at + " parameter", e.has("parameter"), tensor.parameter());
        int number = e.get("storage").asInt();
        storages.putIfAbsent(number, view.storage());
        storages.forEach((n, s) ->
                equal(at + " shares memory with storage " + n, n == number, s == view.storage()));
    }

    private static <T extends Value> T as(Class<T> type, String at, JsonNode e, Value actual) {
        if (!type.isInstance(actual)) {
            throw new MismatchException(at + " " + e, String.valueOf(actual), "");
        }
        return type.cast(actual);
    }

    private static void equal(String at, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new MismatchException(at + " " + expected, String.valueOf(actual), "");
        }
    }
}
