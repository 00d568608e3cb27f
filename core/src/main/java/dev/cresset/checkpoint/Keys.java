package dev.cresset.checkpoint;

import java.util.ArrayDeque;
import java.util.Deque;

/** Decides which values may be keys of maps and items of sets: Python's hashable ones. */
final class Keys {
    /** A tuple with more parts than this is refused as a key, so that hashing it stays cheap. */
    private static final int MAX_PARTS = 256;

    private Keys() {}

    /** Returns whether a value is hashable in Python and of a reasonable size. */
    static boolean isKey(Value value) {
        Deque<Value> todo = new ArrayDeque<>();
        todo.add(value);
        for (int parts = 0; !todo.isEmpty(); parts++) {
            Value next = todo.remove();
            boolean fine =
                    switch (next) {
                        case Value.NumberValue v -> true;
                        case Value.StringValue v -> true;
                        case Value.BoolValue v -> true;
                        case Value.NoneValue v -> true;
                        case Value.BytesValue v -> true;
                        case Value.ComplexValue v -> true;
                        case Value.DTypeValue v -> true;
                        case Value.SizeValue v -> true;
                        case Value.DeviceValue v -> true;
                        case Value.OpaqueValue v -> false;
                        case Value.TensorValue v -> false;
                        case Value.MapValue v -> false;
                        case Value.ListValue v -> false;
                        case Value.SetValue v -> false;
                        case Value.TupleValue v -> {
                            boolean small = v.items().size() <= MAX_PARTS;
                            if (small) {
                                todo.addAll(v.items());
                            }
                            yield small;
                        }
                    };
            if (!fine || parts > MAX_PARTS) {
                return false;
            }
        }
        return true;
    }
}
