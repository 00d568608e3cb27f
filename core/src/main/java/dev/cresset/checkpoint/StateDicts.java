package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Finds the state dict in a tree of values. */
final class StateDicts {
    private StateDicts() {}

    /**
     * Returns the map at a path as a state dict.
     *
     * @param path keys from the root down; none for the root itself
     * @throws IllegalArgumentException if there is no map from strings to tensors at the path
     */
    static SequencedMap<String, Tensor> of(Value root, String... path) {
        SequencedMap<String, Tensor> out = new LinkedHashMap<>();
        values(root, path).forEach((name, value) -> out.put(name, value.tensor()));
        return out;
    }

    /** Returns the map at a path as a state dict of unread tensors. */
    static SequencedMap<String, Value.TensorValue> values(Value root, String... path) {
        Value.MapValue map = at(root, path);
        String where = where(path);
        SequencedMap<String, Value.TensorValue> out = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        map.entries()
                .forEach((key, value) -> {
                    if (key instanceof Value.StringValue(String name)
                            && value instanceof Value.TensorValue t) {
                        out.put(name, t);
                    } else {
                        others.add(key(key) + " (" + kind(value) + ")");
                    }
                });
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "state dict: not every entry"
                            + where
                            + " is a tensor: "
                            + list(others)
                            + "; take a part of the file: Checkpoint.read(path).stateDict(\"model\"), or"
                            + " --key model on the command line");
        }
        return out;
    }

    /** Returns the map at a path. */
    static Value.MapValue at(Value root, String... path) {
        Value.MapValue at = map(root, "");
        for (int i = 0; i < path.length; i++) {
            String where = where(Arrays.copyOf(path, i));
            Value next = at.get(path[i]);
            if (next == null) {
                throw new IllegalArgumentException(
                        "state dict: there is no key '"
                                + path[i]
                                + "'"
                                + where
                                + "; keys are "
                                + keys(at));
            }
            at = map(next, where(Arrays.copyOf(path, i + 1)));
        }
        return at;
    }

    private static String where(String... path) {
        return Arrays.stream(path).map(key -> " in '" + key + "'").collect(Collectors.joining());
    }

    /** Returns all tensors of a tree by their paths. */
    static SequencedMap<String, Value.TensorValue> tensors(Value root) {
        SequencedMap<String, Value.TensorValue> out = new LinkedHashMap<>();
        collect(root, "", out);
        return out;
    }

    private static void collect(
            Value value, String path, SequencedMap<String, Value.TensorValue> out) {
        switch (value) {
            case Value.TensorValue t -> {
                String name = path;
                for (int n = 2; out.containsKey(name); n++) {
                    name = path + "#" + n;
                }
                out.put(name, t);
            }
            case Value.MapValue m ->
                    m.entries().forEach((k, v) -> collect(v, join(path, key(k)), out));
            case Value.ListValue l -> collect(l.items(), path, out);
            case Value.TupleValue t -> collect(t.items(), path, out);
            case Value.SetValue s -> collect(List.copyOf(s.items()), path, out);
            case Value.NumberValue v -> {}
            case Value.StringValue v -> {}
            case Value.BoolValue v -> {}
            case Value.NoneValue v -> {}
            case Value.BytesValue v -> {}
            case Value.ComplexValue v -> {}
            case Value.DTypeValue v -> {}
            case Value.SizeValue v -> {}
            case Value.DeviceValue v -> {}
            case Value.OpaqueValue v -> {}
        }
    }

    private static void collect(
            List<Value> items, String path, SequencedMap<String, Value.TensorValue> out) {
        for (int i = 0; i < items.size(); i++) {
            collect(items.get(i), join(path, Integer.toString(i)), out);
        }
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Value.MapValue map(Value value, String where) {
        if (value instanceof Value.MapValue m) {
            return m;
        }
        throw new IllegalArgumentException(
                "state dict: the value" + where + " is a " + kind(value) + ", not a dict");
    }

    private static String keys(Value.MapValue map) {
        return list(map.entries().keySet().stream().map(StateDicts::key).toList());
    }

    private static String key(Value key) {
        return switch (key) {
            case Value.StringValue(String s) -> s;
            case Value.NumberValue(Number n) -> n.toString();
            default -> kind(key);
        };
    }

    static String list(List<String> items) {
        int shown = Math.min(items.size(), 8);
        String more = items.size() > shown ? ", and " + (items.size() - shown) + " more" : "";
        return items.stream().limit(shown).collect(Collectors.joining(", ")) + more;
    }

    private static String kind(Value value) {
        return switch (value) {
            case Value.TensorValue v -> "tensor";
            case Value.MapValue v -> "dict";
            case Value.ListValue v -> "list";
            case Value.TupleValue v -> "tuple";
            case Value.SetValue v -> "set";
            case Value.NumberValue v -> "number";
            case Value.StringValue v -> "string";
            case Value.BoolValue v -> "bool";
            case Value.NoneValue v -> "None";
            case Value.BytesValue v -> "bytes";
            case Value.ComplexValue v -> "complex number";
            case Value.DTypeValue v -> "dtype";
            case Value.SizeValue v -> "size";
            case Value.DeviceValue v -> "device";
            case Value.OpaqueValue v -> v.description();
        };
    }
}
