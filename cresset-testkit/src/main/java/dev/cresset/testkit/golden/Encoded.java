package dev.cresset.testkit.golden;

import dev.cresset.PythonText.Tuple;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Ellipsis;
import dev.cresset.testkit.python.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decodes the recordings' JSON form of Python values to the Java objects of {@code
 * dev.cresset.testkit.python}; tensors become {@link Recorded}.
 *
 * <p>{@code {"t": key}} with {@code strides} and {@code offset} is rebuilt in exactly that layout;
 * the gaps of its storage hold zeros.
 */
public final class Encoded {
    /** A device, such as {@code cpu}. */
    public record Device(String name) {
        @Override
        public String toString() {
            return "device(type='" + name + "')";
        }
    }

    /** A tensor layout, such as {@code torch.strided}. */
    public record TensorLayout(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A memory format, such as {@code torch.channels_last}. */
    public record MemoryFormat(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A module to construct: its class and arguments. */
    public record ModuleCall(
            String cls, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {}

    /** A function of {@code torch.nn.functional}, given as a value. */
    public record FunctionName(String name) {}

    private final Map<String, View> tensors;

    /** Returns a decoder that finds tensors in a safetensors file's contents. */
    public Encoded(Map<String, View> tensors) {
        this.tensors = tensors;
    }

    /**
     * Decodes a value.
     *
     * @throws IllegalArgumentException if the JSON is no encoded value or names an unknown tensor
     */
    public @Nullable Object decode(JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        if (json.isBoolean()) {
            return json.asBoolean();
        }
        if (json.isIntegralNumber()) {
            return json.canConvertToLong() ? (Object) json.asLong() : json.bigIntegerValue();
        }
        if (json.isNumber()) {
            return json.asDouble();
        }
        if (json.isString()) {
            return json.asString();
        }
        return json.isArray() ? list(json) : object(json);
    }

    /** Decodes the elements of a JSON array. */
    public List<@Nullable Object> list(JsonNode json) {
        List<@Nullable Object> out = new ArrayList<>();
        for (JsonNode e : json) {
            out.add(decode(e));
        }
        return out;
    }

    /** Decodes the values of a JSON object. */
    public Map<String, @Nullable Object> map(JsonNode json) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : json.properties()) {
            out.put(e.getKey(), decode(e.getValue()));
        }
        return out;
    }

    /**
     * Returns a tensor of the file.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public View tensor(String key) {
        View view = tensors.get(key);
        if (view == null) {
            throw new IllegalArgumentException("recording: no tensor '" + key + "'");
        }
        return view;
    }

    private Object object(JsonNode json) {
        if (json.has("t")) {
            return recorded(json);
        }
        if (json.has("f")) {
            return switch (json.get("f").asString()) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> throw unknown(json);
            };
        }
        if (json.has("tuple")) {
            return new Tuple(list(json.get("tuple")));
        }
        if (json.has("slice")) {
            JsonNode s = json.get("slice");
            return new Slice(decode(s.get(0)), decode(s.get(1)), decode(s.get(2)));
        }
        if (json.has("ellipsis")) {
            return Ellipsis.ELLIPSIS;
        }
        if (json.has("dtype") && json.size() == 1) {
            return dtype(json.get("dtype").asString());
        }
        if (json.has("size")) {
            return Shape.of(ints(json.get("size")));
        }
        if (json.has("device")) {
            return new Device(json.get("device").asString());
        }
        if (json.has("layout")) {
            return new TensorLayout(json.get("layout").asString());
        }
        if (json.has("memory_format")) {
            return new MemoryFormat(json.get("memory_format").asString());
        }
        if (json.has("dict")) {
            return map(json.get("dict"));
        }
        if (json.has("module")) {
            return module(json.get("module"));
        }
        if (json.has("function")) {
            return new FunctionName(json.get("function").asString());
        }
        if (json.has("uninitialised")) {
            List<@Nullable Object> out = new ArrayList<>();
            for (JsonNode u : json.get("uninitialised")) {
                out.add(
                        new Recorded.Uninitialised(
                                u.get("dtype").asString(),
                                ints(u.get("shape")),
                                u.has("strides") ? ints(u.get("strides")) : null));
            }
            return new Tuple(out);
        }
        throw unknown(json);
    }

    /** Decodes a constructor call: {@code {cls, args, kwargs}}. */
    public ModuleCall module(JsonNode json) {
        return new ModuleCall(
                json.get("cls").asString(), list(json.get("args")), map(json.get("kwargs")));
    }

    private Recorded recorded(JsonNode json) {
        String key = json.get("t").asString();
        View dense = tensor(key);
        boolean requiresGrad = json.has("rg") && json.get("rg").asBoolean();
        if (!json.has("strides")) {
            return new Recorded(key, dense, requiresGrad, false);
        }
        int offset = json.has("offset") ? json.get("offset").asInt() : 0;
        View strided = strided(dense, ints(json.get("strides")), offset);
        return new Recorded(key, strided, requiresGrad, true);
    }

    /** Returns a view of memory of its own, with the same values and layout. */
    static View copy(View view) {
        return strided(view, view.layout().strides(), view.layout().offset());
    }

    /** Returns the values of a view in a new storage with these strides. */
    static View strided(View dense, int[] strides, int offset) {
        Layout layout = new Layout(dense.shape(), strides, offset);
        Storage storage = Storage.allocate(dense.dtype(), layout.extent());
        View out = new View(dense.dtype(), storage, layout);
        for (int i = 0; i < dense.numel(); i++) {
            System.arraycopy(
                    dense.storage().array(),
                    dense.layout().indexOf(i),
                    storage.array(),
                    layout.indexOf(i),
                    1);
        }
        return out;
    }

    private static Object dtype(String name) {
        return switch (name) {
            case "complex64", "complex128", "complex32", "uint16", "uint32", "uint64" ->
                    new UnknownDType(name);
            default -> DType.of(name);
        };
    }

    /** A dtype that PyTorch has and Cresset has not. */
    public record UnknownDType(String name) {
        @Override
        public String toString() {
            return "torch." + name;
        }
    }

    static int[] ints(JsonNode json) {
        int[] out = new int[json.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = json.get(i).asInt();
        }
        return out;
    }

    private static IllegalArgumentException unknown(JsonNode json) {
        return new IllegalArgumentException("recording: not an encoded value: " + json);
    }
}
