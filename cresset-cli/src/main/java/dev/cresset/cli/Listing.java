package dev.cresset.cli;

import dev.cresset.PythonText;
import dev.cresset.checkpoint.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tensors of a file by their paths, with what each shares, and its other values. */
final class Listing {
    /**
     * A tensor.
     *
     * @param tie the path of an earlier tensor that is the same elements, null if there is none
     * @param shares the path of an earlier tensor in the same memory, null if there is none
     */
    record Row(
            String name, Value.TensorValue tensor, @Nullable String tie, @Nullable String shares) {}

    /**
     * Something that is no tensor.
     *
     * @param text its value
     */
    record Leaf(String name, String text) {}

    private Listing() {}

    /** Returns the tensors in the file's order. */
    static List<Row> rows(SequencedMap<String, Value.TensorValue> tensors) {
        IdentityHashMap<Object, List<Row>> byMemory = new IdentityHashMap<>();
        List<Row> out = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            List<Row> siblings = byMemory.computeIfAbsent(tensor.memory(), m -> new ArrayList<>());
            String tie = null;
            for (Row r : siblings) {
                if (r.tie == null && r.tensor.sameElements(tensor)) {
                    tie = r.name;
                    break;
                }
            }
            String shares = tie == null && !siblings.isEmpty() ? siblings.getFirst().name : null;
            Row row = new Row(name, tensor, tie, shares);
            siblings.add(row);
            out.add(row);
        });
        return out;
    }

    /** Returns the bytes that rows take in the file, what is shared counted once. */
    static long bytes(List<Row> rows) {
        return rows.stream()
                .filter(r -> r.tie == null && r.shares == null)
                .mapToLong(r -> r.tensor.bytes())
                .sum();
    }

    /** Returns everything that is no tensor, in the file's order. */
    static List<Leaf> leaves(Value tree) {
        List<Leaf> out = new ArrayList<>();
        add(tree, "", out);
        return out;
    }

    private static void add(Value value, String path, List<Leaf> out) {
        switch (value) {
            case Value.MapValue m -> {
                if (m.entries().isEmpty()) {
                    out.add(new Leaf(path, "{}"));
                }
                for (Map.Entry<Value, Value> e : m.entries().entrySet()) {
                    String key =
                            e.getKey() instanceof Value.StringValue(String s)
                                    ? s
                                    : text(e.getKey());
                    add(e.getValue(), join(path, key), out);
                }
            }
            case Value.ListValue l -> items(path, l.items(), "[", "]", out);
            case Value.TupleValue t -> items(path, t.items(), "(", ")", out);
            case Value.SetValue s -> items(path, List.copyOf(s.items()), "{", "}", out);
            case Value.TensorValue t -> {}
            case Value.NumberValue v -> out.add(new Leaf(path, text(v)));
            case Value.StringValue v -> out.add(new Leaf(path, text(v)));
            case Value.BoolValue v -> out.add(new Leaf(path, text(v)));
            case Value.NoneValue v -> out.add(new Leaf(path, text(v)));
            case Value.BytesValue v -> out.add(new Leaf(path, text(v)));
            case Value.ComplexValue v -> out.add(new Leaf(path, text(v)));
            case Value.DTypeValue v -> out.add(new Leaf(path, text(v)));
            case Value.SizeValue v -> out.add(new Leaf(path, text(v)));
            case Value.DeviceValue v -> out.add(new Leaf(path, text(v)));
            case Value.OpaqueValue v -> out.add(new Leaf(path, text(v)));
        }
    }

    /** Lists of plain values stand on one line. */
    private static void items(
            String path, List<Value> items, String open, String close, List<Leaf> out) {
        if (items.stream().allMatch(Listing::isPlain)) {
            String shown =
                    items.stream().limit(16).map(Listing::text).collect(Collectors.joining(", "));
            String more = items.size() > 16 ? ", and " + (items.size() - 16) + " more" : "";
            out.add(new Leaf(path, open + shown + more + close));
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            add(items.get(i), join(path, Integer.toString(i)), out);
        }
    }

    private static boolean isPlain(Value value) {
        return switch (value) {
            case Value.MapValue v -> false;
            case Value.ListValue v -> false;
            case Value.TupleValue v -> false;
            case Value.SetValue v -> false;
            case Value.TensorValue v -> false;
            case Value.OpaqueValue v -> false;
            case Value.NumberValue v -> true;
            case Value.StringValue v -> true;
            case Value.BoolValue v -> true;
            case Value.NoneValue v -> true;
            case Value.BytesValue v -> true;
            case Value.ComplexValue v -> true;
            case Value.DTypeValue v -> true;
            case Value.SizeValue v -> true;
            case Value.DeviceValue v -> true;
        };
    }

    private static String text(Value value) {
        String raw =
                switch (value) {
                    case Value.StringValue(String s) -> "'" + s + "'";
                    case Value.NumberValue(Number n) -> PythonText.repr(n);
                    case Value.BoolValue(boolean b) -> b ? "True" : "False";
                    case Value.NoneValue v -> "None";
                    case Value.BytesValue v -> v.toString();
                    case Value.ComplexValue(double re, double im) -> re + " + " + im + "j";
                    case Value.DTypeValue v -> v.dtype().toString();
                    case Value.SizeValue v -> v.sizes().toString();
                    case Value.DeviceValue v -> v.name();
                    case Value.OpaqueValue v -> v.description();
                    case Value.TensorValue v -> v.toString();
                    case Value.MapValue v -> v.toString();
                    case Value.ListValue v -> v.toString();
                    case Value.TupleValue v -> v.toString();
                    case Value.SetValue v -> v.toString();
                };
        return raw.length() <= 200 ? raw : raw.substring(0, 200) + "...";
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
