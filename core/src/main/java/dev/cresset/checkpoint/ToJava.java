package dev.cresset.checkpoint;

import dev.cresset.PythonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tree of values as Java objects. */
final class ToJava {
    private ToJava() {}

    static @Nullable Object of(Value value) {
        return switch (value) {
            case Value.TensorValue v -> v.tensor();
            case Value.MapValue v -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                v.entries().forEach((key, item) -> out.put(of(key), of(item)));
                yield out;
            }
            case Value.ListValue v -> all(v.items());
            case Value.TupleValue v -> new PythonText.Tuple(all(v.items()));
            case Value.SetValue v -> {
                Set<@Nullable Object> out = new LinkedHashSet<>();
                v.items().forEach(item -> out.add(of(item)));
                yield out;
            }
            case Value.NumberValue v -> v.value();
            case Value.StringValue v -> v.value();
            case Value.BoolValue v -> v.value();
            case Value.NoneValue v -> null;
            case Value.BytesValue v -> v.bytes();
            case Value.DTypeValue v -> v.dtype();
            case Value.ComplexValue v -> v;
            case Value.SizeValue v -> v;
            case Value.DeviceValue v -> v;
            case Value.OpaqueValue v -> v;
        };
    }

    private static List<@Nullable Object> all(Iterable<Value> items) {
        List<@Nullable Object> out = new ArrayList<>();
        items.forEach(item -> out.add(of(item)));
        return out;
    }
}
