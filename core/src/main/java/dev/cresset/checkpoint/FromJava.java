package dev.cresset.checkpoint;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Java objects as a tree of values; the same object gives the same value. */
final class FromJava {
    private final IdentityHashMap<Object, Value> known = new IdentityHashMap<>();

    /** Returns an object as a value; {@code path} says where it hangs, for messages. */
    Value value(@Nullable Object object, String path, int depth) {
        if (depth > Nesting.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "checkpoint: the tree is nested deeper than "
                            + Nesting.MAX_DEPTH
                            + "; does it contain itself?");
        }
        if (object == null) {
            return Value.NoneValue.NONE;
        }
        Value before = known.get(object);
        if (before != null) {
            return before;
        }
        Value made = make(object, path, depth);
        known.put(object, made);
        return made;
    }

    private Value make(Object object, String path, int depth) {
        return switch (object) {
            case Value v -> v;
            case Tensor t -> new Value.TensorValue(Tensor.of(t.view()), false, false);
            case String s -> new Value.StringValue(s);
            case Boolean b -> new Value.BoolValue(b);
            case Number n -> new Value.NumberValue(n);
            case DType d -> new Value.DTypeValue(d);
            case Shape s ->
                    new Value.SizeValue(
                            Arrays.stream(s.toArray()).mapToObj(Long::valueOf).toList());
            case byte[] b -> new Value.BytesValue(b.clone());
            case Map<?, ?> m -> map(m, path, depth);
            case Set<?> s -> {
                Value.SetValue out = new Value.SetValue();
                items(s, path, depth).forEach(out::add);
                yield out;
            }
            case PythonText.Tuple t -> new Value.TupleValue(items(t.items(), path, depth));
            case Iterable<?> l -> {
                Value.ListValue out = new Value.ListValue();
                items(l, path, depth).forEach(out::add);
                yield out;
            }
            default ->
                    throw new IllegalArgumentException(
                            "checkpoint: "
                                    + (path.isEmpty() ? "the object" : path)
                                    + " is a "
                                    + object.getClass().getName()
                                    + "; what can be saved are tensors, maps, lists, sets, numbers,"
                                    + " strings, booleans and null");
        };
    }

    private Value.MapValue map(Map<?, ?> map, String path, int depth) {
        Value.MapValue out = new Value.MapValue(false);
        map.forEach((k, v) -> {
            String where = path + "[" + k + "]";
            Value key = value(k, where, depth + 1);
            if (!Keys.isKey(key)) {
                throw new IllegalArgumentException(
                        "checkpoint: " + where + " has a key that Python cannot hash");
            }
            out.put(key, value(v, where, depth + 1));
        });
        return out;
    }

    private List<Value> items(Iterable<?> items, String path, int depth) {
        List<Value> out = new ArrayList<>();
        for (Object item : items) {
            out.add(value(item, path + "[" + out.size() + "]", depth + 1));
        }
        return out;
    }
}
