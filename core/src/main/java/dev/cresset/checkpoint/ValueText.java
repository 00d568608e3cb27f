package dev.cresset.checkpoint;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The text of a tree, cut off when it gets long: containers that occur at many places could make it
 * longer than any memory.
 */
final class ValueText {
    /** Nothing is added to a text that has reached this length, in characters. */
    private static final int MAX_LENGTH = 1_000_000;

    private final StringBuilder out = new StringBuilder();

    private ValueText() {}

    static String of(Value value) {
        ValueText text = new ValueText();
        text.add(value);
        return text.out.toString();
    }

    private void add(Value value) {
        if (out.length() >= MAX_LENGTH) {
            return;
        }
        switch (value) {
            case Value.MapValue v -> {
                out.append('{');
                Iterator<Map.Entry<Value, Value>> entries = v.entries().entrySet().iterator();
                while (next(entries.hasNext())) {
                    Map.Entry<Value, Value> e = entries.next();
                    add(e.getKey());
                    out.append(": ");
                    add(e.getValue());
                    out.append(entries.hasNext() ? ", " : "");
                }
                out.append('}');
            }
            case Value.ListValue v -> items('[', v.items().iterator(), ']');
            case Value.TupleValue v -> items('(', v.items().iterator(), ')');
            case Value.SetValue v -> items('{', v.items().iterator(), '}');
            case Value.StringValue(String s) -> {
                int room = Math.min(s.length(), MAX_LENGTH - out.length());
                out.append('\'').append(s, 0, room).append('\'');
            }
            case Value.NumberValue(Number n) -> out.append(n);
            case Value.BoolValue(boolean b) -> out.append(b ? "True" : "False");
            case Value.NoneValue v -> out.append("None");
            case Value.SizeValue(List<Long> sizes) -> {
                if (sizes.size() > MAX_LENGTH / 20) {
                    out.append(sizes.size()).append(" sizes");
                } else {
                    out.append(sizes);
                }
            }
            case Value.ComplexValue v ->
                    out.append(v.real())
                            .append(v.imaginary() < 0 ? "" : "+")
                            .append(v.imaginary())
                            .append('j');
            case Value.DTypeValue(var dtype) -> out.append(dtype);
            case Value.DeviceValue(String name) -> out.append(name);
            case Value.TensorValue v -> out.append(v);
            case Value.BytesValue v -> out.append(v);
            case Value.OpaqueValue v -> out.append(v);
        }
    }

    private void items(char open, Iterator<Value> items, char close) {
        out.append(open);
        while (next(items.hasNext())) {
            add(items.next());
            out.append(items.hasNext() ? ", " : "");
        }
        out.append(close);
    }

    /** Says whether to go on; marks the place where the text is cut off. */
    private boolean next(boolean more) {
        if (more && out.length() >= MAX_LENGTH) {
            out.append("...");
            return false;
        }
        return more;
    }
}
